"""Turn an event's audience into people, or, for who applied, is invited or follows by e-mail, into an address."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.accounts.models import AddressChange, Person
from participation.comments.models import Comment
from participation.initiatives.models import Ask, CoSignature, Initiative, Prepared, Voice
from participation.notifications import filters
from participation.notifications.models import Follow, Watch
from participation.organisations.lifecycle import State
from participation.organisations.models import (
    Application,
    Invitation,
    JoiningRequest,
    Membership,
    Organisation,
    UnconfirmedApplication,
)
from participation.organisations.queries import BELONGS, mandated
from participation.outbox.audiences import Audience
from participation.outbox.models import Event

IN_FORCE = Follow.confirmed_at.is_not(None), Follow.ended_at.is_(None)
Ids = Select[int] | Select[int | None]


class Recipient(NamedTuple):
    """Whom one event reaches; `person_id` is None for who applied, is invited, or follows by e-mail."""

    person_id: int | None
    address: str
    language: str


def recipients(session: Session, event: Event, at: datetime) -> list[Recipient]:
    """List whom the event is meant for, but for the one who acted; what happens to an account is told to its own."""
    if event.audience == Audience.APPLICANT:
        asked = select(Application.applicant_email, Application.language)
        found = session.execute(asked.where(Application.organisation_id == event.subject_id))
        return [Recipient(None, row[0].strip().lower(), row[1]) for row in found]
    if event.audience == Audience.ADDRESS:
        return [Recipient(None, *row) for row in session.execute(_addressed(event))]
    if event.audience == Audience.FOLLOWER:
        asking = select(Follow.address, Follow.language).where(Follow.id == event.subject_id)
        return [Recipient(None, *row) for row in session.execute(asking)]
    if event.audience == Audience.INVITED:
        asked = select(Invitation.email, Invitation.language).where(Invitation.id == event.detail_id)
        return [Recipient(None, *row) for row in session.execute(asked)]
    people = select(Person.id, Person.email, Person.language)
    if event.audience != Audience.PERSON:
        people = people.where(Person.pseudonym != event.actor_key)
    meant = MEANT[Audience(event.audience)](people, event, at)
    known = [Recipient(*row) for row in session.execute(meant.order_by(Person.id))]
    return known + _visitors(session, event) if event.audience == Audience.FOLLOWERS else known


def _addressed(event: Event) -> Select[str, str]:
    """Select the mailbox that is asked, or the one that was left."""
    if event.kind == "confirm_application":
        asked = select(UnconfirmedApplication.email, UnconfirmedApplication.language)
        return asked.where(UnconfirmedApplication.id == event.subject_id)
    column = AddressChange.old_email if event.kind == "change_address" else AddressChange.new_email
    return select(column, Person.language).join(Person).where(AddressChange.id == event.detail_id)


def _visitors(session: Session, event: Event) -> list[Recipient]:
    """List the addresses that follow the initiative, or, when it is published, a filter it fits."""
    abouts = {filters.of_initiative(event.subject_id)}
    if event.kind == "publish":
        asked = select(Follow.about).where(*IN_FORCE, Follow.about.startswith(filters.FILTER)).distinct()
        wanted = list(session.scalars(asked))
        abouts |= set(filters.fitting(session, event.subject_id, wanted)) if wanted else set()
    following = select(Follow.address, Follow.language).where(*IN_FORCE, Follow.confirmed_at <= event.at)
    rows = session.execute(following.where(Follow.about.in_(abouts)).order_by(Follow.id))
    return list({row[0]: Recipient(None, *row) for row in rows}.values())


People = Select[int, str, str]


def _members_of(people: People, organisations: Ids) -> People:
    return people.where(
        Person.id.in_(select(Membership.person_id).where(Membership.organisation_id.in_(organisations), BELONGS))
    )


def _initiative_of(event: Event) -> Ids:
    return select(Initiative.id).where(Initiative.id == event.subject_id)


def _proposer(people: People, event: Event, _at: datetime) -> People:
    return _members_of(people, select(Initiative.organisation_id).where(Initiative.id.in_(_initiative_of(event))))


def _co_signers(people: People, event: Event, _at: datetime) -> People:
    standing = CoSignature.initiative_id.in_(_initiative_of(event)), CoSignature.ended_at.is_(None)
    return _members_of(people, select(CoSignature.organisation_id).where(*standing))


def _commenters(people: People, event: Event, _at: datetime) -> People:
    return _members_of(people, select(Voice.organisation_id).where(Voice.initiative_id.in_(_initiative_of(event))))


def _author(people: People, event: Event, _at: datetime) -> People:
    """Reach who wrote the comment; for a reply, who wrote what it answers."""
    answered = select(Comment.parent_id).where(Comment.id == event.detail_id)
    meant = Comment.id.in_(answered) if event.kind == "reply" else Comment.id == event.detail_id
    return _members_of(people, select(Comment.organisation_id).where(meant, Comment.organisation_id.is_not(None)))


def _followers(people: People, event: Event, _at: datetime) -> People:
    watching = select(Watch.person_id).where(Watch.initiative_id == event.subject_id, Watch.follows)
    return people.where(Person.id.in_(watching))


def _signatory(people: People, event: Event, _at: datetime) -> People:
    return _members_of(people, select(CoSignature.organisation_id).where(CoSignature.id == event.detail_id))


def _partners(people: People, event: Event, at: datetime) -> People:
    """Reach who can sign for an organisation of a pillar that is asked."""
    asked = (
        select(Ask.pillar)
        .join(Initiative, (Initiative.id == Ask.initiative_id) & (Initiative.shown == Ask.version))
        .where(Initiative.id.in_(_initiative_of(event)))
    )
    signing = (
        select(Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Organisation.state == State.APPROVED,
            Organisation.pillar.in_(asked),
            mandated(at),
        )
    )
    return people.where(Person.id.in_(signing))


def _representatives(people: People, event: Event, at: datetime) -> People:
    """Reach who holds a mandate of the organisation that acted; what lapses by itself names it by what was prepared."""
    acting = select(Prepared.organisation_id).where(Prepared.id == event.detail_id)
    if event.organisation_id is not None:
        acting = select(Organisation.id).where(Organisation.id == event.organisation_id)
    of_that = Membership.organisation_id.in_(acting)
    return people.where(Person.id.in_(select(Membership.person_id).where(of_that, mandated(at))))


def _preparer(people: People, event: Event, _at: datetime) -> People:
    return people.where(Person.id.in_(select(Prepared.prepared_by_id).where(Prepared.id == event.detail_id)))


def _mandated(people: People, event: Event, at: datetime) -> People:
    own = Membership.organisation_id == event.subject_id, BELONGS, mandated(at)
    return people.where(Person.id.in_(select(Membership.person_id).where(*own)))


MEANT: dict[Audience, Callable[[People, Event, datetime], People]] = {
    Audience.PROPOSER: _proposer,
    Audience.CO_SIGNERS: _co_signers,
    Audience.COMMENTERS: _commenters,
    Audience.PARTNERS: _partners,
    Audience.AUTHOR: _author,
    Audience.MODERATORS: lambda people, _event, _at: people.where(Person.is_moderator),
    Audience.HOLDER: lambda people, event, _at: people.where(
        Person.id.in_(
            _initiative_of(event).with_only_columns(Initiative.taken_by_id).where(Initiative.taken_at == event.at)
        )
    ),
    Audience.ADMINISTRATORS: lambda people, _event, _at: people.where(Person.is_administrator),
    Audience.FOLLOWERS: _followers,
    Audience.SIGNATORY: _signatory,
    Audience.REPRESENTATIVES: _representatives,
    Audience.PREPARER: _preparer,
    Audience.PERSON: lambda people, event, _at: people.where(Person.id == event.subject_id),
    Audience.MANDATED: _mandated,
    Audience.ASKER: lambda people, event, _at: people.where(
        Person.id.in_(select(JoiningRequest.person_id).where(JoiningRequest.id == event.detail_id))
    ),
    Audience.MEMBER: lambda people, event, _at: people.where(
        Person.id.in_(select(Membership.person_id).where(Membership.id == event.detail_id))
    ),
    # Those of an organisation that has merged belong to its successor.
    Audience.ORGANISATION: lambda people, event, _at: _members_of(
        people,
        select(func.coalesce(Organisation.merged_into_id, Organisation.id)).where(Organisation.id == event.subject_id),
    ),
}
