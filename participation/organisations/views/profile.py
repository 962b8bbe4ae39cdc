"""What an organisation says of itself, what it is called, and its end: by its representatives."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import DomainError, Incomplete, Problem
from participation.extensions import db
from participation.organisations import forms, labels, naming, page, queries
from participation.organisations.actions import profile as actions
from participation.organisations.logo import face
from participation.organisations.models import Organisation
from participation.organisations.policy import require_in_force, require_representative, require_sight
from participation.organisations.reach import Reach
from participation.organisations.reference import PILLARS
from participation.organisations.session import begin_deed, current_actor
from participation.organisations.views.blueprint import bp
from participation.organisations.views.picturing import drawn_of
from participation.organisations.vocabulary import LONGEST
from participation.places.data import name_of
from participation.tongues import LANGUAGES
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to


def _seen(slug: str) -> Organisation:
    return require_sight(current_actor(), queries.by_slug(db.session(), slug))


@bp.get("/organisations/<slug>/edit")
def edit_form(slug: str) -> ResponseReturnValue:
    """Show what the public reads, to be changed."""
    found = _seen(slug)
    return _edit_page(slug, forms.ProfileForm(formdata=None, **(actions.described(found) | _place(found))))


def _place(found: Organisation) -> dict[str, str]:
    """Return the municipality as the form has it: by its name."""
    return {"municipality": name_of(found.municipality, g.language) if found.municipality else ""}


@bp.post("/organisations/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    """Write it, or show beforehand how it will read."""
    sent, leads_to = forms.ProfileForm.received(), url_for("portal.organisation", slug=slug)
    come_back_to(partial(_edit_page, slug, sent), leads_to)
    is_preview, profile = "preview" in request.form, sent.profile
    if current_actor().person_id is not None:
        require_representative(current_actor(), _seen(slug))
        sent.require_genuine()
        profile = replace(profile, logo=drawn_of(sent))  # dear: before the turn to write
    if is_preview and current_actor().person_id is not None:
        return _edit_page(slug, sent, Incomplete({"logo": profile.logo}) if isinstance(profile.logo, Problem) else None)
    deed = begin_deed(sent, leads_to, alone=True)
    found = _seen(slug)
    require_in_force(deed.actor, sent.organisation.data)
    actions.describe(deed, found, profile, sent.seen.data or "")
    deed.session.commit()
    flash(str(labels.DONE["edit_profile"]), "success")
    return redirect(leads_to, 303)


def _edit_page(slug: str, sent: forms.ProfileForm, error: DomainError | None = None) -> str:
    found = _seen(slug)
    require_representative(current_actor(), found)
    is_preview = "preview" in request.form
    about, reach = (sent.profile.about, sent.reach) if is_preview else ({}, Reach())
    own_first = sorted(LANGUAGES, key=lambda code: code != found.language)
    return render_template(
        "organisations/edit.html",
        **_common(found, sent, "edit_profile", error),
        abouts=[(sent[f"about_{code}"], code) for code in own_first],
        is_preview=is_preview,
        contact=page.contact(reach.contact_kept),
        links=page.links(reach.links_kept, found.language),
        previews=[(code, LANGUAGES[code], about[code]) for code in own_first if about.get(code, "").strip()],
        own=f"about_{found.language}",
        look=PILLARS[found.pillar].look,
        face=face(found.id, found.name_in(g.language), found.logo),
        both=sent.compare(
            actions.described(found), error, {f"about_{code}": code for code in LANGUAGES}, _place(found)
        ),
    )


@bp.get("/organisations/<slug>/rename")
def rename_form(slug: str) -> ResponseReturnValue:
    """Show its names, to be changed."""
    found = _seen(slug)
    return _rename_page(slug, forms.RenameForm(formdata=None, **actions.called(found)))


@bp.post("/organisations/<slug>/rename")
def rename(slug: str) -> ResponseReturnValue:
    """Give it another name; its address changes with it."""
    sent = forms.RenameForm()
    come_back_to(partial(_rename_page, slug, sent), url_for("organisations.members", slug=slug))
    deed = begin_deed(sent, url_for("portal.organisation", slug=slug), alone=True)
    found = _seen(slug)
    require_in_force(deed.actor, sent.organisation.data)
    actions.rename(deed, found, sent.name.data or "", sent.others, sent.seen.data or "")
    leads_to = url_for("organisations.members", slug=found.slug)
    deed.session.commit()
    flash(str(labels.DONE["rename"]), "success")
    return redirect(leads_to, 303)


def _rename_page(slug: str, sent: forms.RenameForm, error: DomainError | None = None) -> str:
    found = _seen(slug)
    require_representative(current_actor(), found)
    tongues = {f"name_{code}": code for code in LANGUAGES} | {"name": found.language}
    both = sent.compare(actions.called(found), error, tongues)
    return render_template("organisations/form.html", **_common(found, sent, "rename", error), both=both)


@bp.get("/organisations/<slug>/close")
def close_form(slug: str) -> ResponseReturnValue:
    """Ask once, and for a reason."""
    return _close_page(slug, forms.RulingForm(formdata=None))


@bp.post("/organisations/<slug>/close")
def close(slug: str) -> ResponseReturnValue:
    """End the organisation by its own wish."""
    sent, leads_to = forms.RulingForm(), url_for("portal.organisation", slug=slug)
    come_back_to(partial(_close_page, slug, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found = _seen(slug)
    require_in_force(deed.actor, sent.organisation.data)
    actions.close(deed, found, sent.reason.data or "")
    deed.session.commit()
    flash(str(labels.DONE["close"]), "success")
    return redirect(leads_to, 303)


def _close_page(slug: str, sent: forms.RulingForm, error: DomainError | None = None) -> str:
    found = _seen(slug)
    require_representative(current_actor(), found)
    return render_template("organisations/form.html", **_common(found, sent, "close", error))


def _common(found: Organisation, sent: ActingForm, key: str, error: DomainError | None) -> dict[str, Any]:
    """Return what each of these pages shows; the form is made ready for it."""
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return {
        "form": sent,
        "act": key.replace("_", "-"),
        "label": labels.ACTS[key],
        "button_label": naming.button(key, found.name_in(g.language)),
        "lead": labels.CONSEQUENCES[key],
        **page.called(found),
        "conflict": error,
        "longest": LONGEST,
        "hints": labels.HINTS,
        "optional": [f"name_{code}" for code in LANGUAGES] + ["website", "municipality"],
        "is_danger": key == "close",
        "back": url_for("organisations.members", slug=found.slug),
    }
