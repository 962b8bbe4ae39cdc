"""The drawing of the network: steady, inside its frame, readable."""

from itertools import combinations
from math import hypot
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.portal.drawing import DRIFT, SIDE, Frame, Link, Place, arrange, seats, settle
from participation.portal.naming import cut, marks

FRAME = Frame(440, 370)
LARGE, SMALL = Frame(1080, 640, 16, 42), Frame(360, 560, 12, 26, 10)
Network = tuple[list[int], list[Link]]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ones = list(range(draw(st.integers(0, 14))))
    pairs = list(combinations(ones, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []
    return ones, [(a, b, draw(st.integers(1, 40))) for a, b in chosen]


def weights(ones: list[int], links: list[Link]) -> list[int]:
    return [sum(weight for a, b, weight in links if one in (a, b)) for one in ones]


def drawn(network: Network, kept: dict[int, Place], frame: Frame) -> list[tuple[int, int, int]]:
    places = arrange(*network, kept)
    return settle([places[one] for one in network[0]], weights(*network), frame)


def large(number: int, seed: int = 3) -> Network:
    """Make a network of so many, a third of which propose."""
    random = Random(seed)  # noqa: S311  # the same one each time
    pairs = {(random.randrange(number // 3), random.randrange(number // 3, number)) for _one in range(number * 2)}
    return list(range(number)), [(a, b, random.randint(1, 6)) for a, b in sorted(pairs)]


@given(networks())
def test_every_circle_lies_inside_the_frame_and_the_same_rows_make_the_same_drawing(network: Network) -> None:
    placed = drawn(network, {}, FRAME)
    assert placed == drawn(network, {}, FRAME)
    assert len(placed) == len(network[0])
    for x, y, radius in placed:
        assert radius <= x <= FRAME.width - radius
        assert radius <= y <= FRAME.height - radius


@pytest.mark.parametrize(("number", "frame"), [(14, FRAME), (12, LARGE), (60, LARGE), (12, SMALL), (60, SMALL)])
def test_circles_do_not_cover_one_another_and_the_busiest_is_the_largest(number: int, frame: Frame) -> None:
    network = large(number)
    placed = drawn(network, {}, frame)
    for (ax, ay, ar), (bx, by, br) in combinations(placed, 2):
        assert hypot(ax - bx, ay - by) > ar + br
    heaviest = max(zip(weights(*network), network[0], strict=True))[1]
    assert max(radius for _x, _y, radius in placed) == placed[heaviest][2]


@pytest.mark.parametrize("number", [12, 60, 600])
def test_a_new_organisation_moves_the_others_little(number: int) -> None:
    ones, links = large(number)
    today = arrange(ones, links, {})
    new = number
    tomorrow = arrange([*ones, new], [*links, (0, new, 2), (1, new, 1)], today)
    for one in ones:
        assert abs(today[one][0] - tomorrow[one][0]) <= DRIFT + 1
        assert abs(today[one][1] - tomorrow[one][1]) <= DRIFT + 1
    assert all(0 <= value <= SIDE for value in tomorrow[new])
    if number > 60:  # drawn by kind
        return
    before = settle([today[one] for one in ones], weights(ones, links), LARGE)
    after = settle([tomorrow[one] for one in [*ones, new]], [*weights(ones, links), 3], LARGE)
    moved = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(before, after[:-1], strict=True)]
    assert sum(moved) / number < LARGE.width * 0.04


def test_a_quiet_day_changes_almost_nothing() -> None:
    ones, links = large(40)
    places = arrange(ones, links, {})
    for _day in range(10):
        places, before = arrange(ones, links, places), places
    assert sum(hypot(places[o][0] - before[o][0], places[o][1] - before[o][1]) for o in ones) / 40 < DRIFT


def test_round_the_table_everyone_has_a_seat_inside_the_frame() -> None:
    placed = seats(26, SMALL)
    assert len(set(placed)) == 26
    assert all(0 < x < SMALL.width and 0 < y < SMALL.height for x, y in placed)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_network_that_has_hardly_begun_can_be_drawn(number: int) -> None:
    network = list(range(number)), [(0, 1, 1)] if number > 1 else []
    assert len(drawn(network, {}, FRAME)) == number


@pytest.mark.parametrize(("number", "most", "at_least"), [(12, 24, 10), (24, 24, 14), (60, 7, 7)])
def test_no_name_covers_another_or_a_circle_and_long_ones_end_with_a_word(
    number: int, most: int, at_least: int
) -> None:
    circles = drawn(large(number), {}, Frame(1080, 640, 18, 42, 48) if number <= 24 else Frame(1080, 640, 15, 32))
    names = [
        ("Vereniging", "Raad voor de jeugd", "Fédération des associations de quartier")[n % 3] for n in range(number)
    ]
    placed = [mark for mark in marks(circles, names, (1080, 664), most) if mark]
    assert at_least <= len(placed) <= most
    rounds = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    for one in placed:
        left, top, right, bottom = one.box
        assert (left >= 0, top >= 0, right <= 1080, bottom <= 664) == (True,) * 4
        for other in [*rounds, *(mark.box for mark in placed if mark is not one)]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
    assert {one.lines for one in placed} <= {
        ("Vereniging",),
        ("Raad voor de jeugd",),
        ("Fédération des", "associations de…"),
    }
    assert "".join(cut("x" * 40)) == "x" * 18 + "-" + "x" * 17 + "…"


def test_where_all_are_to_have_their_name_nobody_is_left_out_for_having_come_late() -> None:
    circles = [(60, 60, 20), (60, 106, 20), (140, 60, 20)]
    names = ["Jeugdraad", "Seniorenkring", "Politiezone"]
    assert all(marks(circles, names, (240, 160), 3))
    assert sum(mark is not None for mark in marks(circles, names, (240, 160), 2)) == 2
