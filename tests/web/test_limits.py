"""Limits count who is named, and go on counting where the shared counters do not answer."""

from dataclasses import replace
from pathlib import Path

import pytest

from participation.app import create_app
from participation.errors import TooMany
from participation.web.limits import Pace, network_of, require_pace
from tests.templates import settings_for

TWICE = Pace("test", 2, 60)


def test_the_third_is_told_how_long_to_wait(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/x.db"))
    with app.app_context():
        require_pace(TWICE, "somebody")
        require_pace(TWICE, "somebody", "a network")
        with pytest.raises(TooMany) as refused:
            require_pace(TWICE, "somebody")
        assert 0 < refused.value.seconds <= 60
        require_pace(TWICE, "another")
        require_pace(TWICE, "", "")  # nobody is not counted
        require_pace(Pace("other", 2, 60), "somebody")


def test_the_limits_can_be_off(tmp_path: Path) -> None:
    settings = replace(settings_for(f"sqlite:///{tmp_path}/x.db"), rate_limits=False)
    with create_app(settings).app_context():
        for _time in range(9):
            require_pace(TWICE, "somebody")


def test_without_the_shared_counters_the_process_counts_alone(tmp_path: Path) -> None:
    settings = replace(settings_for(f"sqlite:///{tmp_path}/x.db"), redis_url="redis://127.0.0.1:9/0")
    with create_app(settings).app_context():
        require_pace(TWICE, "somebody")
        require_pace(TWICE, "somebody")
        with pytest.raises(TooMany):
            require_pace(TWICE, "somebody")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/56"),
        ("unix socket", "unix socket"),
        ("", ""),
    ],
)
def test_neighbours_share_a_network(address: str, network: str) -> None:
    assert network_of(address) == network
