"""Mails about invented things, for the gallery: no row of any database has a part in them."""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import NamedTuple

from flask import g

from participation import clock
from participation.initiatives.lifecycle import Status
from participation.languages import choose
from participation.notifications.digest_mail import compose_digest
from participation.notifications.importance import Channel
from participation.notifications.labels import ADVICE, COMMENT
from participation.notifications.letters import Letter
from participation.notifications.mails import compose
from participation.notifications.matters.matter import Link, Quote, Reader, Telling
from participation.notifications.models import Digest, Mail
from participation.notifications.subjects import PACKAGE_OF
from participation.organisations.labels import ROLES
from participation.organisations.lifecycle import MemberRole
from participation.organisations.policy import Actor
from participation.outbox.audiences import Audience
from participation.outbox.models import Event
from participation.tongues import LANGUAGES
from participation.web import formats

DIGEST = "digest"
NAMES = (*PACKAGE_OF, DIGEST)
TITLE = "Koffie met de brandweer"
ACTOR = Actor(1, "sample", "Sam")
NUMBERS = {
    "version": "2",
    "cases": "3",
    "late": "1",
    "applications": "2",
    "barriers": "1",
    "comments": "1",
    "days": "7",
    "minutes": "30",
    "code": "042917",
    "hours": "24",
    "old_address": "sam@example.be",
    "new_address": "sam@example.org",
}


class Shown(NamedTuple):
    """One mail in one language."""

    language: str
    subject: str
    text: str
    href: str


@dataclass(frozen=True)
class SampleMatter:
    """An event nobody had any part in."""

    event: Event

    def may_be_told(self, reader: Reader) -> bool:
        """Tell whoever looks."""
        return bool(reader.language)

    def telling(self, reader: Reader) -> Telling:
        """Say everything any kind says."""
        day = formats.day(clock.today(), reader.language)
        named = dict.fromkeys(("by", "organisation", "next_by", "successor"), "Jeugdraad Voorbeeld")
        dates = ("due", "appeal_until", "next_on", "owed_since", "moment", "until", "code_until", "last_day", "since")
        days = dict.fromkeys((*dates, "day"), day)
        words = Quote(str(COMMENT), "We komen graag, met twee mensen en een ladderwagen. " * 4, "nl")
        link = Link("portal.initiative", {"reference": "2026-0001"})
        people = {
            "inviter": "Alex",
            "preparer": "Alex",
            "asker": "Alex",
            "colleague": "Robin",
            "member": "Robin",
            "role": str(ROLES[MemberRole.EDITOR]),
        }
        values = {
            **NUMBERS,
            **named,
            **days,
            **people,
            "outcome": "…",
            "unseen": "",
            "advice": str(ADVICE[Status.CONSULTATION]),
        }
        return Telling(TITLE, "nl", "2026-0001", values, (words,), link, Link("organisations.digits", {}))


def _event(kind: str, subject_id: int = 1) -> Event:
    return Event(
        id=subject_id, at=clock.now(), kind=kind, audience=Audience.PROPOSER, actor_key="", subject_kind="initiative",
        subject_id=subject_id, organisation_id=None, detail_id=None,
    )  # fmt: skip


def made(kind: str, language: str) -> EmailMessage:
    """Write one mail in one language."""
    mail = Mail(address="sam@example.be", language=language, message_id="sample", person_id=1)
    reader = Reader(ACTOR, language, stop="sample")
    if kind != DIGEST:
        return _parsed(compose(mail, SampleMatter(_event(kind)), reader))
    told = [SampleMatter(_event(name, number)) for number in range(1, 8) for name in ("co_sign", "comment", "co_sign")]
    collected = compose_digest(mail, Digest(rhythm=Channel.WEEKLY), told, reader)
    assert collected is not None  # noqa: S101  # it has news
    return _parsed(collected)


def _parsed(letter: Letter) -> EmailMessage:
    found = BytesParser(policy=policy.default).parsebytes(letter.raw)
    assert isinstance(found, EmailMessage)  # noqa: S101  # the policy makes it so
    return found


def in_every_language(kind: str) -> list[Shown]:
    """Write one mail in each language, as text."""
    here = g.language
    found = []
    for language in LANGUAGES:
        one = made(kind, language)
        href = f"/{language}/mails/{kind}/html"
        found.append(Shown(language, str(one["Subject"]), _part(one, "plain"), href))
    choose(here)
    return found


def as_html(kind: str) -> str:
    """Write one mail in the language of the page, as HTML."""
    return _part(made(kind, g.language), "html")


def _part(one: EmailMessage, kind: str) -> str:
    part = one.get_body((kind,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""
