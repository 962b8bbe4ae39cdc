"""L9: whoever reads names and addresses beyond the own organisation may, and leaves a line each time; ids only."""

import json
import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation.db import begin_write
from tests import network, visits
from tests.access import ROWS
from tests.attacks import links
from tests.test_access import STATES

LOGGER = "participation.security"
ADDRESS = re.compile(r"[\w.+-]+@(?:network|elsewhere|kust)\.example")


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    found = [json.loads(record.getMessage()) for record in caplog.records if record.name == LOGGER]
    return [line for line in found if line["event"] == "read"]


def pages(site: Flask, made: dict[str, str]) -> list[str]:
    """List the address of every page of the URL map, over what its rows of access name."""
    found = []
    for rule in site.url_map.iter_rules():
        for row in ROWS[rule.endpoint] if "GET" in (rule.methods or ()) else ():
            values = {key: made.get(value, value) for key, value in row.values.items()} | {"lang": "en"}
            found.append(site.url_map.bind("localhost").build(rule.endpoint, values))
    return found


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["desk", "admin"])
def test_l9_every_page_with_addresses_of_others_leaves_a_line_that_names_nobody(
    site: Flask, net: Session, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    begin_write(net)
    made = {state: network.standing_at(net, state) for state in STATES}
    made["said"] = network.say(net, "fire", made["published"], "public")
    waiting = links.make(net, site)
    net.commit()
    caplog.set_level(logging.INFO, LOGGER)
    client, seen = visits.enter(site, who), set()
    own = {network.email(name) for name in network.PEOPLE if visits.hat_of(name) == visits.hat_of(who)}
    for path in [*pages(site, made), f"/en/{waiting['barriers.answer'].path}"]:
        caplog.clear()
        answer = client.get(path)
        others = set(ADDRESS.findall(answer.text)) - own if answer.status_code == 200 else set()
        if others:
            seen.add(path)
            assert [line["actor"] for line in lines(caplog)], (path, others)
            assert not ADDRESS.search(caplog.text)
    assert len(seen) >= 2, seen


def test_l9_whose_list_is_read_by_whom_stands_in_the_line(
    site: Flask, net: Session, caplog: pytest.LogCaptureFixture
) -> None:
    net.rollback()
    caplog.set_level(logging.INFO, LOGGER)
    path = "/en/organisations/young/members/"

    def read(client: FlaskClient) -> int:
        caplog.clear()
        return client.get(path).status_code

    assert read(visits.enter(site, "young")) == 200
    assert lines(caplog) == []  # one's own
    assert read(visits.enter(site, "fire")) == 404
    assert lines(caplog) == []
    assert read(visits.enter(site, "desk")) == 200
    (line,) = lines(caplog)
    assert (line["route"], line["about"]) == ("organisations.members", {"slug": "young"})
    assert line["actor"] == network.deed(net, "desk").actor.key
