"""The list: filters one can take off again, and nothing for crawlers to get lost in."""

import re
from collections.abc import Iterable
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.orm import Session

from participation.demo.loader import PASSWORD
from participation.initiatives import fulltext
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Version, Words
from participation.languages import choose
from participation.organisations.policy import VISITOR
from participation.places.data import normalise
from participation.portal import found, listing
from participation.portal.listing import Wanted
from tests import network
from tests.visits import fields

MARKED = re.compile(r"\w*[à-öø-ÿ]\w*", re.IGNORECASE)
CHIP = re.compile(r'<a class="chip" rel="nofollow" href="([^"]+)">')


def test_each_filter_is_named_and_can_be_taken_off(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/initiatives/?audience=youth&state=published&q=&sort=date").text
    asked = [parse_qs(urlsplit(unescape(href)).query) for href in CHIP.findall(page)]
    assert asked == [{"state": ["published"], "sort": ["date"]}, {"audience": ["youth"], "sort": ["date"]}]
    assert "For whom: young people" in page
    assert '<meta name="robots" content="noindex, follow">' in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/en/initiatives/"' in page


def test_the_plain_list_is_for_crawlers_and_its_filters_are_not(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/initiatives/").text
    assert "noindex" not in page
    assert not CHIP.findall(page)
    assert "6 initiatives found" in page
    filtered = app.test_client().get("/en/initiatives/?audience=youth&state=published").text
    links = re.findall(r'<a [^>]*href="/en/initiatives/\?[^>]*>', page + filtered)
    assert links
    assert [link for link in links if "nofollow" not in link] == []


def test_nothing_found_says_what_to_try(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/initiatives/?q=zzzzzz").text
    assert 'class="empty"' in page
    assert "0 initiatives found" in page
    assert "data-filters open" not in page  # on a phone one reads on at what was found, and what to try
    assert '<form method="get" action="/en/initiatives/#results"' in page
    assert 'id="results" tabindex="-1"' in page


def test_a_place_we_do_not_know_is_said_and_not_ignored_in_silence(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    assert 'class="banner warning"' in client.get("/en/initiatives/?municipality=Nowhere").text
    known = client.get("/en/initiatives/?municipality=Courtrai").text
    assert 'class="banner warning"' not in known
    assert "Municipality: Courtrai" in known


def test_the_languages_keep_the_filters(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/initiatives/?audience=youth").text
    assert 'href="/nl/initiatives/?audience=youth"' in page
    assert '<link rel="alternate" hreflang="nl" href="http://127.0.0.1:8000/nl/initiatives/">' in page


@pytest.mark.parametrize(
    ("number", "page", "more", "words"),
    [
        (1, 1, False, "1 initiative found"),
        (20, 1, False, "20 initiatives found"),
        (20, 1, True, "More than 20 initiatives found"),
        (20, 2, True, "Initiatives 21 to 40"),
        (3, 2, False, "Initiatives 21 to 23"),
    ],
)
def test_how_much_was_found_is_said_without_counting_everything(
    app: Flask, number: int, page: int, *, more: bool, words: str
) -> None:
    with app.test_request_context():
        choose("en")
        assert found.words(number, page, more=more) == words


def test_a_value_that_filters_nothing_is_no_filter(app: Flask) -> None:
    with app.test_request_context():
        choose("en")
        assert g.language == "en"
        assert found.chips(Wanted(), {}, {"pillar": "xyz"}, "/en/initiatives/") == []


def test_what_lasts_for_years_is_found_in_every_month_of_it(demo: Session) -> None:
    shown = sa.select(Initiative).where(Initiative.status == Status.PUBLISHED).order_by(Initiative.id)
    one = demo.scalars(shown).first()
    assert one is not None
    here = (Version.initiative_id == one.id) & (Version.number == one.shown)
    demo.execute(sa.update(Version).where(here).values(date_from=date(2031, 1, 10), date_to=date(2033, 3, 1)))

    def found(year: int, month: int) -> bool:
        for sort in ("newest", "date", "place"):
            wanted = Wanted(month=(date(year, month, 1), date(year, month + 1, 1)), sort=sort)
            ids = [place.id for place in listing.listed(demo, VISITOR, wanted, "nl")]
            assert ids in ([one.id], [])
        return bool(ids)

    months = {(year, month): found(year, month) for year in range(2030, 2035) for month in (1, 2, 3, 4, 11)}
    assert {month for month, is_found in months.items() if is_found} == {
        month for month in months if (2031, 1) <= month <= (2033, 3)
    }


def moment(number: int, touched: Iterable[int] = ()) -> fulltext.Moment:
    return fulltext.Moment(number, 0, lambda _position: set(touched))


def known_at(number: int, touched: Iterable[int] = ()) -> listing.Known:
    return listing.Known(moment(number, touched))


@pytest.mark.parametrize("more", [{}, {"language": "nl"}, {"sort": "date"}, {"sort": "place"}])
def test_a_word_of_many_finds_the_same_in_every_way(
    demo: Session, monkeypatch: pytest.MonkeyPatch, more: dict[str, str]
) -> None:
    for word in ("de", "b", "brandweer", "brandweer de", "zzz"):
        wanted = Wanted(q=word, **more)  # type: ignore[arg-type]  # words
        few = listing.listed(demo, VISITOR, wanted, "nl")
        with monkeypatch.context() as patched:
            patched.setattr(fulltext, "MOST_HITS", -1)
            asked = [listing.listed(demo, VISITOR, wanted, "nl", known_at(5)) for _time in range(3)]
        fulltext.OFTEN.clear()
        assert asked == [few, few, few], word
        assert bool(few) is (word != "zzz") or more
    fulltext.MARKED.clear()


@pytest.mark.parametrize("most", [-1, 100])  # all asked anew, or only those that were touched
def test_a_new_text_is_found_at_the_next_moment(demo: Session, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    wanted = Wanted(q="brandweer")
    monkeypatch.setattr(fulltext, "MOST_HITS", -1)
    for _time in range(2):
        listing.listed(demo, VISITOR, wanted, "nl", known_at(5))
    shown = sa.select(Words).join(Initiative).where(Initiative.status == Status.PUBLISHED)
    saying = Words.folded.contains("brandweer")
    gone, new = (demo.scalars(shown.where(said).limit(1)).one() for said in (saying, ~saying))
    gone.folded, new.folded = new.folded, f"{new.folded} brandweer"
    demo.flush()
    ids = {gone.initiative_id, new.initiative_id}
    with monkeypatch.context() as patched:
        patched.setattr(fulltext.OFTEN, "get", lambda _key: True)
        patched.setattr(fulltext, "MOST_HITS", most)
        ways = [listing.listed(demo, VISITOR, wanted, "nl", known_at(6, ids)) for _time in range(3)]
        assert ways[0] == ways[1] == ways[2] == listing.listed(demo, VISITOR, wanted, "nl")
        found = {place.id for place in ways[0]}
        assert (gone.initiative_id in found, new.initiative_id in found) == (False, True)
        if demo.get_bind().dialect.name == "sqlite":
            assert fulltext.marks(demo, ["brandweer"], moment(6))[new.initiative_id] == 1
            assert fulltext.marks(demo, ["brandweer"], moment(5)) == b""  # it began to read before
    fulltext.OFTEN.clear()
    fulltext.MARKED.clear()


def test_asks_2_6_what_was_withdrawn_is_found_only_where_it_is_asked_for(app: Flask, net: Session) -> None:
    made = {state: network.standing_at(net, state) for state in ("published", "withdrawn_after")}
    net.commit()
    plain = app.test_client().get("/en/initiatives/").text
    assert f'data-reference="{made["published"]}"' in plain
    assert made["withdrawn_after"] not in plain
    asked = app.test_client().get("/en/initiatives/?state=withdrawn").text
    assert f'data-reference="{made["withdrawn_after"]}"' in asked
    assert made["published"] not in asked


def test_asks_6_marks_on_letters_and_capitals_hide_nothing_from_a_search(app: Flask, demo: Session) -> None:
    public = Initiative.status.in_({Status.PUBLISHED, Status.CONCLUDED})
    shown = sa.and_(Version.initiative_id == Initiative.id, Version.number == Initiative.shown)
    texts = demo.execute(sa.select(Initiative.reference, Version.body).join(Version, shown).where(public)).all()
    words = {word: reference for reference, text in texts for word in MARKED.findall(text)}
    demo.rollback()
    assert words, "the demo has no text with a mark on a letter"
    client = app.test_client()
    for word, reference in list(words.items())[:5]:
        for typed in (word, normalise(word), normalise(word).upper()):
            page = client.get("/fr/initiatives/", query_string={"q": typed}).text
            assert f'data-reference="{reference}"' in page, typed


def test_asks_6_who_signs_in_comes_back_to_the_filtered_list(app: Flask, demo: Session) -> None:
    demo.rollback()
    there = "/nl/initiatives/?sort=date&audience=youth"
    client = app.test_client()
    leads_to = re.search(r'href="(/nl/sign-in\?next=[^"]*)"', client.get(there).text)
    assert leads_to is not None
    form = client.get(unescape(leads_to[1])).text
    answer = client.post(
        "/nl/sign-in",
        data=fields(form, "sign-in") | {"email": "fire@demo.example", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, there)
    for page in ("/nl/", "/nl/sign-in"):  # from there one goes to one's own work
        assert 'href="/nl/sign-in"' in app.test_client().get(page).text
