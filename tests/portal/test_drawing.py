"""The drawing of the network: steady, inside its frame, readable."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.portal.drawing import HEIGHT, WIDTH, Link, lay_out


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Link]]:
    number = draw(st.integers(0, 14))
    pairs = list(combinations(range(number), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []
    return number, [(a, b, draw(st.integers(1, 40))) for a, b in chosen]


@given(networks())
def test_every_circle_lies_inside_the_frame_and_the_same_rows_make_the_same_drawing(
    network: tuple[int, list[Link]],
) -> None:
    placed = lay_out(*network)
    assert placed == lay_out(*network)
    assert len(placed) == network[0]
    for x, y, radius in placed:
        assert radius <= x <= WIDTH - radius
        assert radius <= y <= HEIGHT - radius


def test_circles_do_not_cover_one_another_and_the_busiest_is_the_largest() -> None:
    links = [(0, other, 1 + other % 3) for other in range(1, 14)] + [(2, 5, 1), (3, 7, 1)]
    placed = lay_out(14, links)
    for (ax, ay, ar), (bx, by, br) in combinations(placed, 2):
        assert hypot(ax - bx, ay - by) > ar + br
    assert max(placed, key=lambda circle: circle[2]) == placed[0]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_network_that_has_hardly_begun_can_be_drawn(number: int) -> None:
    assert len(lay_out(number, [(0, 1, 1)] if number > 1 else [])) == number
