"""B: what was taken down for a reason that hides the page is not there for strangers; the others find its notice."""

from flask import Flask
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.models import Initiative
from tests import network, visits
from tests.attacks import oracle

SERIOUS, USUAL = "attacks", "commercial"


def taken_down(site: Flask, net: Session, code: str) -> str:
    begin_write(net)
    reference = network.standing_at(net, "published", title="Tea among hostile words")
    net.commit()
    page = f"/en/initiatives/{reference}"
    form = visits.enter(site, "desk")
    answer = visits.do(form, f"{page}/unpublish", reason="It insults the neighbours.", reason_code=code)
    assert oracle.sound(answer).status_code == 303
    return reference


def test_b_a_usual_reason_leaves_a_notice_and_a_serious_one_nothing(site: Flask, net: Session) -> None:
    usual, serious = taken_down(site, net, USUAL), taken_down(site, net, SERIOUS)
    visitor = site.test_client()
    notice = oracle.sound(visitor.get(f"/en/initiatives/{usual}"))
    assert notice.status_code == 200
    assert "It insults the neighbours." in notice.text
    gone, never = visitor.get(f"/en/initiatives/{serious}"), visitor.get("/en/initiatives/2026-9999")
    assert gone.status_code == never.status_code == 404
    # One body for both; only the address differs.
    assert gone.text.replace(serious, "x") == never.text.replace("2026-9999", "x")
    for path in ("/versions/1", ".ics", "/tell-me"):
        assert visitor.get(f"/en/initiatives/{serious}{path}").status_code == 404, path
    for who in ("watch", "shut", "admin"):
        assert visits.enter(site, who).get(f"/en/initiatives/{serious}").status_code == 404, who


def test_b_nothing_public_names_it(site: Flask, net: Session) -> None:
    serious = taken_down(site, net, SERIOUS)
    visitor = site.test_client()
    for path in ("/en/", "/en/initiatives/?q=hostile", "/en/initiatives/?state=unpublished", "/en/sitemap-1.xml",
                 "/en/organisations/young", "/en/decisions"):  # fmt: skip
        page = oracle.sound(visitor.get(path))
        assert serious not in page.text, path
        assert "hostile words" not in page.text, path
    listed = visitor.get("/en/decisions").text
    assert listed.count("data-statement") == 1  # that it happened, and the words of the catalogue alone
    assert "Attacks a person or group" in listed
    assert "It insults the neighbours." not in listed


def test_b_those_concerned_still_read_appeal_and_answer(site: Flask, net: Session) -> None:
    serious = taken_down(site, net, SERIOUS)
    page = f"/en/initiatives/{serious}"
    for who in ("young", "fire", "desk2"):
        answer = visits.enter(site, who).get(page)
        assert answer.status_code == 200, who
        assert "hostile words" in answer.text, who
    assert visits.do(visits.enter(site, "young"), f"{page}/appeal", reason="We have mended it.").status_code == 303
    assert "We have mended it." in visits.enter(site, "desk2").get(f"/en/desk/{serious}").text
    assert visits.do(visits.enter(site, "desk2"), f"{page}/republish", reason="It is mended.").status_code == 303
    assert site.test_client().get(page).status_code == 200
    net.rollback()
    found = network.load(net, serious)
    assert isinstance(found, Initiative)
    assert not found.page_hidden


def test_b_withdrawing_it_brings_no_notice_back(site: Flask, net: Session) -> None:
    serious = taken_down(site, net, SERIOUS)
    page = f"/en/initiatives/{serious}"
    assert visits.do(visits.enter(site, "young"), f"{page}/withdraw", reason="We stop here.").status_code == 303
    assert site.test_client().get(page).status_code == 404


def test_b_the_moderator_is_told_what_the_reason_does_and_no_reason_is_invented(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "published")
    net.commit()
    page, desk = f"/en/initiatives/{reference}/unpublish", visits.enter(site, "desk")
    form = desk.get(page).text
    assert "Attacks a person or group (strangers find no notice either)" in form
    assert "Commercial</option>" in form
    wrong = visits.do(desk, page, reason=network.REASON, reason_code="no such reason")
    assert oracle.sound(wrong).status_code == 422
    assert network.REASON in wrong.text
