"""Which act is told to whom, compared with the table in told.txt that was written by hand."""

from pathlib import Path

import pytest

from participation.initiatives.transitions import TRANSITIONS
from participation.notifications.subjects import TELLERS

TABLE = Path(__file__).with_name("told.txt")
QUIET = {"discard", "take", "release"}  # of one's own, or of the desk among itself: nobody else need know


def written() -> dict[str, dict[str, set[str]]]:
    """Read the table: of each package, who is told of each act."""
    found: dict[str, dict[str, set[str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        bare = line.split("#", 1)[0].strip()
        if bare.startswith("["):
            found[bare.strip("[]")] = {}
        elif bare:
            act, *told = bare.split()
            rows = found[list(found)[-1]]
            assert act not in rows, f"{act} stands twice"
            rows[act] = set(told)
    return found


@pytest.mark.parametrize("package", TELLERS)
def test_each_act_is_told_to_those_the_table_names_and_to_nobody_else(package: str) -> None:
    rows = {kind: {str(one) for one in told} for kind, told in TELLERS[package].notices.items()}
    assert rows == written()[package]


def test_the_table_has_no_package_that_tells_nothing() -> None:
    assert set(written()) == set(TELLERS)


def test_every_transition_is_told_or_known_to_be_quiet() -> None:
    told = written()["initiatives"]
    assert {name for name in TRANSITIONS if name not in told} == QUIET
