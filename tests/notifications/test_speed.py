"""An event with many followers costs its request little, and the worker seldom lets them wait."""

from pathlib import Path

from tests.benching.mails import measure

MANY = 600
LOWEST = 150  # mails a second, whatever else the machine does; `make bench` prints what it can


def test_an_event_with_many_followers_is_queued_in_few_statements_and_fanned_out_fast(tmp_path: Path) -> None:
    found = measure(tmp_path, MANY)
    assert found.statements < 50
    assert found.mails >= MANY
    assert found.both >= LOWEST
