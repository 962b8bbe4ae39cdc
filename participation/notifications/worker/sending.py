"""Hand over a batch of mails: claim them, ask sight anew, write them, send them, mark them.

Where a second try writes the same file, a batch is marked in one transaction; where a server might take a mail twice,
each mail is marked as soon as it is gone.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.notifications import actions, following, queries
from participation.notifications.digest_mail import compose_digest
from participation.notifications.importance import KINDS, Group
from participation.notifications.letters import Frames, Letter
from participation.notifications.mails import compose
from participation.notifications.matters.matter import Matter, Reader
from participation.notifications.models import Mail, MailPreference
from participation.notifications.subjects import matters
from participation.notifications.transport import Later, Refused, Transport, Unreachable
from participation.organisations.policy import VISITOR, Actor
from participation.organisations.queries import actors_of
from participation.outbox.models import Event

log = logging.getLogger(__name__)
AT_ONCE = 200  # mails a batch
BATCH_SECONDS = 45  # well within a claim: then the rest of a slow batch is given back
REST = timedelta(seconds=30)  # after a server could not be reached


class Ready(NamedTuple):
    """A mail that may go out."""

    id: int
    address: str
    words: Letter


class Known(NamedTuple):
    """Everything a batch of mails is written from."""

    events: dict[int, list[Event]]  # of each mail, newest first
    matters: dict[int, Matter]  # by event
    actors: dict[int, Actor]
    preferences: dict[int, MailPreference]
    follows: dict[str, int]
    frames: Frames


class Batch:
    """One batch, and what came of it."""

    def __init__(self, transport: Transport, stopping: Callable[[], bool]) -> None:
        """Begin with nothing done."""
        self._transport, self._stopping = transport, stopping
        self._gone: list[int] = []
        self.resting_until: datetime | None = None

    def send(self, session: Session, at: datetime) -> int:
        """Send what is due; return how many mails that were."""
        session.rollback()
        if session.scalars(queries.due(at, 1).with_for_update(skip_locked=True)).first() is None:
            return 0
        begin_write(session)
        ids = actions.claim(session, at, AT_ONCE)
        session.commit()
        ready = _prepare(session, ids, at)
        session.rollback()  # no transaction is open while a server is waited for
        try:
            self._hand_over(session, ready)
        finally:
            self._mark(session)
        return len(ids)

    def _hand_over(self, session: Session, ready: list[Ready]) -> None:
        started = time.monotonic()
        with self._transport as transport:
            for number, mail in enumerate(ready):
                if self._stopping() or time.monotonic() - started > BATCH_SECONDS:
                    _give_back(session, ready[number:])
                    return
                try:
                    transport.send(mail.words, mail.address)
                except Unreachable as error:
                    self.resting_until = clock.now() + REST
                    _note(session, mail, error)
                    _give_back(session, ready[number + 1 :])
                    return
                except (Refused, Later) as error:
                    _note(session, mail, error)
                except Exception as error:
                    log.exception("Mail %s could not be handed over", mail.id)
                    _note(session, mail, Later(type(error).__name__))
                else:
                    self._gone.append(mail.id)
                    if not transport.repeatable:
                        self._mark(session)

    def _mark(self, session: Session) -> None:
        """Mark what is gone."""
        if not self._gone:
            return
        begin_write(session)
        actions.sent(session, self._gone, clock.now())
        session.commit()
        self._gone = []


def _prepare(session: Session, ids: Sequence[int], at: datetime) -> list[Ready]:
    """Write the mails that may go; note those whose reader has lost sight, or that cannot be written."""
    mails = list(session.scalars(queries.MAILS.where(Mail.id.in_(ids)).order_by(Mail.id)))
    known = _known(session, mails, at)
    ready, lost, failed = [], [], {}
    for mail in mails:
        try:
            words = _words(mail, known)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.exception("Mail %s could not be written", mail.id)
            failed[mail.id] = type(error).__name__
            continue
        if words is None:
            lost.append(mail.id)
        else:
            ready.append(Ready(mail.id, mail.recipient, words))
    if lost or failed:
        begin_write(session)
        for mail_id in lost:
            actions.dropped(session, mail_id, at)
        for mail_id, why in failed.items():
            actions.postponed(session, mail_id, at, why)
        session.commit()
    return ready


def _known(session: Session, mails: Sequence[Mail], at: datetime) -> Known:
    """Load in as many statements for one mail as for a batch."""
    gathered = queries.entries(session, [mail.digest_id for mail in mails if mail.digest_id is not None])
    events = {mail.id: [mail.event] if mail.event else gathered.get(mail.digest_id or 0, []) for mail in mails}
    people = [mail.person_id for mail in mails if mail.person_id is not None]
    visitors = {mail.address for mail in mails if mail.person_id is None}
    return Known(
        events,
        dict(matters(session, {event.id: event for one in events.values() for event in one}.values())),
        actors_of(session, people, at),
        queries.preferences(session, people),
        queries.follows_of(session, visitors) if visitors else {},
        {},
    )


def _words(mail: Mail, known: Known) -> Letter | None:
    """Write the mail; None where its reader may not be told any more, wants none, or the thing is gone."""
    reader = _reader(mail, known)
    about = [known.matters[event.id] for event in known.events[mail.id] if event.id in known.matters]
    if not about or not _is_wanted(mail, known):
        return None
    if mail.digest is not None:
        return compose_digest(mail, mail.digest, about, reader)
    return compose(mail, about[0], reader, known.frames) if about[0].may_be_told(reader) else None


def _is_wanted(mail: Mail, known: Known) -> bool:
    """Tell whether nothing was stopped since it was queued; what concerns the own account cannot be."""
    if mail.event is not None and (KINDS[mail.event.kind].group is Group.ALWAYS):
        return True
    if mail.person_id is None:
        return mail.digest is None or mail.address in known.follows
    preference = known.preferences.get(mail.person_id)
    return preference is None or preference.stopped_at is None


def _reader(mail: Mail, known: Known) -> Reader:
    """Make the reader, in the language that is read now rather than when it was queued."""
    secret = current_app.config["SECRET_KEY"]
    actor = known.actors.get(mail.person_id or 0, VISITOR)
    if actor.person_id is not None:
        return Reader(actor, actor.language, stop=following.stop_of_person(secret, actor.person_id, actor.key))
    follow = known.follows.get(mail.address)
    stop = following.stop_of_follow(secret, follow, mail.address) if follow and mail.digest else ""
    return Reader(actor, mail.language, applicant=mail.person_id is None and mail.digest is None, stop=stop)


def _note(session: Session, mail: Ready, error: Exception) -> None:
    """Note what was not taken, in a transaction of its own."""
    begin_write(session)
    at = clock.now()
    if isinstance(error, Refused):
        actions.given_up(session, mail.id, at, str(error))
    else:
        actions.postponed(session, mail.id, at, str(error))
    session.commit()


def _give_back(session: Session, rest: list[Ready]) -> None:
    """Give the rest of a batch back untried."""
    if not rest:
        return
    begin_write(session)
    for mail in rest:
        actions.released(session, mail.id, clock.now())
    session.commit()
