"""Who may be told, and how it is chosen: the page of one's own mails, follows, and what visitors ask for."""

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.notifications import filters
from participation.notifications.models import Follow, MailPreference
from participation.organisations.policy import VISITOR
from participation.portal.listing import Wanted, listed
from tests.notifications.browser import Browser, let_in
from tests.notifications.scene import TITLE, Scene, text_of
from tests.portal.test_pages import hidden

WEEK = timedelta(days=7)


def link(text: str, word: str) -> str:
    """Return the path of the link in a mail that holds a word."""
    return "/" + next(part for part in text.split() if f"/{word}/" in part).split("/", 3)[3]


def asked(scene: Scene, app: Flask, query: str, address: str = "vera@example.be") -> Browser:
    """Let a visitor ask to be told."""
    visitor = Browser(app)
    page = visitor.get(f"/nl/tell-me?{query}").text
    sent = visitor.post("/nl/tell-me", hidden(page, "tell-me") | {"email": address})
    assert sent.status_code == 303, sent.text
    scene.work()
    return visitor


def agreed(scene: Scene, app: Flask, query: str, address: str = "vera@example.be") -> Browser:
    visitor = asked(scene, app, query, address)
    name = address.partition("@")[0]
    path = link(text_of(scene.mails()[name][-1]), "follow")
    form = hidden(visitor.get(path).text, "agree")
    assert visitor.post(path, form).status_code == 200
    for file in scene.folder.glob("*.eml"):
        file.unlink()
    scene.at = clock.now()  # what happens next happens afterwards
    return visitor


def test_what_is_chosen_is_kept_and_shown(scene: Scene, app: Flask) -> None:
    nele = let_in(scene, app, "nele")
    page = nele.get("/en/account/notifications").text
    assert 'name="desk"' not in page  # she is no moderator
    chosen = {"needs_me": "daily", "news": "never", "comments": "nonsense", "hour": "19"}
    assert nele.post("/en/account/notifications", hidden(page, "choose-mails") | chosen).status_code == 303
    scene.session.rollback()
    kept = scene.session.scalars(select(MailPreference).where(MailPreference.hour == 19)).one()
    assert kept.channels == {"needs_me": "daily", "news": "never"}
    page = nele.get("/en/account/notifications").text
    assert len(re.findall(r"\schecked[\s>]", page)) == 5  # one of each kind, and the hour is a list
    assert 'name="desk"' in let_in(scene, app, "mo").get("/en/account/notifications").text


def test_a_person_follows_and_mutes_from_the_page_of_the_initiative(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    scene.quiet()
    wim = let_in(scene, app, "wim")
    address = f"/en/initiatives/{reference}"
    form = hidden(wim.get(address).text, "watch")
    assert wim.post(f"{address}/follow", form).status_code == 303
    assert 'data-action="as-usual"' in wim.get(address).text
    scene.co_sign(reference)
    scene.work()
    assert len(scene.mails()["wim"]) == 1
    assert wim.post(f"{address}/mute", form).status_code == 303
    scene.act(reference, "unpublish", reason="Er staat een naam in de tekst.")
    scene.work()
    assert len(scene.mails()["wim"]) == 1


def test_nobody_follows_what_may_not_be_seen(scene: Scene, app: Flask) -> None:
    reference = scene.submitted()
    wim = let_in(scene, app, "wim")
    form = {"csrf_token": hidden(wim.get("/en/account/notifications").text, "choose-mails")["csrf_token"]}
    assert wim.post(f"/en/initiatives/{reference}/follow", form).status_code == 404
    assert Browser(app).get(f"/en/tell-me?initiative={reference}").status_code == 404


def test_a_visitor_is_told_only_after_agreeing_and_only_what_is_public(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    scene.quiet()
    asked(scene, app, f"initiative={reference}")
    (mail,) = scene.mails()["vera"]
    assert mail["List-Unsubscribe"] is None
    scene.co_sign(reference, statement="Te vroeg.")
    scene.tell()
    scene.work(at=WEEK)
    assert len(scene.mails()["vera"]) == 1  # did not agree
    agreed(scene, app, f"initiative={reference}")
    scene.co_sign(reference, "wim", "wardens", statement="Wij ook.")
    scene.tell()
    scene.work(at=WEEK)
    (mail,) = scene.mails()["vera"]
    assert "Wij ook." in text_of(mail)
    assert "Te vroeg" not in text_of(mail)  # nothing for what is old
    assert "/nl/stop/f" in str(mail["List-Unsubscribe"])


def test_the_page_that_agrees_names_what_is_followed_as_long_as_everyone_may_read_it(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    visitor = asked(scene, app, f"initiative={reference}")
    path = link(text_of(scene.mails()["vera"][-1]), "follow")
    assert f"{TITLE}</span>" in visitor.get(path).text
    asked(scene, app, "municipality=Kortrijk", "tom@example.be")
    search = link(text_of(scene.mails()["tom"][-1]), "follow")
    assert "Kortrijk" in visitor.get(search).text
    scene.act(reference, "unpublish", reason="Er staat een naam in de tekst.")
    assert TITLE not in visitor.get(path).text


def test_a_filter_brings_what_fits_when_it_is_published(scene: Scene, app: Flask) -> None:
    agreed(scene, app, "municipality=Kortrijk&state=published&nonsense=1")
    agreed(scene, app, "municipality=Gent", "gert@example.be")
    scene.published()
    scene.tell()
    scene.work(at=WEEK)
    assert TITLE in text_of(scene.mails()["vera"][0])
    assert "gert" not in scene.mails()


def test_the_answer_is_the_same_for_an_address_that_follows_and_no_second_mail_goes_out(
    scene: Scene, app: Flask
) -> None:
    reference = scene.published()
    scene.quiet()
    agreed(scene, app, f"initiative={reference}")
    asked(scene, app, f"initiative={reference}")
    assert "vera" not in scene.mails()
    assert len(scene.session.scalars(select(Follow)).all()) == 1


def test_a_flood_is_told_to_wait_and_an_address_that_is_none_is_refused(scene: Scene, app: Flask) -> None:
    visitor = Browser(app)
    form = hidden(visitor.get("/en/tell-me").text, "tell-me")
    assert visitor.post("/en/tell-me", form | {"email": "a@example.be\nBcc: b@example.be"}).status_code == 422
    answers = []
    for _number in range(7):
        form = hidden(visitor.get("/en/tell-me").text, "tell-me")
        answers.append(visitor.post("/en/tell-me", form | {"email": "vera@example.be"}).status_code)
    assert answers[0] == 303
    assert answers[-1] == 429
    assert len(scene.session.scalars(select(Follow)).all()) == 1


def test_a_filter_means_the_same_to_the_list_and_to_the_mails(demo: Session) -> None:
    every = [
        {"q": "koffie"}, {"pillar": "security_professions"}, {"kind": "youth_council"}, {"audience": "youth"},
        {"language": "fr"}, {"language": "nl", "audience": "elderly"}, {"q": "brandweer"}, {},
    ]  # fmt: skip
    public = listed(demo, VISITOR, Wanted(), "nl")
    for given in every:
        about = filters.canonical(given)
        asked_for: dict[str, Any] = dict(filters.values_of(about))
        shown = {place.id for place in listed(demo, VISITOR, Wanted(**asked_for), "nl")}
        fitting = {place.id for place in public if filters.fitting(demo, place.id, [about])}
        assert fitting == shown, given
