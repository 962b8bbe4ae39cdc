"""What runs beside the pages: seal the journal, tell events, send mails, sweep up. Each piece is a transaction.

A piece that was begun and not committed is begun again by whoever comes next; a mail that was claimed and not marked
is sent again under the same Message-ID. So a worker that is killed loses nothing.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import NamedTuple

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import FailedSignIn, OneTimeToken, SignedIn
from participation.db import begin_write
from participation.deeds import FormNonce, KeptForm
from participation.errors import Busy
from participation.journal import actions as journal
from participation.journal.models import Pending
from participation.notifications import actions, queries
from participation.notifications.mails import compose
from participation.notifications.matters.matter import Matter, Reader
from participation.notifications.models import Mail
from participation.notifications.subjects import matters
from participation.notifications.transport import Later, Refused, Transport, Unreachable
from participation.organisations.actions import reminders
from participation.organisations.policy import VISITOR, Actor, ActorDeed
from participation.organisations.queries import actors_of
from participation.outbox.models import Event

log = logging.getLogger(__name__)
AT_ONCE = 20  # mails a batch
BATCH_SECONDS = 45  # well within a claim: then the rest of a slow batch is given back
REST = timedelta(seconds=30)  # after a server could not be reached
SET_ASIDE = timedelta(minutes=1)  # an event that cannot be told holds up no other
SWEEP_EVERY = timedelta(minutes=10)
KEPT = timedelta(days=1)


class Done(NamedTuple):
    """What one round did."""

    sealed: int = 0
    told: int = 0
    sent: int = 0

    @property
    def anything(self) -> bool:
        """Whether it is worth looking again at once."""
        return any(self)


class Ready(NamedTuple):
    """A mail that may go out."""

    id: int
    address: str
    words: EmailMessage


@dataclass
class Worker:
    """One worker: where it hands mails over, and what it leaves alone for a while."""

    transport: Transport
    stopping: Callable[[], bool] = lambda: False  # then the piece in hand is finished, and no other begun
    resting_until: datetime | None = None
    swept_at: datetime | None = None
    reminded_at: datetime | None = None
    set_aside: dict[int, datetime] = field(default_factory=dict)

    def round(self, session: Session) -> Done:
        """Do what there is to do, a piece of each; a database that is busy is asked again next time."""
        try:
            done = Done(self.seal(session), self.tell(session), self.send(session))
            self.sweep(session)
            self.remind(session)
        except (OperationalError, Busy):
            log.warning("The database is busy or away; the worker tries again.")
            done = Done()
        finally:
            session.rollback()
        return done

    def seal(self, session: Session) -> int:
        """Append what waits to the journal's chain; asks first, so that an idle worker takes no turn to write."""
        if not session.scalar(select(exists().select_from(Pending))):
            return 0
        begin_write(session)
        before = session.scalar(select(Pending.entry_id).limit(1))
        journal.seal(session)
        session.commit()
        return int(before is not None)

    def tell(self, session: Session) -> int:
        """Tell the oldest act to everyone it is meant for."""
        at = clock.now()
        self.set_aside = {key: until for key, until in self.set_aside.items() if until > at}
        waiting = queries.UNTOLD.where(Event.id.not_in(list(self.set_aside))).limit(1)
        if session.scalars(waiting).first() is None:
            return 0
        begin_write(session)
        events = actions.next_act(session, self.set_aside)
        if not events:
            return 0
        ids = [event.id for event in events]
        try:
            actions.tell(session, events, at)
            session.commit()
        except (OperationalError, Busy):
            raise
        except Exception:
            log.exception("Event %s could not be told", ids[0])
            session.rollback()
            self.set_aside |= dict.fromkeys(ids, at + SET_ASIDE)
        return len(ids)

    def send(self, session: Session) -> int:
        """Claim some mails, ask sight anew, hand over what may go, and mark each as soon as it is gone."""
        at = clock.now()
        if self.resting_until is not None and at < self.resting_until:
            return 0
        session.rollback()
        if session.scalars(queries.due(at, 1).with_for_update(skip_locked=True)).first() is None:
            return 0
        begin_write(session)
        ids = actions.claim(session, at, AT_ONCE)
        session.commit()
        ready = self._prepare(session, ids, at)
        session.rollback()  # no transaction is open while a server is waited for
        self._hand_over(session, ready)
        return len(ids)

    def _prepare(self, session: Session, ids: Sequence[int], at: datetime) -> list[Ready]:
        """Write the mails that may go; note those whose reader has lost sight, or that cannot be written."""
        mails = list(session.scalars(queries.MAILS.where(Mail.id.in_(ids)).order_by(Mail.id)))
        known = matters(session, {mail.event_id: mail.event for mail in mails}.values())
        actors = actors_of(session, [mail.person_id for mail in mails if mail.person_id is not None], at)
        ready, lost, failed = [], [], {}
        for mail in mails:
            reader = Reader(actors.get(mail.person_id or 0, VISITOR), _language(mail, actors), mail.person_id is None)
            matter = known.get(mail.event_id)
            try:
                words = _words(mail, matter, reader)
            except SQLAlchemyError:
                raise
            except Exception as error:
                log.exception("Mail %s could not be written", mail.id)
                failed[mail.id] = type(error).__name__
                continue
            if words is None:
                lost.append(mail.id)
            else:
                ready.append(Ready(mail.id, mail.address, words))
        if lost or failed:
            begin_write(session)
            for mail_id in lost:
                actions.dropped(session, mail_id, at)
            for mail_id, why in failed.items():
                actions.postponed(session, mail_id, at, why)
            session.commit()
        return ready

    def _hand_over(self, session: Session, ready: list[Ready]) -> None:
        started = time.monotonic()
        with self.transport as transport:
            for number, mail in enumerate(ready):
                if self.stopping() or time.monotonic() - started > BATCH_SECONDS:
                    _give_back(session, ready[number:])
                    return
                try:
                    transport.send(mail.words, mail.address)
                except Refused as error:
                    _note(session, mail, error)
                except Unreachable as error:
                    self.resting_until = clock.now() + REST
                    _note(session, mail, error)
                    _give_back(session, ready[number + 1 :])
                    return
                except Later as error:
                    _note(session, mail, error)
                except Exception as error:
                    log.exception("Mail %s could not be handed over", mail.id)
                    _note(session, mail, Later(type(error).__name__))
                else:
                    _note(session, mail)

    def sweep(self, session: Session) -> None:
        """Delete what was only kept for a while: used form numbers, forms of visitors, sessions that have ended."""
        at = clock.now()
        if self.swept_at is not None and at - self.swept_at < SWEEP_EVERY:
            return
        begin_write(session)
        for gone in (
            delete(FormNonce).where(FormNonce.at < at - KEPT),
            delete(KeptForm).where(KeptForm.at < at - KEPT),
            delete(FailedSignIn).where(FailedSignIn.at < at - KEPT),
            delete(SignedIn).where(SignedIn.until <= at),
            delete(OneTimeToken).where(OneTimeToken.until < at - 30 * KEPT),
        ):
            session.execute(gone, execution_options=actions.UNSYNCED)
        session.commit()
        self.swept_at = at

    def remind(self, session: Session) -> int:
        """Warn of mandates that run out soon; looks first, so that an idle worker takes no turn to write."""
        at = clock.now()
        if self.reminded_at is not None and at - self.reminded_at < SWEEP_EVERY:
            return 0
        self.reminded_at = at
        session.rollback()
        deed = ActorDeed(session, VISITOR, at, "worker")
        if not reminders.due(deed):
            return 0
        begin_write(session)
        warned = reminders.warn(deed)
        session.commit()
        return warned


def _words(mail: Mail, matter: Matter | None, reader: Reader) -> EmailMessage | None:
    """Write the mail; None where its reader may not be told any more, or the thing is gone."""
    if matter is None or not matter.may_be_told(reader):
        return None
    return compose(mail, matter, reader)


def _language(mail: Mail, actors: dict[int, Actor]) -> str:
    """Prefer the language the person reads now to the one of when it was queued."""
    actor = actors.get(mail.person_id or 0)
    return actor.language if actor is not None else mail.language


def _note(session: Session, mail: Ready, error: Exception | None = None) -> None:
    """Mark one mail, in a transaction of its own."""
    begin_write(session)
    at = clock.now()
    if error is None:
        actions.sent(session, mail.id, at)
    elif isinstance(error, Refused):
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
