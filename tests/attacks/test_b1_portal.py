"""B1: a canary in every text of every state shows up in public only where the text itself is public."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Translation, Version, Words, WorkingCopy
from participation.organisations.models import Organisation

LISTED = {Status.PUBLISHED, Status.CONCLUDED}
CHANNELS = (".ics", ".atom", "/poster", "/code.svg", "/picture-0.png")
LANGUAGES = ("nl", "fr", "de", "en")


def mark(session: Session) -> dict[str, Status]:
    """Put a word of its own into everything written about each initiative."""
    found = {}
    for reference in session.scalars(select(Initiative.reference)):
        thing = queries.one(session, reference)
        assert thing is not None
        canary = canary_of(reference)
        written: list[Version | Translation | WorkingCopy] = [*thing.versions, *thing.translations, thing.copy]
        for text in written:
            text.title, text.summary, text.body = (f"{canary} {part}" for part in (text.title, text.summary, text.body))
        for version in thing.versions:
            version.limits = canary
            for ask in version.asks:
                ask.text = f"{canary} {ask.text}"
        for signature in thing.co_signatures:
            signature.statement, signature.ending_reason = f"{canary} statement", f"{canary} reason"
        thing.room = thing.contact = thing.facilitator = thing.agreed = thing.next_by = canary
        if words := session.get(Words, thing.id):
            words.folded = f"{canary} {words.folded}"
        found[reference] = thing.status
    session.commit()
    return found


def canary_of(reference: str) -> str:
    return f"canary{reference.replace('-', 'x')}"


@pytest.fixture
def marked(demo: Session) -> dict[str, Status]:
    early = demo.scalars(select(Initiative).where(Initiative.status == Status.SUBMITTED)).first()
    assert early is not None
    early.status = Status.WITHDRAWN  # the one state the stories leave out: withdrawn before publication
    demo.flush()
    return mark(demo)


def public_addresses(app: Flask, session: Session) -> list[str]:
    """Every page of the URL map that needs no more than a language, so that a new one cannot be forgotten."""
    slugs = list(session.scalars(select(Organisation.slug)))
    session.rollback()
    lists = [
        "initiatives/",
        "initiatives/?sort=date",
        "initiatives/?sort=place",
        "initiatives/?q=canary",
        "initiatives/feed.atom?q=canary",
    ]
    lists += [f"initiatives/?state={state}" for state in Status]
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.arguments == {"lang"})
    pages = [rule.rule.removeprefix("/<lang>/") for rule in rules]
    assert {"", "map", "statistics.csv", "decisions", "decisions.atom", "initiatives/feed.atom"} <= set(pages)
    return ["sitemap-1.xml", *pages, *lists, *(f"organisations/{slug}" for slug in slugs)]


def test_b1_no_public_page_tells_what_is_not_public(app: Flask, demo: Session, marked: dict[str, Status]) -> None:
    begin_write(demo)
    client = app.test_client()
    hidden = {r for r, status in marked.items() if status not in {*LISTED, Status.WITHDRAWN}}
    hidden |= set(demo.scalars(select(Initiative.reference).where(Initiative.published_at.is_(None))))
    addresses = public_addresses(app, demo)
    texts = {path: client.get(f"/en/{path}").text for path in addresses}
    texts |= {f"{lang}/": client.get(f"/{lang}/").text for lang in LANGUAGES}
    for reference in hidden:
        assert {path for path, text in texts.items() if canary_of(reference) in text} == set()
        if marked[reference] is not Status.UNPUBLISHED:
            assert {path for path, text in texts.items() if reference in text} == set()
        assert canary_of(reference) not in client.get(f"/en/initiatives/{reference}").text
        for channel in CHANNELS:
            assert client.get(f"/en/initiatives/{reference}{channel}").status_code == 404
        found = client.get(f"/en/initiatives/?q={canary_of(reference)}").text
        assert "0 initiatives found" in found


def test_b1_what_is_public_is_found_by_every_channel(app: Flask, demo: Session, marked: dict[str, Status]) -> None:
    demo.rollback()
    client = app.test_client()
    for reference in (r for r, status in marked.items() if status in LISTED):
        canary = canary_of(reference)
        assert canary in client.get("/en/initiatives/").text
        assert "1 initiative found" in client.get(f"/en/initiatives/?q={canary}").text
        page = client.get(f"/en/initiatives/{reference}").text
        assert canary in page.split('property="og:title" content="')[1].split('"')[0]
        assert canary in page.split('property="og:description" content="')[1].split('"')[0]
        assert reference in client.get("/en/sitemap-1.xml").text
        assert canary in client.get("/en/initiatives/feed.atom").text
        assert canary in client.get(f"/en/initiatives/{reference}.atom").text
