"""No message is missing or fuzzy in any language, and none is out of date."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from participation.languages import FOLDER, SOURCE
from participation.tongues import LANGUAGES

KEYWORDS = {"_": None, "_l": None, "_n": (1, 2)}
METHODS = [("participation/**.py", "python"), ("templates/**.html", "jinja2")]
PLACEHOLDER = re.compile(r"%\(([a-z_]+)\)s")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE}))
def test_every_message_is_translated(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    known = {}
    for message in catalogue:
        if message.id:
            said = message.string or ""
            strings = (said,) if isinstance(said, str) else tuple(said)
            assert strings
            assert all(strings), message.id
            assert not message.fuzzy, message.id
            known[message.id if isinstance(message.id, str) else message.id[0]] = strings
    root = Path(__file__).parents[1]
    for _file, _line, found, _comments, _context in extract_from_dir(root, METHODS, keywords=KEYWORDS):
        wanted = found if isinstance(found, str) else found[0]
        assert wanted in known, wanted
        named = set(PLACEHOLDER.findall(wanted if isinstance(found, str) else found[1]))
        assert all(set(PLACEHOLDER.findall(said)) <= named for said in known[wanted]), wanted
