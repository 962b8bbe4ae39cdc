"""Words are set as large as they fit, and cut where nothing else helps."""

import pytest

from participation.painting.lettering import BOLD, CUT, Face, fitted, one_line, plain

FACES = tuple(Face(BOLD, size) for size in (80, 60, 40))
LONG = "Rechtsschutzversicherungsgesellschaften"


def test_a_short_title_is_large_and_a_long_one_smaller() -> None:
    assert fitted("Tea", 640, 300, FACES).face == FACES[0]
    assert fitted("Think before you click: coffee with the neighbourhood officer", 640, 280, FACES).face == FACES[1]


def test_no_word_stands_alone_at_the_end() -> None:
    set_in = fitted("The neighbourhood meets fire and police crews", 640, 400, (Face(BOLD, 60),))
    widths = [set_in.face.width(line) for line in set_in.lines]
    assert len(widths) > 1
    assert min(widths) > max(widths) / 2


@pytest.mark.parametrize("words", [LONG * 4, f"{LONG} " * 30, "x" * 400, "a", "ß" * 120, "-" * 90])
def test_whatever_is_written_stays_inside_its_box(words: str) -> None:
    set_in = fitted(words, 640, 240, FACES)
    assert set_in.height <= 240
    assert all(set_in.face.width(line) <= 640 for line in set_in.lines)


def test_what_does_not_fit_is_cut_at_a_word() -> None:
    line = one_line("Citizens and safety professions, round one table", 300, Face(BOLD, 30))
    assert line.endswith(CUT)
    assert line[:-1] in {"Citizens and", "Citizens and safety", "Citizens"}
    assert one_line("Citizens", 300, Face(BOLD, 30)) == "Citizens"


def test_signs_the_font_lacks_leave_no_boxes() -> None:
    assert plain("Café 🚒 in  de\nbuurt") == "Café in de buurt"
    assert plain("Qui\u202f?") == "Qui\u00a0?"
    assert plain("e\u0301") == "é"
