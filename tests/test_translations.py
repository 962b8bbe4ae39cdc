"""No message is missing or fuzzy in any language, none is out of date, and each is written as its language is."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from participation.languages import FOLDER, SOURCE
from participation.tongues import LANGUAGES
from tests.wording import INFORMAL, WRONG_WORDS, catalogue, examples, faults, reference

KEYWORDS = {"_": None, "_l": None, "_n": (1, 2)}
METHODS = [("participation/**.py", "python"), ("templates/**.html", "jinja2")]
LONGEST = 25  # words of a sentence
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
    for wanted, plural in asked().items():
        assert wanted in known, wanted
        named = set(PLACEHOLDER.findall(plural or wanted))
        assert all(set(PLACEHOLDER.findall(said)) <= named for said in known[wanted]), wanted


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE}))
def test_no_message_is_left_over_and_every_plural_is_whole(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        found = read_po(source, locale=language)
    one_or_many = {one.id if isinstance(one.id, str) else one.id[0]: one for one in found if one.id}
    assert left_over(one_or_many) == set()
    assert not found.obsolete
    for wanted, plural in asked().items():
        message = one_or_many[wanted]
        if plural:
            assert message.id == (wanted, plural)
            assert len(message.string or ()) == found.num_plurals, wanted
        else:
            assert isinstance(message.string, str), wanted


def left_over(known: Iterable[str]) -> set[str]:
    """List what a catalogue says though nothing asks for it."""
    return set(known) - asked().keys()


def test_a_message_that_nothing_asks_for_is_seen() -> None:
    assert left_over([*asked(), "Nobody says this."]) == {"Nobody says this."}


@cache
def asked() -> dict[str, str]:
    """Map every message of code and templates to its plural; empty where it has none."""
    root = Path(__file__).parents[1]
    found: dict[str, str] = {}
    for _file, _line, one, _comments, _context in extract_from_dir(root, METHODS, keywords=KEYWORDS):
        wanted, plural = (one, "") if isinstance(one, str) else (one[0], one[1])
        found[wanted] = plural or found.get(wanted, "")
    return found


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE}))
@pytest.mark.parametrize("texts", [catalogue, reference, examples])
def test_signs_and_spaces_are_those_of_the_language(texts: Callable[[str], Iterable[str]], language: str) -> None:
    said = list(texts(language))
    assert said
    assert not [(one, found) for one in said if (found := faults(language, one))]


def test_what_is_wrong_is_seen_and_what_only_looks_wrong_is_not() -> None:
    for wrong in ("Où ?", "Où\u00a0?", "Où?", "« oui »", "l'avis", "n° 7", "7 %", "1 000", "9 mars", "Attendez..."):
        assert faults("fr", wrong), wrong
    for right in ("Où\u202f?", "à 14:02", "https://un.example/a?b=c", "«\u202foui\u202f»", "Quoi\u202f?!"):
        assert not faults("fr", right), right
    assert faults("de", "„so”")
    assert not faults("de", "„so“")


@pytest.mark.parametrize("language", sorted(INFORMAL))
def test_readers_are_addressed_formally_and_by_the_words_of_the_glossary(language: str) -> None:
    wrong = re.compile(f"{INFORMAL[language]}|{WRONG_WORDS[language]}", re.IGNORECASE)
    assert not [one for one in (*catalogue(language), *reference(language)) if wrong.search(one)]


def test_no_sentence_of_the_source_is_long() -> None:
    """Plain language: whoever reads slowly, or in a second language, gets to the end of each sentence."""
    with (FOLDER / "nl" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        texts = [message.id if isinstance(message.id, str) else message.id[1] for message in read_po(source)]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s", text)]
    assert not [sentence for sentence in sentences if len(sentence.split()) > LONGEST]
