"""B3 and B7: neither a preview nor the history of a public text shows what was written before."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.lifecycle import VersionState
from participation.initiatives.models import Initiative, Version
from tests.drafting.writing import WHOLE, draft, to_consultation
from tests.portal.test_pages import do, signed_in


def published_second(app: Flask) -> tuple[FlaskClient, str]:
    """A text of which version 1 was never public, and version 2 is."""
    youth, page = draft(app, **(WHOLE | {"summary": "BEFORE anyone could read it."}))
    for language in ("fr", "de"):
        made = {"title": f"OLD{language}", "summary": "OLDER", "language": language}
        assert do(youth, f"{page}/translate?to={language}", "translate", **made).status_code == 303
    desk = to_consultation(app, youth, page)
    assert do(youth, f"{page}/edit?step=text", "edit", summary="After.").status_code == 303
    assert do(youth, f"{page}/revise", "revise").status_code == 303
    reason = "Everyone agrees, and the day comes soon."
    assert do(desk, f"{page}/publish", "publish", reason=reason).status_code == 303
    return youth, page


def test_b7_visitors_open_the_version_published_first_and_later_ones_only(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = published_second(app)
    visitor = app.test_client()
    assert visitor.get(f"{page}/versions/1").status_code == 404
    assert visitor.get(f"{page}/versions/1/2").status_code == 404
    shown = visitor.get(f"{page}/versions/2")
    assert shown.status_code == 200
    listed = shown.text.split("data-versions")[1].split("</ul>")[0]
    assert "Version 1" in listed  # named,
    assert "versions/1" not in listed  # not linked
    for language in ("en", "fr", "de", "nl"):
        there = visitor.get(page.replace("/en/", f"/{language}/")).text
        for old in ("BEFORE", "OLDfr", "OLDde", "OLDER"):
            assert old not in there
        for word in ("BEFORE", "OLDfr"):
            assert page.rsplit("/", 1)[1] not in visitor.get(f"/{language}/initiatives/?q={word}").text
    for client in (youth, signed_in(app, "fire"), signed_in(app, "moderator")):
        assert "BEFORE" in client.get(f"{page}/versions/1").text
        assert "BEFORE" in client.get(f"{page}/versions/1/2").text


def test_b7_a_version_that_waits_or_was_refused_is_not_read_by_others(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = published_second(app)
    assert do(youth, f"{page}/edit?step=text", "edit", summary="WAITS").status_code == 303
    assert do(youth, f"{page}/revise", "revise").status_code == 303
    for client in (app.test_client(), signed_in(app, "fire")):
        assert client.get(f"{page}/versions/3").status_code == 404
        assert "version 3" not in client.get(f"{page}/versions/2").text
        assert client.get(f"{page}/receipt").status_code == 404
    assert "WAITS" in youth.get(f"{page}/versions/2/3").text


def test_b3_previews_of_what_is_not_public_are_not_there(app: Flask, demo: Session) -> None:
    shut = select(Initiative.reference).where(Initiative.published_at.is_(None))
    references = list(demo.scalars(shut))
    accepted = select(Initiative.reference, Version.number).join(Version).where(Version.state == VersionState.ACCEPTED)
    numbers = list(demo.execute(accepted.where(Initiative.published_at.is_(None))))
    demo.rollback()
    assert references
    assert numbers
    for client in (app.test_client(), signed_in(app, "admin")):
        for reference in references:
            assert client.get(f"/en/initiatives/{reference}/preview").status_code == 404
        for reference, number in numbers:
            assert client.get(f"/en/initiatives/{reference}/versions/{number}").status_code == 404


def test_versions_are_compared_word_by_word_and_field_by_field(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    to_consultation(app, youth, page)
    changed = {
        "summary": "Een avond in het park.", "audiences": ["youth", "elderly"], "date_from": "2099-03-10",
        "municipality": "Gent", "asks-0-number": "4", "asks-0-text": "Vier brandweermensen",
    }  # fmt: skip
    key = re.search(r'name="asks-0-key"[^>]* value="([0-9a-f]+)"', youth.get(f"{page}/edit").text)
    assert key
    assert do(youth, f"{page}/edit", "edit", **(WHOLE | changed | {"asks-0-key": key[1]})).status_code == 303
    fire = signed_in(app, "fire")
    assert do(fire, f"{page}/co-sign", "co-sign", mandate="y").status_code == 303
    before = youth.get(f"{page}/revise").text
    assert "1 organisation has co-signed" in before
    assert do(youth, f"{page}/revise", "revise").status_code == 303
    shown = fire.get(f"{page}/versions/1/2").text
    pieces = [re.sub("<span.*?</span>", "", found) for found in re.findall(r"<(?:del|ins)>(.*?)</(?:del|ins)>", shown)]
    for word in ("namiddag ", "avond ", "Kortrijk", "3", "4", "Drie ", "Vier "):
        assert word in pieces
    assert "changes the substance" in shown
    assert "Title" in shown.split("data-unchanged")[1]
    first = fire.get(f"{page}/versions/1").text
    assert first.count("data-organisation=") == 1
