"""Attacks I1 to I4 and I7: what is no picture, hides something behind one, or is made to swell up."""

import io
import re
import struct
import zlib
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.organisations.logo import LARGEST, Drawn, read
from participation.organisations.models import Logo, UnconfirmedApplication
from tests.organisations.test_joining import WISH
from tests.organisations.test_logo import JOIN, picture, upload
from tests.portal.test_pages import hidden

pytestmark = pytest.mark.engines_in_turn


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    squeezed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", squeezed) + chunk(b"IEND", b"")


BAD: dict[str, tuple[bytes, str]] = {
    "a page": (b"<!doctype html><script>alert(1)</script>", "no PNG, JPEG or WebP"),
    "an SVG with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "no PNG"),
    "a GIF that is a script": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "no PNG"),
    "a PDF": (b"%PDF-1.7\n<html>", "no PNG"),
    "EICAR": (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "no PNG"),
    "a PNG in its first bytes only": (b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>" * 9, ""),
    "a bomb": (bomb(30_000), "4096 pixels"),
    "one pixel too wide": (picture(size=(4097, 2)), "4096 pixels"),
    "cut off": (picture("JPEG", size=(900, 900))[:1500], "damaged or cut off"),
    "a byte too large": (b"\x89PNG\r\n\x1a\n" + b"\0" * (LARGEST - 7), "at most 2 MB"),
    "a photograph of 6 MB": (b"\xff\xd8" + b"\0" * 6_000_000, "at most 2 MB"),
    "an empty file": (b"", ""),
}


@pytest.mark.parametrize("what", BAD)
def test_i1_i3_i4_what_is_no_logo_is_said_beside_the_field_and_the_words_are_kept(
    app: Flask, demo: Session, what: str
) -> None:
    demo.rollback()
    data, words = BAD[what]
    answer = upload(app.test_client(), JOIN, "apply", WISH, data)
    if what == "an empty file":  # some browsers send one where none was chosen
        assert answer.status_code in {303, 422}
        return
    assert answer.status_code == 422
    said = re.search(r'id="logo-error">(.*?)</p>', answer.text, re.DOTALL)
    assert said is not None
    assert words in said[1]
    assert str(WISH["name"]) in answer.text
    assert not hidden(answer.text, "apply")["logo_kept"]
    assert demo.scalar(select(func.count()).select_from(Logo)) == 0
    assert demo.scalar(select(func.count()).select_from(UnconfirmedApplication)) == 0


def test_i1_what_hides_behind_a_picture_is_gone() -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        drawn = read(picture(kind) + b"<script>alert(1)</script>")
        if isinstance(drawn, Drawn):
            assert b"script" not in drawn.large + drawn.small


def test_i2_the_name_of_the_file_says_nothing(app: Flask, demo: Session) -> None:
    demo.rollback()
    for name in ("../../app.db", "C:\\x.html", ".htaccess", "x" * 300, "a.png.html", "\U0001f600"):
        client = app.test_client()
        sent: dict[str, Any] = hidden(client.get(JOIN).text, "apply") | WISH | {"name": ""}
        sent["logo"] = (io.BytesIO(picture()), name)
        answer = client.post(JOIN, data=sent, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert 'data-logo="drawn"' in answer.text  # the picture is good, the missing name is not
        assert hidden(answer.text, "apply")["logo_kept"]


def test_i3_what_is_beyond_every_size_is_not_read(app: Flask, demo: Session) -> None:
    demo.rollback()
    answer = upload(app.test_client(), JOIN, "apply", WISH, b"\0" * 12_500_000)
    assert answer.status_code == 413


def test_i3_what_goes_along_in_the_form_is_looked_at_again(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    for kept in ("PHNjcmlwdD4=", "not base64", "\0"):
        sent = hidden(client.get(JOIN).text, "apply") | WISH | {"logo_kept": kept, "name": ""}
        answer = client.post(JOIN, data=sent)
        assert answer.status_code == 422
        assert not hidden(answer.text, "apply")["logo_kept"]
    assert demo.scalar(select(func.count()).select_from(Logo)) == 0


def test_i7_where_a_photograph_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (50.0, 30.0, 0.0)}
    exif[0x010E] = "the secretary's garden"
    drawn = read(picture("JPEG", exif=exif, comment=b"private"))
    assert isinstance(drawn, Drawn)
    for data in (drawn.large, drawn.small):
        shown = Image.open(io.BytesIO(data))
        assert not dict(shown.getexif())
        assert set(shown.info) <= {"dpi"}
        assert b"garden" not in data
