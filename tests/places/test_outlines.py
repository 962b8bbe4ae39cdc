"""The provinces as shapes: those of the package of reference data, small, with room for a number."""

import pytest

from participation.assets import provinces as shapes
from participation.places.data import provinces
from participation.places.outlines import SOURCE, outlines
from participation.places.tracing import trace
from tests.conftest import EVERYTHING

MOST_BYTES = 10_000


def test_every_province_has_a_shape_and_a_place_inside_the_paper() -> None:
    found = outlines()
    assert set(found.areas) == set(provinces())
    for area in found.areas.values():
        assert area.path.startswith("M")
        assert area.path.endswith("z")
        assert 0 < area.x < found.width
        assert 0 < area.y < found.height


@pytest.mark.slow
@pytest.mark.skipif(not EVERYTHING, reason="the data change with the lock file alone; traced anew in make test-all")
def test_the_shapes_are_those_of_the_installed_data() -> None:
    assert trace() == SOURCE.read_text("utf-8")
    assert SOURCE.stat().st_size < MOST_BYTES


def test_the_file_for_pages_names_each_province() -> None:
    drawn = shapes()
    assert all(f'id="{key}"' in drawn for key in (*provinces(), "belgium"))
