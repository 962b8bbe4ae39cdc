"""Events about an organisation: joining, what the desk decides, its name, its end, its members."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from participation import clock
from participation.accounts import tokens
from participation.clock import BRUSSELS
from participation.languages import text as _
from participation.notifications import labels
from participation.notifications.matters import applications
from participation.notifications.matters.matter import Link, Matter, Quote, Reader, Telling
from participation.organisations import naming
from participation.organisations.actions import codes
from participation.organisations.actions.invitations import is_open
from participation.organisations.labels import ROLES
from participation.organisations.lifecycle import ANSWER, LISTED
from participation.organisations.models import Invitation, JoiningRequest, Membership, Organisation
from participation.organisations.queries import application_path
from participation.outbox.models import Event
from participation.web import formats
from participation.web.working_days import working_days_after

OF_MEMBERS = frozenset(
    {
        "admit",
        "accept_invite",
        "change_role",
        "end_membership",
        "leave",
        "mandate_ends",
        "mandate_waits",
        "confirm_mandate",
    }
)

OF_REQUESTS = frozenset({"ask_to_join", "refuse"})
TYPED = Link("organisations.digits", {})


@dataclass(frozen=True)
class OrganisationMatter:
    """An act on an organisation, on its application, or on one of its members."""

    event: Event
    organisation: Organisation
    successor: Organisation | None  # of one that has merged
    way: codes.Way | None  # by which who is invited, or welcomed as the first representative, comes in
    member: Membership | None
    asked: Invitation | None
    request: JoiningRequest | None = None
    names: naming.Names = field(default_factory=naming.Names)  # of who invites: not everyone keeps the name shown

    def may_be_told(self, reader: Reader) -> bool:
        """Tell its members, the desk, who applied for it, who is invited, and whose membership has ended."""
        if self.event.kind == "invite":
            return reader.applicant and self.asked is not None and is_open(self.asked, clock.now())
        actor = reader.actor
        if self.request is not None and self.event.kind == "refuse":
            return self.request.person_id == actor.person_id
        if self.event.kind == "ask_to_join" and (self.request is None or self.request.decided_at is not None):
            return False
        if self.member is not None and self.member.person_id == actor.person_id:
            return True
        own = {self.organisation.id, self.organisation.merged_into_id} & actor.organisations
        return reader.applicant or actor.is_moderator or bool(own)

    def telling(self, reader: Reader) -> Telling:
        """Say what was decided, with the words that go with it."""
        found = self.organisation
        applied = self.event.kind not in {*OF_MEMBERS, *OF_REQUESTS, "invite"} and found.application is not None
        number = found.application.number if applied and found.application else ""
        values = self._values(reader) | self._digits(reader)
        return Telling("", "", number, values, self._quotes(), self._link(reader), TYPED if values["code"] else None)

    def _digits(self, reader: Reader) -> dict[str, str]:
        """Say the six digits that do what the link does, and until when; empty where the mail leads nowhere secret."""
        if not reader.applicant or self.way is None or self.way.until <= clock.now():
            return {"code": "", "code_until": ""}
        code = tokens.code_of(current_app.config["SECRET_KEY"], self.way.token)
        return {"code": code, "code_until": formats.local_moment(self.way.until, reader.language)}

    def _values(self, reader: Reader) -> dict[str, str]:
        language, asked, member = reader.language, self.asked, self.member
        promised = current_app.config["SETTINGS"].desk_days
        due = working_days_after(self.event.at.astimezone(BRUSSELS).date(), promised)
        role = asked.role if asked else member.role if member else None
        until = member.mandate_until if member else None
        return {
            "by": _("The moderation team"),
            "organisation": self.organisation.name_in(language),
            "successor": (self.successor or self.organisation).name_in(language),
            "due": formats.day(due, language),
            "asker": self.request.name if self.request else "",
            "inviter": self._inviter(asked, language) if asked else "",
            "member": naming.of_member(member, self.organisation, language) if member else "",
            "role": str(ROLES[role]) if role else "",
            "until": formats.local_moment(asked.until, language) if asked else "",
            "last_day": formats.local_day(until - timedelta(seconds=1), language) if until else "",
        }

    def _inviter(self, asked: Invitation, language: str) -> str:
        """Name who invites as the pages of the organisation do."""
        by = asked.invited_by
        return self.names.on(by.id, by.name, self.organisation, asked.at, language)

    def _quotes(self) -> tuple[Quote, ...]:
        about = self.asked or self.member
        if about is not None:
            words = about.mandate_words
            return (Quote(str(labels.MANDATE), words, self.organisation.language),) if words else ()
        if self.event.kind == ANSWER.name:
            said = [one for one in self.organisation.answers if one.id == self.event.detail_id]
            return tuple(Quote(str(labels.ANSWERED), one.words, one.language) for one in said)
        ruling = next((r for r in self.organisation.rulings if r.id == self.event.detail_id), None)
        return (Quote(str(labels.REASON), ruling.words, ruling.language),) if ruling and ruling.words else ()

    def _link(self, reader: Reader) -> Link:
        """Lead the applicant and the invited by their own way in, and nobody else."""
        found = self.organisation
        if reader.applicant and (path := self._own_way()):
            return Link("", {}, path=path)
        if self.event.kind in {*OF_MEMBERS, "ask_to_join"} and found.id in reader.actor.organisations:
            return Link("organisations.members", {"slug": found.slug})
        if reader.actor.is_moderator:
            return Link("moderation.organisation", {"slug": found.slug})
        if found.state in LISTED:
            return Link("portal.organisation", {"slug": (self.successor or found).slug})
        return Link("portal.about", {})

    def _own_way(self) -> str:
        """Return a path with a secret in it; empty where there is none for this event."""
        applied, secret = self.organisation.application, current_app.config["SECRET_KEY"]
        if self.way is not None:
            return f"/{self.way.page}/{self.way.token}"
        is_waiting = applied is not None and self.organisation.state not in LISTED
        return application_path(secret, applied) if applied is not None and is_waiting else ""


def load(session: Session, events: Iterable[Event]) -> dict[int, Matter]:
    """Load the organisations the events are about, or the applications that have not become one yet."""
    meant = list(events)
    asking = [event for event in meant if event.kind == applications.ASKING]
    return {**_organisations(session, [e for e in meant if e not in asking]), **applications.load(session, asking)}


def _organisations(session: Session, meant: list[Event]) -> dict[int, OrganisationMatter]:
    """Load them with the members and invitations in question."""
    wanted = select(Organisation).where(Organisation.id.in_({event.subject_id for event in meant}))
    whole = joinedload(Organisation.application), selectinload(Organisation.rulings), selectinload(Organisation.answers)
    found = {o.id: o for o in session.scalars(wanted.options(*whole))}
    members, invitations = _members(session, meant), _invitations(session, meant)
    requests = _requests(session, meant)
    names = naming.of_people(session, {one.invited_by_id for one in invitations.values()})
    return {
        event.id: OrganisationMatter(
            event,
            found[event.subject_id],
            _successor(session, found[event.subject_id]),
            _way(session, event, found[event.subject_id], invitations.get(event.id)),
            members.get(event.detail_id or 0) if event.kind in OF_MEMBERS else None,
            invitations.get(event.id),
            requests.get(event.detail_id or 0) if event.kind in OF_REQUESTS else None,
            names,
        )
        for event in meant
        if event.subject_id in found
    }


def _members(session: Session, events: list[Event]) -> dict[int, Membership]:
    ids = {event.detail_id for event in events if event.kind in OF_MEMBERS}
    wanted = select(Membership).where(Membership.id.in_(ids)).options(joinedload(Membership.person, innerjoin=True))
    return {one.id: one for one in session.scalars(wanted)} if ids else {}


def _invitations(session: Session, events: list[Event]) -> dict[int, Invitation]:
    """Load what each of the events that invite is about."""
    ids = {event.id: event.detail_id for event in events if event.kind == "invite"}
    whole = joinedload(Invitation.organisation, innerjoin=True), joinedload(Invitation.invited_by, innerjoin=True)
    wanted = select(Invitation).where(Invitation.id.in_(ids.values())).options(*whole)
    found = {one.id: one for one in session.scalars(wanted)} if ids else {}
    return {event: found[detail] for event, detail in ids.items() if detail in found}


def _requests(session: Session, events: list[Event]) -> dict[int, JoiningRequest]:
    ids = {event.detail_id for event in events if event.kind in OF_REQUESTS}
    return (
        {one.id: one for one in session.scalars(select(JoiningRequest).where(JoiningRequest.id.in_(ids)))}
        if ids
        else {}
    )


def _successor(session: Session, found: Organisation) -> Organisation | None:
    return session.get(Organisation, found.merged_into_id) if found.merged_into_id is not None else None


def _way(session: Session, event: Event, found: Organisation, invited: Invitation | None) -> codes.Way | None:
    secret, asked = current_app.config["SECRET_KEY"], found.application
    if invited is not None:
        return codes.of_invitation(secret, invited)
    if event.kind != "approve" or asked is None:
        return None
    return codes.of_welcome(session, secret, asked.applicant_email, clock.now())
