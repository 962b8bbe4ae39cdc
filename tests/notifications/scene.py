"""A small network, acts in it, and the worker that tells of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.comments.lifecycle import Scope
from participation.comments.lifecycle import State as CommentState
from participation.comments.models import Comment
from participation.cosigning import actions as cosigning
from participation.cosigning.actions import Consent
from participation.db import begin_write
from participation.initiatives import actions, queries
from participation.initiatives.checks import Given
from participation.initiatives.lifecycle import CHECKLIST
from participation.initiatives.models import Initiative, Translation
from participation.initiatives.transitions import TRANSITIONS
from participation.notifications.importance import CHOSEN, Channel
from participation.notifications.models import Mail, MailPreference, Message
from participation.notifications.transport import Spool, Transport
from participation.notifications.worker import Worker
from participation.notifications.worker.chores import all_chores
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, ActorDeed
from participation.organisations.queries import actor_of
from participation.places.actions import load as load_places
from participation.portal.arranging import Arranger
from participation.reasons.actions import load as load_reasons
from participation.reasons.models import Reason

TEXT: dict[str, Any] = {
    "summary": "Een namiddag in het park.", "body": "Wij zetten thee.", "audiences": ["youth"],
    "municipality": "Kortrijk", "date_kind": "to_be_agreed", "limits": "Geen klachten.",
    "asks": [{"type": "send_professional", "pillar": "security_professions", "number": "3", "text": "Drie", "key": ""}],
}  # fmt: skip
TITLE = "Thee met de wachten"
ROOM = timedelta(minutes=1)  # between two acts


class Scene:
    """People by their first names: their address is `<name>@example.be`."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.at = clock.now() - timedelta(hours=1)
        begin_write(session)
        load_places(session)
        load_reasons(session)
        for name, language in (("mo", "nl"), ("max", "de")):
            self.person(name, language).is_moderator = True
        self.organisation("youth", "citizens", {"nele": "nl", "fatima": "fr"})
        self.organisation("fire", "security_professions", {"dirk": "de", "ed": "en"})
        self.organisation("wardens", "security_professions", {"wim": "nl"})
        session.commit()

    def person(self, name: str, language: str = "nl") -> Person:
        person = Person(name=name, email=f"{name}@example.be", language=language, password=None, created_at=self.at)
        self.session.add(person)
        self.session.flush()
        everything = dict.fromkeys(CHOSEN, Channel.AT_ONCE)  # so that a test sees each mail by itself
        self.session.add(MailPreference(person_id=person.id, channels=everything))
        return person

    def usual(self, *names: str) -> None:
        """Let people have chosen nothing."""
        begin_write(self.session)
        people = select(Person.id).where(Person.name.in_(names))
        self.session.execute(delete(MailPreference).where(MailPreference.person_id.in_(people)))
        self.session.commit()

    def organisation(self, slug: str, pillar: str, people: dict[str, str]) -> Organisation:
        made = Organisation(
            slug=slug, name=f"{slug.title()} org", sort_name=slug, names={}, language="nl", about={}, pillar=pillar,
            kind="youth_council", state=State.APPROVED, languages=[], website="", created_at=self.at,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        for name, language in people.items():
            self.member(made, self.person(name, language))
        return made

    def member(self, organisation: Organisation, person: Person) -> None:
        self.session.add(
            Membership(
                person_id=person.id, organisation_id=organisation.id, role=MemberRole.REPRESENTATIVE,
                mandate_from=self.at - timedelta(days=1),
            )
        )  # fmt: skip
        self.session.flush()

    def deed(self, name: str, hat: str) -> ActorDeed:
        begin_write(self.session)
        self.at += ROOM
        person = self.session.scalars(select(Person.id).where(Person.email == f"{name}@example.be")).one()
        return ActorDeed(self.session, actor_of(self.session, person, hat, self.at), self.at, "test")

    def whole(self, reference: str) -> Initiative:
        found = queries.one(self.session, reference)
        assert found is not None
        return found

    def draft(self, title: str = TITLE) -> str:
        deed = self.deed("nele", "youth")
        with clock.stopped_at(deed.at):
            made = actions.create(deed, title, "nl")
            actions.save(deed, made, made.copy.lock, TEXT)
            self.session.commit()
            return made.reference

    def act(self, reference: str, name: str, who: str = "mo", hat: str = DESK_HAT, **given: object) -> None:
        deed = self.deed(who, hat)
        thing = self.whole(reference)
        with clock.stopped_at(deed.at):
            asked = replace(Given(lock=thing.copy.lock, version=thing.shown), **given)  # type: ignore[arg-type]  # fields
            actions.act(deed, thing, TRANSITIONS[name], asked)
            self.session.commit()

    def submitted(self, title: str = TITLE) -> str:
        reference = self.draft(title)
        self.act(reference, "submit", "nele", "youth")
        return reference

    def consulted(self, title: str = TITLE) -> str:
        reference = self.submitted(title)
        self.act(reference, "open_consultation", ticked=frozenset(CHECKLIST))
        return reference

    def co_sign(self, reference: str, who: str = "dirk", hat: str = "fire", statement: str = "") -> None:
        deed = self.deed(who, hat)
        thing = self.whole(reference)
        cosigning.co_sign(deed, thing, Consent(thing.shown, mandate=True, statement=statement))
        self.session.commit()

    def comment(self, thing: Initiative) -> int:
        """Let the fire brigade comment, be reported, hidden, and say that it should not have been."""
        at, code = self.at, self.session.scalars(select(Reason.code)).first()
        seat = select(Membership).join(Organisation).where(Organisation.slug == "fire")
        one = self.session.scalars(seat.order_by(Membership.id)).first()
        assert one is not None
        made = Comment(
            once="once", initiative_id=thing.id, opened_by_id=one.organisation_id, organisation_id=one.organisation_id,
            person_id=one.person_id, membership_id=one.id, scope=Scope.PARTNERS, text="Mooi.", language="nl", at=at,
            state=CommentState.CONTESTED, hidden_at=at, hidden_by_id=1, hidden_code=code, hidden_words="Te scherp.",
            hidden_language="nl", contested_at=at, contest_words="Niet waar.",
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        return made.id

    def published(self, title: str = TITLE) -> str:
        reference = self.consulted(title)
        begin_write(self.session)
        french = Translation(
            language="fr", version=1, title="Du thé avec les gardiens", summary="Un après-midi.", body="", at=self.at
        )
        thing = self.whole(reference)
        thing.translations.append(french)
        self.session.commit()
        self.act(reference, "publish", reason="Iedereen wil dit gesprek.")
        return reference

    def tell(self) -> None:
        """Let everything be told, and nothing be sent."""
        worker = Worker(Spool(self.folder))
        while worker.tell(self.session):
            pass
        self.session.rollback()

    def work(self, transport: Transport | None = None, at: timedelta = timedelta()) -> Worker:
        """Run a worker until nothing is left to do, `at` later than now."""
        worker = Worker(transport or Spool(self.folder))
        with clock.stopped_at(clock.now() + at):
            worker.drain(self.session, chores("digests", "mandates", "confirmations", "tidying"))
        return worker

    def quiet(self) -> None:
        """Tell and send what has happened so far, then empty the folder."""
        self.work()
        for path in self.folder.glob("*.eml"):
            path.unlink()

    def mails(self) -> dict[str, list[EmailMessage]]:
        """Read the folder, by name of the person."""
        found: dict[str, list[EmailMessage]] = {}
        for path in sorted(self.folder.glob("*.eml")):
            mail = parsed(path.read_bytes())
            found.setdefault(str(mail["To"]).partition("@")[0], []).append(mail)
        return found

    def told(self) -> dict[str, int]:
        """Count the messages in the bells, by name."""
        rows = self.session.execute(select(Person.name).join(Message, Message.person_id == Person.id))
        names = [row[0] for row in rows]
        return {name: names.count(name) for name in sorted(set(names))}

    def runner(self) -> FlaskCliRunner:
        """Type commands."""
        self.session.rollback()
        return current_app.test_cli_runner()

    def rows(self) -> Sequence[Mail]:
        self.session.rollback()
        return self.session.scalars(select(Mail).order_by(Mail.id)).all()


def chores(*names: str) -> list[Callable[[Session], int]]:
    """Return chores that do what is due at the instant they are called at."""
    found = {chore.name: chore.do for chore in all_chores(10, Arranger())}

    def now(do: Callable[[Session, datetime], int], session: Session) -> int:
        return do(session, clock.now())

    return [partial(now, found[name]) for name in names]


def parsed(raw: bytes) -> EmailMessage:
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())
