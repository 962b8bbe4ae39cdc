"""Every kind of notice has its sentence and its two templates, in every language, saying the same."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from sqlalchemy import select

from participation import clock
from participation.accounts import tokens
from participation.accounts.addresses import NEW, OLD, ask, confirm, token_of
from participation.accounts.models import AddressChange, Person
from participation.accounts.policy import Holder, OwnDeed
from participation.db import begin_write
from participation.initiatives.models import Prepared
from participation.languages import choose
from participation.notifications.labels import SENTENCES
from participation.notifications.mails import compose, sentence
from participation.notifications.matters.accounts import OF_ADDRESS
from participation.notifications.matters.applications import ASKING
from participation.notifications.matters.matter import Reader
from participation.notifications.matters.organisations import OF_MEMBERS, OF_REQUESTS
from participation.notifications.models import Mail
from participation.notifications.subjects import PACKAGE_OF, TELLERS, matters
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models import (
    Application,
    Invitation,
    JoiningLink,
    JoiningRequest,
    Membership,
    Organisation,
    Ruling,
    UnconfirmedApplication,
)
from participation.organisations.policy import VISITOR
from participation.organisations.queries import actor_of
from participation.outbox.audiences import Audience
from participation.outbox.models import Event
from participation.tongues import LANGUAGES
from tests.notifications.scene import Scene, parsed, text_of

ROWS = [(kind, name) for name, teller in TELLERS.items() for kind in teller.notices]


def test_a_kind_belongs_to_one_package() -> None:
    assert len(PACKAGE_OF) == len(ROWS)
    assert set(SENTENCES) == set(PACKAGE_OF)


class Occasions:
    """Makes an event of any kind about something real, and someone who may hear of it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        reference = scene.published()
        scene.co_sign(reference)
        self.thing = scene.whole(reference)
        begin_write(scene.session)
        found = scene.session.scalars(select(Organisation).where(Organisation.slug == "fire")).one()
        asked = {"applicant": "A", "applicant_email": "a@example.be", "function": "f", "language": "nl"}
        ruling = Ruling(
            organisation_id=found.id, act="suspend", person_id=1, words="Woorden.", language="nl", at=scene.at
        )
        scene.session.add_all([Application(organisation_id=found.id, at=scene.at, **asked), ruling])
        scene.session.flush()
        desk_person = scene.session.get_one(Person, 1)
        tokens.issue(scene.session, "test" * 10, tokens.SIGN_IN, desk_person, clock.now())
        desk = Reader(actor_of(scene.session, 1, "", scene.at), "nl")
        self.about = {
            "initiatives": (self.thing.subject, self.thing.decisions[-1].id, desk),
            "confirming": (self.thing.subject, self._prepared(found.id), self._colleague(found.id)),
            "comments": (self.thing.subject, scene.comment(self.thing), desk),
            "accounts": (desk_person.subject, None, desk),
            "organisations": (found.subject, ruling.id, Reader(VISITOR, "nl", applicant=True)),
        }

    def _prepared(self, organisation_id: int) -> int:
        place = select(Membership).where(Membership.organisation_id == organisation_id).order_by(Membership.id)
        member, at = self.scene.session.scalars(place).all()[0], clock.now()
        made = Prepared(
            act="co_sign", initiative_id=self.thing.id, organisation_id=organisation_id, version=self.thing.shown,
            prepared_by_id=member.person_id, membership_id=member.id, statement="Ja.", language="nl", commitments={},
            correction=False, at=at, until=at + timedelta(days=14),
        )  # fmt: skip
        self.scene.session.add(made)
        self.scene.session.flush()
        return made.id

    def _colleague(self, organisation_id: int) -> Reader:
        people = select(Membership.person_id).where(Membership.organisation_id == organisation_id)
        person = self.scene.session.scalars(people.order_by(Membership.id.desc())).first()
        return Reader(actor_of(self.scene.session, person, "", self.scene.at), "nl")

    def _invited(self, organisation_id: int) -> int:
        asked = {"email": "a@example.be", "language": "nl", "role": MemberRole.EDITOR, "digest": "d"}
        made = Invitation(
            organisation_id=organisation_id, invited_by_id=1, at=clock.now(),
            until=clock.now() + timedelta(days=7), **asked,
        )  # fmt: skip
        self.scene.session.add(made)
        self.scene.session.flush()
        return made.id

    def _wishes_to_join(self, organisation_id: int, kind: str) -> int:
        at, until = clock.now(), clock.now() + timedelta(days=7)
        link = JoiningLink(
            organisation_id=organisation_id, made_by_id=1, at=at, until=until, digest=kind, revoked_at=at
        )  # fmt: skip
        self.scene.session.add(link)
        self.scene.session.flush()
        email = f"{kind}@example.be"
        made = JoiningRequest(
            organisation_id=organisation_id, link_id=link.id, name="Ann", email=email, language="nl", at=at
        )  # fmt: skip
        self.scene.session.add(made)
        self.scene.session.flush()
        return made.id

    def _application(self) -> UnconfirmedApplication:
        at = clock.now()
        named = {"name": "Koor", "email": "a@example.be", "language": "nl", "fields": {}, "digest": "d", "mails": 1}
        made = UnconfirmedApplication(at=at, until=at + timedelta(days=7), **named)
        self.scene.session.add(made)
        self.scene.session.flush()
        return made

    def _change(self) -> AddressChange:
        found = self.scene.session.scalars(select(AddressChange)).one_or_none()
        holder = Holder(self.scene.session.get_one(Person, 1))
        return found or ask(OwnDeed(self.scene.session, holder, clock.now(), "test"), "mo@example.org", "test" * 10)

    def of(self, kind: str) -> tuple[Event, Reader]:
        subject, detail, reader = self.about[PACKAGE_OF[kind]]
        if kind == "invite":
            detail = self._invited(subject.id)
        if kind in OF_REQUESTS:
            detail = self._wishes_to_join(subject.id, kind)
        if kind in OF_ADDRESS:
            detail, reader = self._change().id, replace(reader, applicant=True)
        if kind == ASKING:
            subject = self._application().subject
        if kind in OF_MEMBERS:
            members = select(Membership.id).where(Membership.organisation_id == subject.id)
            detail = self.scene.session.scalars(members).first()
        event = Event(
            at=self.scene.at, kind=kind, audience=Audience.MODERATORS, actor_key="x",
            organisation_id=self.thing.organisation_id, subject_kind=subject.kind, subject_id=subject.id,
            detail_id=detail,
        )  # fmt: skip
        self.scene.session.add(event)
        self.scene.session.flush()
        return event, reader


def test_every_row_is_said_in_every_language_in_text_and_html_alike(scene: Scene) -> None:
    occasions = Occasions(scene)
    for kind in (kind for kind, package in PACKAGE_OF.items() if package != "notifications"):  # those: test_gallery
        event, reader = occasions.of(kind)
        matter = matters(scene.session, [event])[event.id]
        assert matter.may_be_told(reader), kind
        for language in LANGUAGES:
            mail = Mail(event_id=event.id, address="a@example.be", language=language, message_id="m")
            reads = Reader(reader.actor, language, reader.applicant)
            made = parsed(compose(mail, matter, reads).raw)
            choose(language)
            text, html = text_of(made), text_of(made, "html")
            said = sentence(kind, matter.telling(reads).values)
            subject = " ".join(str(made["Subject"]).split())  # a header is folded at any space
            assert " ".join(said.split()) in subject, kind
            assert f'<html lang="{language}">' in html
            assert f"/{language}/" in text, kind
            assert words_of_text(text) == words_of_html(html), kind


def words_of_text(text: str) -> list[str]:
    return re.sub(r"(?m)^> ", "", text).split()


def words_of_html(html: str) -> list[str]:
    body = html.partition("<body")[2].partition(">")[2]
    return unescape(re.sub(r"<[^>]+>", " ", body)).split()


def test_a_mail_says_what_next_and_by_when(scene: Scene) -> None:
    scene.at = clock.now() - timedelta(hours=2)
    scene.submitted()
    scene.work()
    text = text_of(scene.mails()["mo"][0])
    assert text.count("http://127.0.0.1:8000/") == 2  # one link, and the one that stops the mails
    assert str((clock.today() + timedelta(days=14)).year) in text


def test_d8_each_mailbox_gets_its_own_link_and_the_bell_has_none(scene: Scene) -> None:
    begin_write(scene.session)
    nele = scene.session.scalars(select(Person).where(Person.name == "nele")).one()
    deed = OwnDeed(scene.session, Holder(nele), clock.now(), "test")
    change = ask(deed, "nele.new@example.be", "test" * 10)
    links = {end: f"/confirm-address/{token_of('test' * 10, change, end)}" for end in (OLD, NEW)}
    scene.session.commit()
    scene.work()
    mails = scene.mails()
    assert set(mails) == {"nele", "nele.new"}
    for name, end, other in (("nele", OLD, NEW), ("nele.new", NEW, OLD)):
        assert links[end] in text_of(mails[name][0])
        assert links[other] not in text_of(mails[name][0])
    assert scene.told() == {}


def test_d8_both_mailboxes_are_told_of_the_change_and_what_waited_goes_to_the_new_one(scene: Scene) -> None:
    begin_write(scene.session)
    nele = scene.session.scalars(select(Person).where(Person.name == "nele")).one()
    deed = OwnDeed(scene.session, Holder(nele), clock.now(), "test")
    deed.tell("change_password", nele.subject, Audience.PERSON)
    change = ask(deed, "nele.new@example.be", "test" * 10)
    scene.session.commit()
    scene.tell()
    begin_write(scene.session)
    for end in (OLD, NEW):
        confirm(OwnDeed(scene.session, Holder(nele), clock.now(), "test"), change, end, None)
    scene.session.commit()
    scene.work()
    subjects = {name: [str(mail["Subject"]) for mail in mails] for name, mails in scene.mails().items()}
    assert sorted(subjects) == ["nele", "nele.new"]
    assert len(subjects["nele"]) == 1  # the change alone
    assert len(subjects["nele.new"]) == 2  # the password, and the change; the questions are answered
