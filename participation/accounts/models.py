"""People, their sessions, tokens sent by e-mail, changes of address, and failed sign-ins."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base
from participation.deeds import Subject

UNDECIDED = text("done_at IS NULL AND stopped_at IS NULL")


class Person(Base):
    """Someone who can sign in; the journal knows only the pseudonym, which dies with this row."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]  # argon2; None until the first one is set
    language: Mapped[str]
    pseudonym: Mapped[str] = mapped_column(default=lambda: uuid.uuid4().hex, unique=True)
    is_moderator: Mapped[bool] = mapped_column(default=False)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    @property
    def subject(self) -> Subject:
        """What journal and outbox call it."""
        return Subject("person", self.id)


class SignedIn(Base):
    """One session; the cookie holds its token, this row only the digest. Deleting the row signs out."""

    __tablename__ = "signed_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    hat: Mapped[str]  # the organisation in force, by its slug; "desk"; or empty for the default
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    until: Mapped[datetime]
    with_factor: Mapped[bool] = mapped_column(default=False)  # whether a second factor was shown at the beginning
    browser: Mapped[str] = mapped_column(default="", server_default="")  # keys of `browsers`; empty where unknown
    device: Mapped[str] = mapped_column(default="", server_default="")


class OneTimeToken(Base):
    """A token sent by e-mail: single use, short, bound to its purpose, kept as a digest."""

    __tablename__ = "one_time_token"

    digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A failed try, counted per account and per network; no address is kept in the clear."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index(None, "account", "at"), Index(None, "network", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    network: Mapped[str]
    at: Mapped[datetime]


class Authenticator(Base):
    """An app that shows a new code every half minute; at most one a person."""

    __tablename__ = "authenticator"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str]  # base32
    last_step: Mapped[int]  # of the last code that was accepted: none is good twice
    at: Mapped[datetime]


class Passkey(Base):
    """A key in a telephone, a computer or a stick; only its public half is here."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url, as browsers send it
    public_key: Mapped[bytes]
    uses: Mapped[int]  # the authenticator's own count; one that goes back is a copy
    name: Mapped[str]
    at: Mapped[datetime]


class RecoveryCode(Base):
    """A code on paper for the day the other factors are lost; good once."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None]


class Identity(Base):
    """Under which name a provider of single sign-on knows a person."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class AddressChange(Base):
    """Another address that somebody wants to sign in with; it holds once both ends have confirmed it.

    The tokens are derived from this row and the secret, as in `tokens`.
    """

    __tablename__ = "address_change"
    __table_args__ = (
        CheckConstraint("new_email = lower(new_email)", name="new_email_lower"),
        CheckConstraint(
            "done_at IS NULL OR (old_confirmed_at IS NOT NULL AND new_confirmed_at IS NOT NULL)",
            name="done_at_both_ends",
        ),
        CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name="done_or_stopped"),
        Index("uq_address_change_open", "person_id", unique=True, sqlite_where=UNDECIDED, postgresql_where=UNDECIDED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    old_email: Mapped[str]
    new_email: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime]
    old_digest: Mapped[str] = mapped_column(unique=True)
    new_digest: Mapped[str] = mapped_column(unique=True)
    old_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    new_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)  # by either end, or by a later wish
