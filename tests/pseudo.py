"""A language that nobody speaks: every text of ours in letters with marks, two fifths longer, so that what was never
offered for translation shows, and what has no room for a longer language breaks.

It stands in for the catalogue of the source language, in a process of tests only.
"""

import re
from gettext import NullTranslations

from participation import languages

CODE = "zz"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "áƀçđéƒğħíĵķļḿñóƥɋŕšŧúṽŵẋýžÁɃÇĐÉƑĞĦÍĴĶĻḾÑÓƤɊŔŠŦÚṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, MARKED)
KEPT = re.compile(r"(%\([a-z_]+\)s|%%|<[^>]*>|https?://\S+|\S+@\S+)")
LONGER = 5, 2  # of five letters, two are doubled
WORD = re.compile(r"[^\W\d_]{2,}")


def accented(message: str) -> str:
    """Write a text in letters with marks, and longer; placeholders, markup and addresses stay."""
    parts = KEPT.split(message)
    return "".join(part if number % 2 else _longer(part.translate(LETTERS)) for number, part in enumerate(parts))


def _longer(words: str) -> str:
    said, count = [], 0
    for letter in words:
        said.append(letter)
        if letter.isalpha():
            count += LONGER[1]
            if count >= LONGER[0]:
                count -= LONGER[0]
                said.append(letter.lower())
    return "".join(said)


class Pseudo(NullTranslations):
    """The catalogue, made from the messages as they are asked for."""

    def gettext(self, message: str) -> str:
        """Translate a text."""
        return accented(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Translate a text that depends on a number."""
        return accented(msgid1 if n == 1 else msgid2)


def catalogue_of(_language: str) -> NullTranslations:
    """Take the place of `languages.catalogue_of`."""
    return Pseudo()


def switch_on() -> None:
    """Let this process speak it in the place of English, until it ends."""
    setattr(languages, "catalogue_of", catalogue_of)  # noqa: B010  # what takes its place is no cache


def untouched(text: str) -> list[str]:
    """List the words of a text that went through no catalogue."""
    return [word for word in WORD.findall(text) if word.isascii()]
