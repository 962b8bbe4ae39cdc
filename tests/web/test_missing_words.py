"""A message without a translation shows its source text, and the log names it once."""

import pytest

from participation import languages
from participation.languages import catalogue_of


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_what_is_missing_is_shown_in_the_source_and_logged_once(
    language: str, caplog: pytest.LogCaptureFixture
) -> None:
    catalogue_of.cache_clear()
    words = catalogue_of(language)
    for _look in range(3):
        assert words.gettext("A canary in English") == "A canary in English"
        assert words.ngettext("%(number)s canary", "%(number)s canaries", 2) == "%(number)s canaries"
    words.gettext("Initiatives")  # there is one
    missed = [record.getMessage() for record in caplog.records]
    assert len(missed) == 2
    assert all(f"into {language}" in line for line in missed)
    assert "A canary in English" in missed[0]


def test_the_log_does_not_grow_without_end(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "MOST_NOTED", 3)
    words = languages.Missed("nl")
    for number in range(9):
        words.gettext(f"canary {number}")
    assert len(caplog.records) == 3


def test_the_source_language_misses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert catalogue_of("en").gettext("A canary in English") == "A canary in English"
    assert not caplog.records
