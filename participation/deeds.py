"""A deed: what one actor does in one transaction, and how it is recorded and told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from participation.db import Base
from participation.errors import AlreadyDone, SentBefore
from participation.journal import actions as journal
from participation.outbox.models import Event


class Doer(Protocol):
    """All a deed needs of an actor; who that is, and for whom, is known two packages higher."""

    @property
    def key(self) -> str:
        """The person's pseudonym: the journal knows no names."""

    @property
    def organisation_id(self) -> int | None:
        """The organisation in force; None at the desk."""


LONGEST_NONCE = 64
A_co = TypeVar("A_co", bound=Doer, covariant=True)


class Subject(NamedTuple):
    """What a deed is about."""

    kind: str
    id: int


class FormNonce(Base):
    """A form that has been sent. Unique, so that a double press, a retry and Back do one thing."""

    __tablename__ = "form_nonce"

    nonce: Mapped[str] = mapped_column(primary_key=True)
    actor_key: Mapped[str]
    digest: Mapped[str]  # of what was sent: the same number under another text is no repeat
    at: Mapped[datetime] = mapped_column(index=True)
    led_to: Mapped[str]


class KeptForm(Base):
    """What a visitor had typed when sign-in was asked. It comes back in the form; nothing is done before."""

    __tablename__ = "kept_form"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    fields: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Deed(Generic[A_co]):
    """The first argument of every action. It is made after `begin_write`; the view commits."""

    session: Session
    actor: A_co
    at: datetime
    request_id: str

    def record(self, kind: str, subject: Subject, **facts: str | int | bool | None) -> None:
        """Write a journal entry: keys, numbers and digests, never a text or a name."""
        columns = {
            "kind": kind,
            "actor_key": self.actor.key,
            "organisation_id": self.actor.organisation_id,
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "request_id": self.request_id,
        }
        journal.record(self.session, self.at, columns, facts)

    def use_up(self, nonce: str, said: str, leads_to: str) -> None:
        """Let a form be good for one press.

        `said` is the digest of what was sent. Raises `AlreadyDone` with where the first one led, and `SentBefore` if it
        said something else then.
        """
        insert = sqlite.insert if self.session.get_bind().dialect.name == "sqlite" else postgresql.insert
        row = {
            "nonce": nonce[:LONGEST_NONCE],
            "actor_key": self.actor.key,
            "digest": said,
            "at": self.at,
            "led_to": leads_to,
        }
        once = insert(FormNonce).values(**row).on_conflict_do_nothing(index_elements=["nonce"])
        if self.session.scalar(once.returning(FormNonce.nonce)) is None:
            same = (FormNonce.nonce == row["nonce"]) & (FormNonce.actor_key == self.actor.key)
            led_to = self.session.scalar(select(FormNonce.led_to).where(same, FormNonce.digest == said))
            raise SentBefore if led_to is None else AlreadyDone(led_to)

    def tell(self, kind: str, subject: Subject, audience: str, detail_id: int | None = None) -> None:
        """Put an event into the outbox."""
        self.session.add(
            Event(
                at=self.at,
                kind=kind,
                audience=audience,
                actor_key=self.actor.key,
                organisation_id=self.actor.organisation_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                detail_id=detail_id,
            )
        )
