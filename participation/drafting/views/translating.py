"""Putting a text into another language beside the original, and checking what another has put."""

from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.drafting import actions, page
from participation.drafting.actions import Made
from participation.drafting.forms import CheckForm, TranslateForm
from participation.drafting.views.blueprint import bp
from participation.errors import DomainError, Incomplete
from participation.extensions import db
from participation.initiatives import policy, queries
from participation.initiatives.labels import FIELDS, IN_THE_NAME, WRITTEN_IN
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.initiatives.page import mending
from participation.initiatives.vocabulary import LONGEST
from participation.languages import text as _
from participation.organisations.naming import on_the_button
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, current_actor
from participation.tongues import LANGUAGES
from participation.web.forms import number
from participation.web.refusals import come_back_to


@bp.get("/initiatives/<reference>/translate")
def translate(reference: str) -> ResponseReturnValue:
    """Show the original, and beside it the form with what is translated so far."""
    initiative = policy.require_known(current_actor(), queries.one(db.session(), reference))
    policy.require(current_actor(), Permission.TRANSLATE, initiative)
    language = _language(initiative, request.args.get("to", ""))
    so_far = actions.so_far(initiative, language)
    return _translate_page(reference, TranslateForm(formdata=None, language=language, **so_far))


@bp.post("/initiatives/<reference>/translate")
def do_translate(reference: str) -> ResponseReturnValue:
    """Keep a translation of the version that was shown."""
    sent, leads_to = TranslateForm(), url_for("portal.initiative", reference=reference)
    come_back_to(partial(_translate_page, reference, sent), leads_to)
    said = {
        name: (sent[name].data or "").replace("\r\n", "\n").replace("\x00", "") for name in ("title", "summary", "body")
    }
    made = Made(sent.language.data or "", **said, version=number(sent.version.data), seen=sent.seen.data or "")
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    actions.translate(deed, initiative, made)
    deed.session.commit()
    flash(_("The translation has been kept."), "success")
    return redirect(leads_to, 303)


@bp.get("/initiatives/<reference>/check-translation")
def check(reference: str) -> ResponseReturnValue:
    """Show original and translation side by side, with one button."""
    initiative = policy.require_known(current_actor(), queries.one(db.session(), reference))
    policy.require(current_actor(), Permission.CHECK_TRANSLATION, initiative)
    if not initiative.translations:
        return redirect(url_for("drafting.translate", reference=reference), 303)
    asked = request.args.get("of", "")
    unchecked = next((t.language for t in initiative.translations if t.checked_at is None), "")
    language = asked if initiative.translation(asked) else unchecked or initiative.translations[0].language
    return _check_page(reference, CheckForm(formdata=None, language=language))


@bp.post("/initiatives/<reference>/check-translation")
def do_check(reference: str) -> ResponseReturnValue:
    """Note that a translation was checked, and by whom."""
    sent, leads_to = CheckForm(), url_for("portal.initiative", reference=reference)
    come_back_to(partial(_check_page, reference, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    actions.check_translation(deed, initiative, sent.language.data or "", number(sent.version.data))
    deed.session.commit()
    flash(_("Thank you. Readers see that the translation has been checked."), "success")
    return redirect(leads_to, 303)


def _language(initiative: Initiative, asked: str) -> str:
    """Choose the language to translate into: the one asked for, else the reader's, else the first that misses."""
    others = [language for language in LANGUAGES if language != initiative.language]
    if asked in others:
        return asked
    missing = [language for language in others if initiative.translation(language) is None]
    return next((language for language in (g.language, *missing) if language in missing), others[0])


def _translate_page(reference: str, form: TranslateForm, error: DomainError | None = None) -> str:
    initiative = policy.require_known(current_actor(), queries.one(db.session(), reference))
    others = [language for language in LANGUAGES if language != initiative.language]
    language = form.language.data if form.language.data in others else others[0]
    form.language.data = language
    form.version.data = str(initiative.shown or 0)
    so_far = actions.so_far(initiative, language)
    return render_template(
        "drafting/translate.html",
        longest=LONGEST,
        both=form.compare(so_far, error, dict.fromkeys(so_far, language)),
        button_label=on_the_button(current_actor(), _("Keep the translation"), IN_THE_NAME["translate"]),
        tabs=_tabs(initiative, "drafting.translate", "to", others, language),
        **_common(initiative, form, language, error),
    )


def _check_page(reference: str, form: CheckForm, error: DomainError | None = None) -> str:
    initiative = policy.require_known(current_actor(), queries.one(db.session(), reference))
    made = initiative.translation(form.language.data or "")
    form.version.data = str(made.version) if made else ""
    there = list(dict.fromkeys(t.language for t in initiative.translations))
    return render_template(
        "drafting/check_translation.html",
        made=made,
        button_label=on_the_button(current_actor(), _("I have checked it"), IN_THE_NAME["check_translation"]),
        tabs=_tabs(initiative, "drafting.check", "of", there, form.language.data or ""),
        **_common(initiative, form, form.language.data or "", error),
    )


def _common(
    initiative: Initiative, form: TranslateForm | CheckForm, language: str, error: DomainError | None
) -> dict[str, Any]:
    """Return what both pages show: the original, the language, who made what is there, and whether it is behind."""
    made = initiative.translation(language)
    problems = error.problems if isinstance(error, Incomplete) else {}
    form.prepare(current_actor().hat)
    form.show({name: problem for name, problem in problems.items() if name in form and name != "language"})
    original = initiative.version(made.version) if made and isinstance(form, CheckForm) else None
    shown = original or (initiative.shown_version if initiative.shown else initiative.copy)
    return {
        "form": form,
        "errors": mending(initiative.reference, problems, ("title", "summary", "body", "language")),
        "conflict": error,
        "reference": initiative.reference,
        "original": shown,
        "original_language": initiative.language,
        "original_name": WRITTEN_IN[initiative.language],
        "version": getattr(shown, "number", 0),
        "language": language,
        "language_name": WRITTEN_IN.get(language, ""),
        "fields": FIELDS,
        "status": page.credit(initiative, made) if made else [],
    }


def _tabs(initiative: Initiative, endpoint: str, name: str, languages: list[str], current: str) -> list[Any]:
    return [
        (WRITTEN_IN[one], f"{url_for(endpoint, reference=initiative.reference)}?{name}={one}", one == current)
        for one in languages
    ]
