"""What the documents promise is there, and what is there is in the documents."""

import re
from pathlib import Path

import pytest

from participation import settings
from participation.demo.loader import ACCOUNTS, PASSWORD

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
READ = re.compile(r"env(?:\.get\(|, )\"([A-Z_]+)\"")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
LARGEST_PICTURE = 150_000


def test_the_settings_table_names_every_setting_and_no_other() -> None:
    read = set(READ.findall(Path(settings.__file__).read_text("utf-8"))) | set(settings.PRODUCTION_NEEDS)
    read |= {name.upper() for name in (*settings.NUMBERS, *settings.WORDS)}
    table = README.split("## Settings")[1].split("\n## ")[0]
    named = {
        name for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert named == read - {"FLASK_DEBUG"}


def test_the_readme_names_every_demo_account() -> None:
    assert PASSWORD in README
    assert all(account.removesuffix("@demo.example") in README for account in ACCOUNTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert not missing


def test_every_target_that_the_documents_name_can_be_made() -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert named <= made


def test_pictures_in_the_documents_are_small() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert all(picture.stat().st_size <= LARGEST_PICTURE for picture in pictures)
