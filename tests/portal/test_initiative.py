"""The page of one initiative: who stands behind it, what came of it, and who may read what."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Decision, Initiative
from participation.initiatives.models.co_signature import Ending
from participation.places.data import name_of
from participation.tongues import LANGUAGES
from tests.portal.test_pages import signed_in

pytestmark = pytest.mark.engines_in_turn


def one(session: Session, *wanted: object) -> Initiative:
    found = next(
        thing
        for reference in session.scalars(select(Initiative.reference).order_by(Initiative.id))
        if (thing := queries.one(session, reference)) is not None and all(test(thing) for test in wanted)  # type: ignore[operator]  # small questions
    )
    session.expunge_all()
    session.rollback()
    return found


def read(app: Flask, found: Initiative, language: str = "en") -> str:
    answer = app.test_client().get(f"/{language}/initiatives/{found.reference}")
    assert answer.status_code == 200
    return answer.text


def test_below_the_threshold_the_public_reason_is_there_in_its_own_language(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: any(d.act == "publish" and d.words for d in i.decisions))
    decision = next(d for d in thing.decisions if d.act == "publish")
    page = read(app, thing)
    assert decision.words[:60] in page.replace("&#39;", "'")
    assert "Needed: at least 3 organisations from 2 pillars." in page
    assert f'lang="{decision.language}"' in page


def test_co_signers_stand_by_pillar_with_the_version_they_signed(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED and len(i.versions) > 1 and i.shown == 2)
    page = read(app, thing)
    for signature in thing.co_signatures:
        if signature.ended_at is None:
            assert f'data-organisation="{signature.organisation.slug}"' in page
    assert "signed version 1, not yet version 2" in page
    assert re.search(r"signed version 2, \d+ \w+ \d{4}", page)
    assert page.split("<body>")[1].count("4 partners co-signed") == 1  # the meter says it, no title repeats it


def test_a_withdrawn_co_signature_leaves_a_dated_trace_and_brings_nothing(app: Flask, demo: Session) -> None:
    thing = one(
        demo, lambda i: i.status is Status.CONCLUDED and any(s.ended_as is Ending.WITHDRAWN for s in i.co_signatures)
    )
    gone = next(s for s in thing.co_signatures if s.ended_as is Ending.WITHDRAWN)
    page = read(app, thing)
    folded = re.search(r'<details class="folded">.*?</details>', page, re.DOTALL)
    assert folded is not None
    assert f'data-organisation="{gone.organisation.slug}"' in folded[0]
    assert "withdrawn on" in folded[0]
    assert f"{gone.organisation.name}: " not in page  # beside no ask


def test_the_outcome_the_agreement_and_later_notes_are_shown(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: any(d.act == "follow_up" for d in i.decisions))
    note = next(d for d in thing.decisions if d.act == "follow_up")
    page = read(app, thing)
    came = re.search(r'<section class="came-of-it">.*?</section>', page, re.DOTALL)
    assert came is not None
    assert note.words[:30].replace("'", "&#39;") in came[0] or note.words[:30] in came[0]
    assert "<time datetime=" in came[0]


def test_what_was_withdrawn_says_when_and_why_and_offers_nothing(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.WITHDRAWN)
    page = read(app, thing)
    assert 'class="banner warning"' in page
    assert "Withdrawn on" in page
    assert 'content="noindex"' in page
    assert "calendar" not in page
    assert app.test_client().get(f"/en/initiatives/{thing.reference}.ics").status_code == 404


def test_a_notice_stands_in_place_of_what_was_taken_offline(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.UNPUBLISHED)
    why = next(d for d in reversed(thing.decisions) if d.act == "unpublish")
    page = read(app, thing)
    assert why.words[:40] in page.replace("&#39;", "'")
    assert thing.shown_version.title not in page.replace("&#39;", "'")
    assert "og:title" in page


def test_an_appeal_is_not_read_out_in_the_notice(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.UNPUBLISHED)
    begin_write(demo)
    demo.add(
        Decision(
            initiative_id=thing.id, act="appeal", person_id=thing.decisions[0].person_id, by_desk=False,
            version=1, reason_code=None, words="Private words of the appeal", language="fr", at=clock.now(),
        )
    )  # fmt: skip
    demo.commit()
    assert "Private words" not in read(app, thing)


def test_the_public_timeline_does_not_tell_what_was_asked_before(app: Flask, demo: Session) -> None:
    thing = one(
        demo, lambda i: i.status is Status.CONSULTATION and any(d.act == "request_changes" for d in i.decisions)
    )
    page = signed_in(app, "moderator").get(f"/en/initiatives/{thing.reference}").text
    happened = re.search(r'<ol class="timeline">.*?</ol>', page, re.DOTALL)
    assert happened is not None
    assert happened[0].count("Submitted") == 1
    assert "Changes" not in happened[0]


def test_who_else_reads_what_is_not_public_is_said(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.CONSULTATION)
    page = signed_in(app, "fire").get(f"/en/initiatives/{thing.reference}").text
    assert "Not public yet: the organisations of the network" in page
    assert 'content="noindex"' in page


def test_a_date_that_passed_without_an_outcome_is_said(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED and i.shown_version.date_from)
    assert "has not been reported" not in read(app, thing)
    version = thing.shown_version
    last = version.date_to or version.date_from
    assert last is not None
    with clock.stopped_at(clock.now() + timedelta(days=(last - clock.today()).days + 2)):
        page = read(app, thing)
    assert "has not been reported yet" in page


def test_earlier_versions_are_named_and_linked_from_the_first_public_one(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED and i.first_public == 2)
    page = read(app, thing)
    assert f'href="/en/initiatives/{thing.reference}/versions/2"' in page
    assert f'href="/en/initiatives/{thing.reference}/versions/1"' not in page
    assert '<li data-version="1">' in page


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_what_is_shared_is_in_the_readers_language(app: Flask, demo: Session, language: str) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED and i.translation(language))
    page = read(app, thing, language).replace("&#39;", "'").replace("&#34;", '"')
    made = thing.translation(language)
    assert made is not None
    assert f'<meta property="og:title" content="{made.title}">' in page
    locale = "en_GB" if language == "en" else f"{language}_BE"
    assert f'<meta property="og:locale" content="{locale}">' in page


def test_its_date_fits_into_a_calendar(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED and i.shown_version.date_from and i.hour)
    answer = app.test_client().get(f"/en/initiatives/{thing.reference}.ics")
    assert answer.mimetype == "text/calendar"
    assert f"{thing.reference}.ics" in answer.headers["Content-Disposition"]
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    assert re.search(r"DTSTART:\d{8}T\d{6}Z\r\n", answer.text)
    assert f'href="/en/initiatives/{thing.reference}.ics"' in read(app, thing)


PIECES = (r"<h1.*?</h1>", r'<dl class="facts.*?</dl>', r'<div class="prose.*?</div>')


def names_of(municipality: str) -> set[str]:
    return {name_of(municipality, language) for language in LANGUAGES} if municipality else set()


def test_the_preview_is_the_very_page_that_is_published(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED, lambda i: i.organisation.slug == "jeugdraad-leieboord")
    public = read(app, thing, thing.language)
    preview = signed_in(app, "youth").get(f"/{thing.language}/initiatives/{thing.reference}/preview").text
    preview, public = (page.partition("<main")[2].partition("</main>")[0] for page in (preview, public))
    for piece in PIECES:
        written, read_by_all = (re.search(piece, page, re.DOTALL) for page in (preview, public))
        assert written is not None
        assert read_by_all is not None
        assert written[0] == read_by_all[0]


def test_its_place_is_called_as_its_reader_calls_it(app: Flask, demo: Session) -> None:
    thing = one(demo, lambda i: i.status is Status.PUBLISHED, lambda i: len(names_of(i.copy.municipality)) > 1)
    for language in LANGUAGES:
        facts = re.search(PIECES[1], read(app, thing, language), re.DOTALL)
        assert facts is not None
        own = name_of(thing.copy.municipality, language)
        assert own in facts[0]
        assert not [other for other in names_of(thing.copy.municipality) - {own} if f"{other}," in facts[0]]
