"""A page that is passed on has a picture of its own in each language: for what everyone may read, and nothing else."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.lifecycle import Status, VersionState
from participation.initiatives.models import Initiative, Translation, Version
from participation.portal import covers
from participation.tongues import LANGUAGES
from participation.web.limits import Pace
from tests.portal.conftest import PUBLIC
from tests.portal.test_pages import signed_in

pytestmark = pytest.mark.engines_in_turn

SHOWN = {Status.PUBLISHED, Status.CONCLUDED}
ONE_ENGINE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
MARK = re.compile(r"picture-([0-9a-f]{20})\.png$")


def said(page: str, name: str) -> str:
    found = re.findall(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)"', page)
    assert len(found) == 1, name
    return unescape(found[0])


def references(demo: Session, *states: Status) -> list[str]:
    found = list(demo.scalars(select(Initiative.reference).where(Initiative.status.in_(states))))
    demo.rollback()
    return found


def path_of(page: str) -> str:
    address = said(page, "og:image")
    assert address.startswith(f"{PUBLIC}/")
    return address.removeprefix(PUBLIC)


def test_every_public_initiative_has_a_picture_in_each_language(site: Flask, demo: Session) -> None:
    client, marks = site.test_client(), set()
    for reference in references(demo, *SHOWN):
        for language in LANGUAGES:
            page = client.get(f"/{language}/initiatives/{reference}", headers={"Host": "evil.example"}).text
            path = path_of(page)
            assert path.startswith(f"/{language}/initiatives/{reference}/picture-")
            assert (said(page, "og:image:width"), said(page, "og:image:height")) == ("1200", "630")
            assert said(page, "og:title") in said(page, "og:image:alt")
            assert said(page, "twitter:card") == "summary_large_image"
            marks.add(path.rsplit("-", 1)[1])
    assert len(marks) >= len(LANGUAGES) * 2
    answer = client.get(path)
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    assert "Set-Cookie" not in answer.headers


def test_the_site_and_organisations_have_one_too(site: Flask, demo: Session) -> None:
    demo.rollback()
    client = site.test_client()
    for page in ("/fr/", "/de/about", "/nl/organisations/brandweerverbond-noordster"):
        assert client.get(path_of(client.get(page).text)).mimetype == "image/png"
    assert path_of(client.get("/fr/").text) == path_of(client.get("/fr/about").text)
    assert path_of(client.get("/fr/").text) != path_of(client.get("/de/").text)


def test_a_picture_may_be_kept_for_an_hour_and_is_asked_for_again(site: Flask, demo: Session) -> None:
    demo.rollback()
    client = site.test_client()
    path = path_of(client.get("/en/").text)
    answer = client.get(path)
    assert (answer.cache_control.public, answer.cache_control.max_age) == (True, 3600)
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    older = client.get(MARK.sub("picture-0.png", path))
    assert (older.status_code, older.location) == (302, path)


def test_what_is_not_public_has_no_picture_for_anyone(site: Flask, demo: Session) -> None:
    shut = references(demo, *(state for state in Status if state not in {*SHOWN, Status.WITHDRAWN}))
    assert len(shut) >= 6
    visitor, moderator = site.test_client(), signed_in(site, "moderator")
    unknown = visitor.get("/en/initiatives/2020-9999/picture-0.png")
    for reference in shut:
        answers = [one.get(f"/en/initiatives/{reference}/picture-0.png") for one in (visitor, moderator)]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].data == unknown.data
        page = moderator.get(f"/en/initiatives/{reference}")
        assert page.status_code == 404 or "/en/picture-" in said(page.text, "og:image")  # the site's


def test_a_text_that_changes_has_another_address(site: Flask, demo: Session) -> None:
    [reference, *_rest] = references(demo, Status.PUBLISHED)
    client = site.test_client()
    before = client.get(f"/en/initiatives/{reference}/picture-0.png").location
    begin_write(demo)
    for kind in (Version, Translation):
        demo.execute(update(kind).values(title="Something else"))
    demo.commit()
    assert client.get(f"/en/initiatives/{reference}/picture-0.png").location != before


def test_a_translation_of_a_text_that_waits_for_the_desk_is_not_shown(site: Flask, demo: Session) -> None:
    waiting = demo.scalars(select(Version).where(Version.state == VersionState.PENDING)).first()
    assert waiting is not None
    found = demo.get_one(Initiative, waiting.initiative_id)
    demo.execute(delete(Translation).where(Translation.initiative_id == found.id))
    words = {"language": "en", "title": "canary", "summary": "canary", "at": found.changed_at}
    demo.add(Translation(initiative_id=found.id, version=waiting.number, **words))
    demo.commit()
    client = site.test_client()
    for path in ("", ".ics"):
        assert "canary" not in client.get(f"/en/initiatives/{found.reference}{path}").text


@ONE_ENGINE
def test_pictures_are_painted_once_and_the_oldest_go(
    site: Flask, demo: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.rollback()
    painted: list[object] = []

    def paint(*of: object) -> bytes:
        painted.append(of)
        return b"a picture"

    monkeypatch.setattr(covers, "MOST", 3)
    monkeypatch.setattr(covers, "painted", paint)
    client = site.test_client()
    paths = [path_of(client.get(f"/{language}/").text) for language in LANGUAGES]
    for path in (*paths, paths[-1]):
        assert client.get(path).data == b"a picture"
    assert len(painted) == len(LANGUAGES)
    assert len(list((site.config["SETTINGS"].data_dir / "pictures").iterdir())) == 3
    client.get(paths[0])
    assert len(painted) == len(LANGUAGES) + 1


@ONE_ENGINE
def test_whoever_asks_for_too_many_is_told_to_wait(site: Flask, demo: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.rollback()
    monkeypatch.setattr(covers, "PAINTINGS", Pace("pictures", 1, 60))
    client = site.test_client()
    first, second = (path_of(client.get(f"/{language}/").text) for language in ("nl", "fr"))
    assert client.get(first).status_code == 200
    refused = client.get(second)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get(first).status_code == 200  # what is there costs nothing


@ONE_ENGINE
def test_a_brush_that_is_never_free_says_so(site: Flask, demo: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.rollback()
    monkeypatch.setattr(covers, "PATIENCE", 0.01)
    client = site.test_client()
    path = path_of(client.get("/nl/").text)
    with covers.BRUSH:
        assert client.get(path).status_code == 503
    assert client.get(path).status_code == 200


@ONE_ENGINE
def test_a_picture_that_cannot_be_kept_is_shown_all_the_same(site: Flask, demo: Session) -> None:
    demo.rollback()
    (site.config["SETTINGS"].data_dir / "pictures").write_text("a file in the way")
    client = site.test_client()
    assert client.get(path_of(client.get("/nl/").text)).status_code == 200
