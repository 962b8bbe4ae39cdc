"""The link of an organisation and its picture; asking to join behind it; and a representative's answer."""

from functools import partial
from typing import Any

import segno
from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.session import begin_own_deed, current_person
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import forms, labels, naming, page, queries
from participation.organisations.actions import asking as actions
from participation.organisations.checks import Asker
from participation.organisations.models import JoiningLink, JoiningRequest, Organisation
from participation.organisations.policy import require_in_force, require_representative, require_sight
from participation.organisations.session import begin_deed, begin_visit, current_actor
from participation.organisations.views.blueprint import bp
from participation.organisations.views.roll import last_day
from participation.organisations.vocabulary import LONGEST
from participation.web import formats
from participation.web.forms import ActingForm
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to

OF_NETWORK, OF_LINK = Pace("ask to join", 20), Pace("asked to join", 100)
ANSWER = '/organisations/<slug>/requests/<int:number>/<any("admit", "refuse"):act>'
AskForm = forms.AcceptForm | forms.AskForm


@bp.get("/organisations/<slug>/joining-link")
def joining_link(slug: str) -> ResponseReturnValue:
    """Show the link with its picture, for paper too, or where one makes it."""
    require_representative(current_actor(), _seen(slug))
    return _link_page(slug, forms.JoiningLinkForm(formdata=None))


@bp.post("/organisations/<slug>/joining-link")
def make_joining_link(slug: str) -> ResponseReturnValue:
    """Make a link; an earlier one stops working."""
    sent = forms.JoiningLinkForm()
    return _change_link(slug, sent, "make_joining_link")


@bp.post("/organisations/<slug>/joining-link/revoke")
def revoke_joining_link(slug: str) -> ResponseReturnValue:
    """Let the link stop working."""
    return _change_link(slug, forms.JoiningLinkForm(), "revoke_joining_link")


def _change_link(slug: str, sent: forms.JoiningLinkForm, act: str) -> ResponseReturnValue:
    leads_to = url_for("organisations.joining_link", slug=slug)
    come_back_to(partial(_link_page, slug, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found = _seen(slug)
    require_in_force(deed.actor, sent.organisation.data)
    if act == "revoke_joining_link":
        actions.revoke(deed, found)
    else:
        actions.make(deed, found, sent.until.data or "", current_app.config["SECRET_KEY"])
    deed.session.commit()
    flash(str(labels.DONE[act]), "success")
    return redirect(leads_to, 303)


def _seen(slug: str) -> Organisation:
    return require_sight(current_actor(), queries.by_slug(db.session(), slug))


def _link_page(slug: str, sent: forms.JoiningLinkForm, error: DomainError | None = None) -> str:
    found = _seen(slug)
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    row = actions.standing(db.session(), found.id)
    again = forms.JoiningLinkForm(formdata=None)
    again.prepare(current_actor().hat)
    return render_template(
        "organisations/joining_link.html", form=sent, revoking=again, conflict=error, slug=slug,
        **page.called(found),
        link=_link(row) if row and actions.is_open(row, clock.now()) else None,
        make_label=naming.button("make_joining_link", found.name_in(g.language)),
        revoke_label=naming.button("revoke_joining_link", found.name_in(g.language)),
    )  # fmt: skip


def _link(row: JoiningLink) -> dict[str, str]:
    token = actions.token_of(current_app.config["SECRET_KEY"], row)
    path = url_for("organisations.ask_form", token=token, lang=row.organisation.language)
    address = current_app.config["SETTINGS"].public_url + path
    last = last_day(row.until)
    return {
        "address": address,
        "picture": segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff"),
        "last_day": formats.day(last, g.language) if last else "",
    }


@bp.get("/ask/<token>")
def ask_form(token: str) -> ResponseReturnValue:
    """Say what one asks for, and of whom; reading it asks for nothing."""
    if current_person() is None:
        return _ask_page(token, forms.AskForm(formdata=None, language=g.language))
    return _ask_page(token, forms.AcceptForm(formdata=None))


@bp.post("/ask/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Ask with the account one is signed in with; a visitor names an address, which is invited after a yes."""
    leads_to, person = url_for("organisations.ask_form", token=token), current_person()
    sent: AskForm = forms.AskForm() if person is None else forms.AcceptForm()
    come_back_to(partial(_ask_page, token, sent), leads_to)
    sent.require_genuine()
    require_pace(OF_NETWORK, network())
    require_pace(OF_LINK, token)
    deed = begin_visit(sent, leads_to) if isinstance(sent, forms.AskForm) else begin_own_deed(sent, leads_to)
    deed.session.execute(queries.TAKE_ORGANISATION, {"id": _found(token).organisation_id})
    deed.session.expire_all()
    actions.ask(deed, _found(token), _asker(sent), is_of_age=bool(sent.age.data))
    deed.session.commit()
    flash(str(labels.DONE["ask_to_join"]), "success")
    return redirect(leads_to, 303)


def _asker(sent: AskForm) -> Asker:
    person = current_person()
    if isinstance(sent, forms.AskForm) or person is None:
        return Asker(sent["name"].data or "", sent["email"].data or "", sent["language"].data or "")
    return Asker(person.name, person.email, person.language, person.id)


def _found(token: str) -> JoiningLink:
    found = actions.find(db.session(), token)
    if found is None:
        raise NotFound
    return found


def _ask_page(token: str, form: AskForm, error: DomainError | None = None) -> str:
    row, actor = _found(token), current_actor()
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    of, last = row.organisation, last_day(row.until)
    return render_template(
        "organisations/ask.html", form=form, conflict=error, organisation=of.name_in(g.language),
        organisation_language="" if of.names.get(g.language) else of.language,
        is_open=actions.is_open(row, clock.now()), is_member=of.id in actor.organisations,
        last_day=formats.day(last, g.language) if last else "", signed_in_as=actor.name,
        is_new=isinstance(form, forms.AskForm),
        sign_in=url_for("accounts.sign_in", next=url_for("organisations.ask_form", token=token)),
        members=url_for("organisations.members", slug=of.slug),
        button_label=naming.button("ask_to_join", of.name_in(g.language)),
    )  # fmt: skip


@bp.get(ANSWER)
def request_form(slug: str, number: int, act: str) -> ResponseReturnValue:
    """Ask once before the answer is given."""
    found, _row = _waiting(slug, number)
    require_representative(current_actor(), found)
    return _answer_page(slug, number, act, ActingForm(formdata=None))


@bp.post(ANSWER)
def answer_request(slug: str, number: int, act: str) -> ResponseReturnValue:
    """Say yes or no."""
    sent, leads_to = ActingForm(), url_for("organisations.members", slug=slug)
    come_back_to(partial(_answer_page, slug, number, act, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found, row = _waiting(slug, number)
    require_in_force(deed.actor, sent.organisation.data)
    if act == "admit":
        actions.admit(deed, found, row, current_app.config["SECRET_KEY"])
    else:
        actions.refuse(deed, found, row)
    deed.session.commit()
    flash(str(labels.DONE[act]), "success")
    return redirect(leads_to, 303)


def _waiting(slug: str, number: int) -> tuple[Organisation, JoiningRequest]:
    found = _seen(slug)
    row = actions.request(db.session(), found.id, number)
    if row is None:
        raise NotFound
    return found, row


def _answer_page(slug: str, number: int, act: str, sent: ActingForm, error: DomainError | None = None) -> str:
    found, row = _waiting(slug, number)
    sent.prepare(current_actor().hat)
    values: dict[str, Any] = {"label": labels.ACTS[act], "lead": labels.CONSEQUENCES[act]}
    values["button_label"] = naming.button(act, found.name_in(g.language))
    asked = formats.local_moment(row.at, g.language)
    values["known"] = [(_("E-mail address"), row.email), (_("Received on"), asked)]
    return render_template(
        "organisations/form.html", form=sent, act=act, name=row.name, name_language="", conflict=error,
        longest=LONGEST, hints={}, optional=(), is_danger=act == "refuse",
        back=url_for("organisations.members", slug=slug), **values,
    )  # fmt: skip
