"""Tell an act to everyone it is meant for: a message in the bell, and a mail, or a place in the next digest."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.db import add_once
from participation.initiatives import succession
from participation.notifications import queries
from participation.notifications.actions import queued
from participation.notifications.audiences import Recipient, recipients
from participation.notifications.importance import COUNTED, PRESSING, USUAL, Channel, Group, channel, group_of
from participation.notifications.matters.matter import Reader
from participation.notifications.models import DigestEntry, Mail, MailPreference, Message
from participation.notifications.subjects import MAIL_ONLY, matters
from participation.organisations.policy import VISITOR
from participation.organisations.queries import actors_of
from participation.outbox.models import Event

NEWS = timedelta(days=7)  # an event told later than that, as in loaded data, stands in the bell and is no mail
HELD = frozenset({Channel.DAILY, Channel.WEEKLY})


class Reached(NamedTuple):
    """Somebody an act is meant for, with how much it matters to him or her."""

    recipient: Recipient
    group: Group


class Wishes(NamedTuple):
    """What those reached have chosen."""

    preferences: dict[int, MailPreference]
    muted: frozenset[int]


def next_act(session: Session, passed_over: Iterable[int] = ()) -> list[Event]:
    """Lock the oldest untold event and those of the same act: one act is told once, whoever it is meant for."""
    waiting = queries.UNTOLD.where(Event.id.not_in(list(passed_over))).limit(1)
    first = session.scalars(waiting.with_for_update(skip_locked=True)).first()
    if first is None:
        return []
    same = queries.UNTOLD.where(*_same_act(first)).with_for_update(skip_locked=True)
    return list(session.scalars(same))


def _same_act(event: Event) -> tuple[Any, ...]:
    names = "kind", "subject_kind", "subject_id", "at", "actor_key"
    same = [getattr(Event, name) == getattr(event, name) for name in names]
    return *same, Event.detail_id.is_not_distinct_from(event.detail_id)


def tell(session: Session, events: Sequence[Event], at: datetime) -> int:
    """Write what everyone gets whom the act is meant for and who may see it; return how many that are."""
    event = events[0]
    first = session.scalar(select(func.min(Event.id)).where(*_same_act(event))) or event.id
    reached = _reached(session, events, at)
    if event.kind == "rename":  # what it proposed is found by the new name from now on
        succession.index_anew(session, event.subject_id)
    matter = matters(session, events[:1]).get(event.id)
    if matter is None:  # gone since, as a discarded draft is
        return 0
    people = [one.recipient.person_id for one in reached if one.recipient.person_id is not None]
    actors = actors_of(session, people, at)
    told = [
        one for one in reached
        if matter.may_be_told(
            Reader(actors.get(one.recipient.person_id or 0, VISITOR), one.recipient.language, _applied(one))
        )
    ]  # fmt: skip
    told.sort(key=lambda one: (one.recipient.person_id or 0, one.recipient.address))  # two workers wait in one order
    if event.kind not in MAIL_ONLY:
        known = [one.recipient.person_id for one in told if one.recipient.person_id is not None]
        messages = [{"event_id": first, "person_id": person_id, "at": event.at} for person_id in known]
        add_once(session, Message, messages, ["event_id", "person_id"])
    if at - event.at < NEWS:
        _write(session, event, first, told, at)
    return len(told)


def _reached(session: Session, events: Sequence[Event], at: datetime) -> list[Reached]:
    """List each address once, with the most pressing of the reasons to tell it; a person goes before a visitor."""
    found: dict[str, Reached] = {}
    for event in events:
        event.told_at = at
        group = group_of(event.kind, event.audience)
        for recipient in recipients(session, event, at):
            known = found.get(recipient.address)
            if known is None:
                found[recipient.address] = Reached(recipient, group)
            elif PRESSING[group] < PRESSING[known.group]:
                found[recipient.address] = known._replace(group=group)
    return list(found.values())


def _applied(one: Reached) -> bool:
    """Tell whether the address belongs to somebody who asked for something, and is told of that alone."""
    return one.recipient.person_id is None and one.group is Group.ALWAYS


def _write(session: Session, event: Event, first: int, told: Sequence[Reached], at: datetime) -> None:
    wishes = _wishes(session, event, [one.recipient.person_id for one in told if one.recipient.person_id is not None])
    mails: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for person_id, address, language, how in ((*one.recipient, _how(event, one, wishes)) for one in told):
        if how is Channel.AT_ONCE:
            mails.append({"event_id": first, **queued(address, language, person_id, at)})
        elif how in HELD:
            who = {"person_id": person_id, "address": address, "language": language}
            entries.append({"event_id": first, **who, "rhythm": how, "queued_at": at})
    add_once(session, Mail, mails, ["event_id", "address"])
    add_once(session, DigestEntry, entries, ["event_id", "address"])


def _wishes(session: Session, event: Event, people: Sequence[int]) -> Wishes:
    muted = queries.muting(session, event.subject_id) if event.subject_kind == "initiative" else frozenset()
    return Wishes(queries.preferences(session, people), muted)


def _how(event: Event, one: Reached, wishes: Wishes) -> Channel:
    """Choose the way to one reader, as he or she wishes it; a visitor who follows has one mail a week."""
    person_id = one.recipient.person_id
    if person_id is None:
        usual = USUAL[one.group]
        return usual if usual is Channel.NEVER or one.group is Group.ALWAYS else Channel.WEEKLY
    preference = wishes.preferences.get(person_id)
    stopped = preference is not None and preference.stopped_at is not None
    how = channel(preference.channels if preference else {}, one.group, stopped=stopped)
    if one.group is Group.DESK:
        return _at_the_desk(event, how)
    return Channel.NEVER if person_id in wishes.muted and one.group is not Group.ALWAYS else how


def _at_the_desk(event: Event, how: Channel) -> Channel:
    """Let what waits at the desk come as one count a day, or a week, unless each thing was asked for by itself."""
    if event.kind != COUNTED:
        return how if how is Channel.AT_ONCE else Channel.NEVER
    monday = event.at.weekday() == 0
    return Channel.AT_ONCE if how is Channel.DAILY or (how is Channel.WEEKLY and monday) else Channel.NEVER
