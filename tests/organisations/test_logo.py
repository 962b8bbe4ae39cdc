"""A logo is drawn anew from what was uploaded, stands where the organisation is named, and goes when it is told to."""

import io
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from participation.organisations.logo import Drawn, face, read
from participation.organisations.models import Logo
from tests.organisations.test_joining import WISH, link_in_mail
from tests.portal.test_pages import do, hidden, signed_in

JOIN = "/en/join"
SRC = re.compile(r'<img class="emblem[^"]*" src="(/logos/[^"]+)"')


def picture(
    kind: str = "PNG", size: tuple[int, int] = (300, 100), colour: tuple[int, ...] = (200, 30, 30, 255), **more: object
) -> bytes:
    written = io.BytesIO()
    made = Image.new("RGBA", size, colour)
    (made.convert("RGB") if kind == "JPEG" else made).save(written, kind, **more)
    return written.getvalue()


def upload(client: FlaskClient, path: str, act: str, fields: dict[str, Any], data: bytes) -> TestResponse:
    sent = hidden(client.get(path).text, act) | fields | {"logo": FileStorage(io.BytesIO(data), "logo.png", "logo")}
    boundary, body = encode_multipart(sent)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def profile_of(client: FlaskClient, slug: str) -> dict[str, Any]:
    page = client.get(f"/en/organisations/{slug}/edit").text
    assert 'data-action="edit-profile"' in page
    return hidden(page, "edit-profile") | {"about_nl": "Wij zijn jong.", "languages": ["nl"]}


def slug_of(client: FlaskClient) -> str:
    found = re.search(r"/en/organisations/([\w-]+)/members", client.get("/en/workspace/").text)
    assert found is not None
    return found[1]


def test_every_picture_becomes_a_square_in_two_sizes_and_keeps_its_transparent_ground() -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        drawn = read(picture(kind))
        assert isinstance(drawn, Drawn)
        for data, side in ((drawn.large, 256), (drawn.small, 64)):
            shown = Image.open(io.BytesIO(data))
            assert (shown.format, shown.mode, shown.size) == ("PNG", "RGBA", (side, side))
            assert shown.getpixel((0, 0)) == (0, 0, 0, 0)  # above a wide logo there is nothing
            assert shown.getpixel((side // 2, side // 2))[3] == 255  # type: ignore[index]  # of four bands


def test_initials_leave_out_the_small_words() -> None:
    assert face(1, "Jeugdraad van de Stad Gent", None) == ("JS", "")
    assert face(1, "L'Amitié des Aînés", None)[0] == "AA"
    assert face(7, "AIG", "abc") == ("A", "/logos/7-abc-")


def test_a_logo_comes_with_the_application_and_shows_once_the_organisation_takes_part(
    app: Flask, demo: Session
) -> None:
    demo.rollback()
    visitor, desk = app.test_client(), signed_in(app, "moderator")
    sent = upload(visitor, JOIN, "apply", WISH, picture())
    assert sent.status_code == 303
    assert demo.scalars(select(Logo)).one().organisation_id is None
    demo.rollback()
    assert do(visitor, link_in_mail(visitor), "confirm-application").status_code == 303
    kept = demo.scalars(select(Logo)).one()
    address = f"/logos/{kept.organisation_id}-{kept.fingerprint}-64.png"
    demo.rollback()
    assert visitor.get(address).status_code == 404  # not public before the desk has said yes
    shown = desk.get(address)
    assert shown.status_code == 200
    assert "no-store" in shown.headers["Cache-Control"]


def test_a_representative_shows_replaces_and_removes_the_logo(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, reader = signed_in(app, "youth"), app.test_client()
    slug = slug_of(youth)
    edit, page = f"/en/organisations/{slug}/edit", f"/en/organisations/{slug}"
    assert SRC.search(reader.get(page).text) is None
    fields = profile_of(youth, slug)
    preview = upload(youth, edit, "edit-profile", fields | {"preview": "1"}, picture())
    assert 'data-logo="drawn"' in preview.text
    assert SRC.search(reader.get(page).text) is None  # nothing is saved yet
    kept = hidden(preview.text, "edit-profile")
    assert kept["logo_kept"]
    assert youth.post(edit, data=fields | kept).status_code == 303  # without the file: it went along
    first = SRC.search(reader.get(page).text)
    assert first is not None
    answer = reader.get(first[1])
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert first[1].replace("256.png", "64.png") in reader.get("/en/organisations/").text


def test_another_logo_has_another_address_and_one_that_is_gone_has_none(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, reader = signed_in(app, "youth"), app.test_client()
    slug = slug_of(youth)
    edit, page = f"/en/organisations/{slug}/edit", f"/en/organisations/{slug}"
    addresses = []
    for colour in ((200, 0, 0, 255), (0, 90, 0, 255)):
        sent = upload(youth, edit, "edit-profile", profile_of(youth, slug), picture(colour=colour))
        assert sent.status_code == 303
        shown = SRC.search(reader.get(page).text)
        assert shown is not None
        addresses.append(shown[1])
    first, second = addresses
    assert second != first
    assert reader.get(first).status_code == 404
    removing = profile_of(youth, slug) | {"without_logo": "y"}
    assert youth.post(edit, data=removing).status_code == 303
    assert SRC.search(reader.get(page).text) is None
    assert reader.get(second).status_code == 404


def test_the_co_signature_shows_the_logo(app: Flask, demo: Session) -> None:
    demo.rollback()
    fire, reader = signed_in(app, "fire"), app.test_client()
    slug = slug_of(fire)
    fields = profile_of(fire, slug)
    assert upload(fire, f"/en/organisations/{slug}/edit", "edit-profile", fields, picture()).status_code == 303
    signed = re.search(r'href="(/en/initiatives/2026-\d+)"', reader.get(f"/en/organisations/{slug}").text)
    assert signed is not None
    assert re.search(rf'<li data-organisation="{slug}"><img class="emblem"\s+src="/logos/', reader.get(signed[1]).text)


def test_only_a_representative_puts_a_logo_there(app: Flask, demo: Session) -> None:
    demo.rollback()
    slug = slug_of(signed_in(app, "youth"))
    editor, before = signed_in(app, "editor"), demo.scalar(select(func.count()).select_from(Logo))
    demo.rollback()
    fields = hidden(editor.get("/en/initiatives/new").text, "create") | {"about_nl": "x", "languages": ["nl"]}
    sent = fields | {"logo": (io.BytesIO(picture()), "a.png")}
    assert editor.post(f"/en/organisations/{slug}/edit", data=sent).status_code == 403
    assert demo.scalar(select(func.count()).select_from(Logo)) == before
