"""A campaign brings its own name, logo and colours, and they stand wherever those of the first one stood."""

import json
import shutil
from pathlib import Path

import pytest
from flask import Flask

from participation import assets
from participation.accounts import factors
from participation.settings import Settings, SettingsError
from participation.web import brand
from tests.lasting import AppWith

ROOT = Path(__file__).parents[2]
LARGEST = 10_000  # bytes of a drawing
ONE_ENGINE = pytest.mark.parametrize("templates", ["sqlite"], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of another campaign."""
    shutil.copytree(assets.BRAND, tmp_path / "brand")
    (tmp_path / "brand" / "logo.svg").write_text('<svg viewBox="0 0 1 1"><path id="theirs" d="M0 0h1v1z"/></svg>')
    return tmp_path / "brand"


@ONE_ENGINE
def test_another_name_and_logo_stand_on_every_page(app_with: AppWith, folder: Path) -> None:
    app = app_with(platform_name="Tafel & Co", brand_dir=folder)
    assert json.loads(app.test_client().get("/manifest.webmanifest").text)["name"] == "Tafel & Co"
    for path in ("/nl/", "/en/about", "/de/initiatives/", "/en/nowhere"):
        page = app.test_client().get(path).get_data(as_text=True)
        assert "Tafel &amp; Co</title>" in page
        assert 'id="theirs"' in page
        assert "Réseau" not in page


@ONE_ENGINE
def test_mails_carry_the_name(app: Flask) -> None:
    for ending in ("txt", "html"):
        source = (ROOT / f"templates/emails/layout.{ending}").read_text("utf-8")
        assert "Réseau" not in source
        assert source.count("platform=brand.name") == 2
    assert isinstance(worn := app.jinja_env.globals["brand"], brand.Brand)
    assert worn.name == "Réseau"


def test_an_app_for_codes_says_whose_they_are() -> None:
    assert "issuer=Tafel" in factors.address_for_app("A" * 32, "noor@example.org", "Tafel")


def test_the_style_sheet_wears_the_colours_of_the_folder(folder: Path, tmp_path: Path) -> None:
    sheet = folder / "colours.css"
    sheet.write_text(sheet.read_text("utf-8").replace("#0b5563", "#123456"))
    shutil.copytree(assets.STATIC / "css", tmp_path / "static" / "css")
    assets.build(tmp_path / "static", folder)
    assert "--accent:#123456" in (tmp_path / "static" / "dist" / "site.css").read_text("utf-8")
    assert brand.load("Tafel", folder).colours["accent"] == "#123456"


def test_browsers_telephones_and_mails_show_the_icon_of_the_folder(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "static" / "dist"
    shutil.copytree(assets.STATIC / "css", tmp_path / "static" / "css")
    assets.build(tmp_path / "static")
    before = [(made / name).read_bytes() for name in ("apple-touch-icon.png", "favicon.ico", "icon-192.png")]
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="#123456" d="M8 8h32v32z"/></svg>'
    (folder / "icon.svg").write_text(drawing)
    assets.build(tmp_path / "static", folder)
    assert (made / "favicon.svg").read_text() == drawing
    after = [(made / name).read_bytes() for name in ("apple-touch-icon.png", "favicon.ico", "icon-192.png")]
    assert all(old != new for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize("drawing", ["", "<svg ><script/></svg>", '<svg onload="x()"/>', '<svg ><a href="x"/></svg>'])
def test_a_logo_that_is_more_than_a_drawing_stops_the_start(folder: Path, drawing: str) -> None:
    (folder / "logo.svg").write_text(drawing)
    with pytest.raises(ValueError, match="plain <svg>"):
        brand.load("Tafel", folder)


@pytest.mark.parametrize("name", ["x" * 41, "two\nlines"])
def test_a_name_that_fits_no_header_stops_the_start(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PLATFORM_NAME"):
        Settings.from_env({"PLATFORM_NAME": name, "DATA_DIR": str(tmp_path)})


def test_a_folder_without_its_files_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BRAND_DIR"):
        Settings.from_env({"BRAND_DIR": str(tmp_path), "DATA_DIR": str(tmp_path)})


def test_the_sender_wears_the_name(tmp_path: Path) -> None:
    made = Settings.from_env({"PLATFORM_NAME": 'Tafel, "Co"', "DATA_DIR": str(tmp_path)})
    assert made.mail_from == '"Tafel, \\"Co\\"" <no-reply@reseau.example>'


@ONE_ENGINE
def test_every_drawing_is_small(app: Flask) -> None:
    ours = (path for path in (ROOT / "static").rglob("*.svg") if path.parent.name != "dist")  # a map is no drawing
    drawings = [path.read_bytes() for path in ours]
    with app.test_request_context("/en/styleguide"):
        for name, values in (
            ("illustration", ("table", "lost", "fault")),
            ("ask_pictogram", ("send_professional", "spread_word", "none")),
            ("pictogram", ("citizens", "owners", "none")),
        ):
            macro = getattr(app.jinja_env.get_template(f"components/{name}.html").module, name)
            drawings += [macro(value).encode() for value in values]
    assert max(map(len, drawings)) < LARGEST
