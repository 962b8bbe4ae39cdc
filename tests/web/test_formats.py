"""Days from one to another, as people of each language write them."""

from datetime import date

import pytest

from participation.web import formats

SPANS = {
    "nl": ("2-23 maart 2027", "2 maart - 4 april 2027", "2 maart 2027 - 1 januari 2028"),
    "fr": ("2-23 mars 2027", "2 mars - 4 avril 2027", "2 mars 2027 - 1 janvier 2028"),
    "de": ("2.-23. März 2027", "2. März - 4. April 2027", "2. März 2027 - 1. Januar 2028"),
    "en": ("2-23 March 2027", "2 March - 4 April 2027", "2 March 2027 - 1 January 2028"),
}
ENDS = (date(2027, 3, 23), date(2027, 4, 4), date(2028, 1, 1))


@pytest.mark.parametrize("language", SPANS)
def test_what_both_days_share_is_said_once(language: str) -> None:
    said = tuple(formats.days(date(2027, 3, 2), last, language) for last in ENDS)
    assert tuple(" ".join(one.replace("\u2013", "-").split()) for one in said) == SPANS[language]
