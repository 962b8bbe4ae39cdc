"""The picture of an initiative's life is the one its rows draw."""

from participation.initiatives.diagram import PAGE, drawn
from participation.initiatives.lifecycle import STAGES, Status
from participation.initiatives.transitions import TRANSITIONS


def test_the_picture_is_as_new_as_the_rows() -> None:
    page = PAGE.read_text("utf-8")
    assert drawn(page) == page, "docs/lifecycle.md is out of date: make diagram"


def test_the_picture_leaves_out_no_act_and_no_state() -> None:
    page = PAGE.read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in TRANSITIONS)
    assert all(f" {status}" in page for status in Status)
    assert len(page.split("## Who sees what")[1].splitlines()) > len(STAGES)
