"""G5, J8, C1, C9: fields that are missing, senseless, too long, doubled, unknown, or written to do harm."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.initiatives.vocabulary import LONGEST
from tests.drafting.writing import WHOLE, draft
from tests.portal.test_pages import do

pytestmark = pytest.mark.engines_in_turn

DATES: tuple[tuple[dict[str, str], str], ...] = (
    ({"date_from": "2099-03-09", "date_to": "2099-03-01"}, "date_to"),
    ({"date_from": "2001-03-09"}, "date_from"),
    ({"date_from": "2099-02-29"}, "date_from"),
    ({"date_from": "2099-13-01"}, "date_from"),
    ({"date_from": "2099-03-29", "hour": "02:30"}, "hour"),  # the clock goes forward that night
    ({"date_kind": "series", "date_from": "2099-03-09"}, "date_to"),
    ({"date_kind": "", "date_from": ""}, "date_kind"),
    ({"municipality": "Nowhere"}, "municipality"),
)

CHOSEN = {"audiences", "date_kind", "asks-0-type", "asks-0-pillar"}  # from a list, which has no place for another


def test_g5_everything_that_misses_is_named_at_once_and_nothing_typed_is_lost(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app)
    refused = do(youth, f"{page}/submit", "submit")
    assert refused.status_code == 422
    for name in ("summary", "body", "audiences", "municipality", "date_kind", "asks", "limits"):
        assert re.search(rf'href="[^"]*/edit\?step=[a-z]+#{name}"', refused.text), name


def test_g5_dates_that_cannot_be_are_kept_in_the_draft_and_refused_at_submit(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app)
    for changed, field in DATES:
        typed = WHOLE | {"date_to": "", "hour": ""} | changed
        assert do(youth, f"{page}/edit", "edit", **typed).status_code == 303
        assert all(
            f'value="{value}"' in youth.get(f"{page}/edit").text for value in changed.values() if value[:1] == "2"
        )
        refused = do(youth, f"{page}/submit", "submit")
        assert refused.status_code == 422, changed
        assert re.search(rf'href="[^"]*/edit\?step=[a-z]+#{field}"', refused.text), changed
    assert do(youth, f"{page}/edit", "edit", **(WHOLE | {"date_from": "2096-02-29", "date_to": ""})).status_code == 303
    assert do(youth, f"{page}/submit", "submit").status_code == 303


def test_j8_no_field_breaks_the_page(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    for name in (*WHOLE, "links", "room", "follow_up", "facilitator"):
        limit = LONGEST.get(name, LONGEST["ask"])
        refused = do(youth, f"{page}/edit", "edit", **{name: "x" * (limit + 1)})
        assert refused.status_code == 422, name
        assert "x" * limit in refused.text or name in CHOSEN, name
        assert do(youth, f"{page}/edit", "edit", **{name: "x" * 1_100_000}).status_code in {413, 422}, name
        twice = do(youth, f"{page}/edit", "edit", **{name: [WHOLE.get(name, ""), "second"]})
        assert twice.status_code in {303, 422}, name
    many = {f"asks-{n}-text": "words" for n in range(13)}
    refused = do(youth, f"{page}/edit?step=asks", "edit", **many)
    assert refused.status_code == 422
    assert 'href="#asks"' in refused.text
    strange = {"status": "published", "organisation_id": "2", "reference": "x", "asks-x-text": "?", "lock": ["1", "2"]}
    assert do(youth, f"{page}/edit", "edit", **strange).status_code == 409  # a lock that is none
    strange.pop("lock")
    assert do(youth, f"{page}/edit", "edit", **strange).status_code == 303
    assert 'data-state="draft"' in youth.get(page).text


@pytest.mark.parametrize(
    "typed",
    ["<svg onload=alert(1)>", '"><img src=x onerror=alert(1)>', "{{7*7}}${7*7}%s%n{0.__class__}", "\x00\u202ex"],
)
def test_c1_c9_what_is_typed_is_shown_and_never_run(app: Flask, demo: Session, typed: str) -> None:
    demo.rollback()
    texts = dict.fromkeys(("title", "summary", "body", "limits", "room", "contact", "facilitator"), typed)
    youth, page = draft(app, **(WHOLE | texts | {"asks-0-text": typed}))
    assert do(youth, f"{page}/translate?to=fr", "translate", title=typed, summary=typed, body=typed).status_code == 303
    assert do(youth, f"{page}/submit", "submit").status_code == 303
    for path in ("", "/preview", "/versions/1", "/translate?to=fr", "/check-translation", "/receipt", "/recall"):
        shown = youth.get(page + path)
        assert shown.status_code == 200, path
        assert "<svg onload" not in shown.text, path
        assert "<img src=x" not in shown.text, path
        assert ">49<" not in shown.text, path
        assert "49$" not in shown.text, path
