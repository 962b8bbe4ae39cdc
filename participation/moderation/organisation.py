"""Plain values for the desk's pages about organisations."""

from typing import Any

from flask import current_app, g, url_for

from participation import clock
from participation.extensions import db
from participation.initiatives.labels import WRITTEN_IN
from participation.journal import queries as journal
from participation.journal.models import Entry
from participation.languages import text as _
from participation.languages import texts as _n
from participation.moderation import queries as desk
from participation.notifications import queries as messages
from participation.notifications.labels import why_not
from participation.notifications.models import Mail
from participation.organisations import enterprise, naming, queries
from participation.organisations.labels import ACTS, ALIKE, ROLES, STATES
from participation.organisations.lifecycle import DESK_ACTS, MERGE, State
from participation.organisations.logo import face
from participation.organisations.models import Membership, Organisation, Ruling, UnconfirmedApplication
from participation.organisations.page import exchange, links
from participation.organisations.policy import Actor
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import name_of
from participation.web import formats
from participation.web.working_days import working_days_between


def listed(state: str, actor: Actor) -> dict[str, Any]:
    """Return the applications that wait, and those in another state if the address asks for one."""
    asked = state if state in STATES else ""
    found = queries.in_state(db.session(), State(asked)) if asked else list(db.session.scalars(queries.waiting()))
    return {
        "rows": [_row(one, actor) for one in found],
        "values_state": asked,
        "unconfirmed": [] if asked else _unconfirmed(),
        "states": [(key, words) for key, words in STATES.items() if key != State.APPLIED],
    }


def _row(found: Organisation, actor: Actor) -> dict[str, Any]:
    return {
        "href": url_for("moderation.organisation", slug=found.slug),
        "slug": found.slug,
        "name": found.name,
        "language": found.language,
        "state": found.state.value,
        "state_label": STATES[found.state],
        "words": f"{KINDS[found.kind].label(g.language)} · {PILLARS[found.pillar].short(g.language)}",
        "age": _age(found),
        "needs_another": found.id in actor.organisations,
    }


def _unconfirmed() -> list[tuple[str, str, str, str]]:
    """List name, address, since when, and what became of the mail of what nobody has confirmed yet."""
    found = queries.awaiting_confirmation(db.session(), clock.now())
    mails = messages.last_to_visitors(db.session(), UnconfirmedApplication.SUBJECT, [one.id for one in found])
    return [
        (one.name, one.email, formats.local_moment(one.at, g.language), delivery(mails.get(one.id))) for one in found
    ]


def delivery(mail: Mail | None) -> str:
    """Say what became of a mail, as far as the next mail server tells."""
    if mail is None:
        return _("not written yet")
    if mail.sent_at is not None:
        return _("handed to the mail server on %(moment)s", moment=formats.local_moment(mail.sent_at, g.language))
    if mail.given_up_at is not None:
        return _("could not be delivered: %(why)s", why=why_not(mail.last_error))
    if mail.dropped_at is not None:
        return _("not sent any more")
    if mail.last_error:
        return _("not accepted yet, we try again: %(why)s", why=mail.last_error)
    return _("waits to be sent")


def _age(found: Organisation) -> str:
    asked = found.application
    if asked is None or found.state is not State.APPLIED:
        return ""
    since = asked.waiting_since
    days = working_days_between(since.astimezone(clock.BRUSSELS).date(), clock.today())
    said = {"date": formats.local_day(since, g.language), "promised": current_app.config["SETTINGS"].desk_days}
    if asked.answered_at is None:
        return _n(
            "received on %(date)s, %(number)s working day ago; we promise %(promised)s",
            "received on %(date)s, %(number)s working days ago; we promise %(promised)s",
            days,
            **said,
        )
    return _n(
        "answered on %(date)s, %(number)s working day ago; we promise %(promised)s",
        "answered on %(date)s, %(number)s working days ago; we promise %(promised)s",
        days,
        **said,
    )


def whole(found: Organisation, actor: Actor) -> dict[str, Any]:
    """Return everything the desk's page of one organisation shows."""
    may = actor.at_the_desk and found.id not in actor.organisations
    open_acts = [act for act in DESK_ACTS.values() if may and found.state in act.sources]
    merging = [("merge", ACTS["merge"], url_for("moderation.merge_form", slug=found.slug), True)]
    merging = merging if may and found.state in MERGE.sources else []
    names = naming.of_people(db.session(), {one.person_id for one in found.rulings if one.act == "close"})
    return {
        "slug": found.slug,
        "name": found.name,
        "language": found.language,
        "look": PILLARS[found.pillar].look,
        "face": face(found.id, found.name, found.logo),
        "state": found.state.value,
        "state_label": STATES[found.state],
        "facts": _facts(found),
        "about": [(code, words) for code, words in found.about.items()],
        "applicant": _applicant(found),
        "message": found.application.message if found.application else "",
        "message_language": found.application.language if found.application else "",
        "exchange": exchange(found, g.language),
        "alike": [
            (url_for("moderation.organisation", slug=other.slug), other.name, other.language,
             STATES[other.state], formats.listed((str(ALIKE[one]) for one in shared), g.language))
            for other, shared in queries.likenesses(db.session(), found)
        ],
        "members": [_member(found, m, may=may) for m in queries.members(db.session(), found.id)],
        "members_href": url_for("organisations.members", slug=found.slug),
        "rulings": [(ACTS[r.act], _ruler(found, r, names), formats.local_moment(r.at, g.language), r.words, r.language)
                    for r in reversed(found.rulings)],
        "history": _history(found),
        "acts": [(a.address, ACTS[a.name], url_for("organisations.form", slug=found.slug, act=a.address),
                  a.destructive) for a in open_acts] + merging,
        "needs_hat": not actor.at_the_desk,
        "needs_another": found.id in actor.organisations,
    }  # fmt: skip


def _ruler(found: Organisation, one: Ruling, names: naming.Names) -> str:
    """Name a moderator, or who closed the organisation for it."""
    return names.on(one.person_id, one.person.name, found if one.act == "close" else None, one.at, g.language)


def _member(found: Organisation, one: Membership, *, may: bool) -> tuple[str, str, str, str, str]:
    """Return name, address, role, the words of the mandate, and where a mandate that waits is confirmed."""
    waits = may and one.awaits_desk
    href = url_for("organisations.mandate_form", slug=found.slug, number=one.id) if waits else ""
    return one.person.name, one.person.email, str(ROLES[one.role]), one.mandate_words, href


def _facts(found: Organisation) -> list[tuple[str, str] | tuple[str, str, str]]:
    own, named = found.language, links(found.links, found.language)
    rows: list[tuple[str, str] | tuple[str, str, str]] = [
        (_("Kind of organisation"), KINDS[found.kind].label(g.language)),
        (_("Pillar"), PILLARS[found.pillar].label(g.language)),
        (
            _("Other names"),
            formats.listed((n for code, n in found.names.items() if code != found.language), g.language),
        ),
        (_("Municipality"), name_of(found.municipality, g.language) if found.municipality else ""),
        (_("Languages"), formats.listed((str(WRITTEN_IN[code]) for code in found.languages), g.language)),
        (_("Website"), found.website),
        (_("Contact for everyone"), found.contact or ""),
        (_("Links"), formats.listed((f"{name} ({address})" for address, name, _own in named), own), own),
        (_("Enterprise number"), enterprise.show(found.enterprise_number) if found.enterprise_number else ""),
    ]
    return [row for row in rows if row[1]]


def _applicant(found: Organisation) -> list[tuple[str, str]]:
    asked = found.application
    if asked is None:
        return []
    mails = messages.last_to_visitors(db.session(), found.subject.kind, [found.id])
    return [
        (_("Number"), asked.number),
        (_("Received on"), formats.local_moment(asked.at, g.language)),
        (_("Name"), asked.applicant),
        (_("Function"), asked.function),
        (_("E-mail address"), asked.applicant_email),
        (
            _("Last mail to it"),
            delivery(mails.get(found.id)),
        ),
    ]


def _history(found: Organisation) -> list[tuple[str, str, str, bool]]:
    entries = journal.history(db.session(), *found.subject)
    keys = {entry.actor_key for entry in entries}
    people, asked = desk.people(db.session(), keys), naming.of_pseudonyms(db.session(), keys)

    def name(e: Entry) -> str:
        ours = found if e.organisation_id == found.id or e.kind in naming.FOR_ONESELF else None
        return asked.on(e.actor_key, people.get(e.actor_key, _("a visitor")), ours, e.at, g.language)

    return [
        (formats.iso_day(e.at), formats.local_moment(e.at, g.language),
         _("%(what)s: %(name)s", what=ACTS.get(e.kind, e.kind.replace("_", " ")), name=name(e)), False)
        for e in reversed(entries)
    ]  # fmt: skip
