"""Every route is tried over HTTP by every kind of person, and answers as its row in `access.py` says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from participation.app import create_app
from tests import network, visits
from tests.access import GROUPS, PEOPLE, READERS, ROWS, Row
from tests.templates import settings_for

STATES = ("submitted", "consultation", "published", "unpublished")
THROUGH = {200, 204, 302, 303, 409, 422}  # past the question of who may; what is sent is empty: much is refused
ENDS_THE_VISIT = {"accounts.sign_out", "accounts.enter"}
MISSING = {"static"}  # answers 404 to everyone for a file that is not there


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert without_row(app) == set()
    assert set(ROWS) <= {rule.endpoint for rule in rules(app)}
    assert {row.may for rows in ROWS.values() for row in rows} <= set(GROUPS)


def without_row(app: Flask) -> set[str]:
    """Name the routes that the table forgets."""
    return {rule.endpoint for rule in rules(app)} - set(ROWS)


def test_a_route_without_a_row_is_found(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/x.db"))
    app.add_url_rule("/<lang>/initiatives/<reference>/everything", "portal.everything", lambda **_given: "")
    assert without_row(app) == {"portal.everything"}


def methods_of(rule: Rule) -> set[str]:
    return (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}


def expected(row: Row, person: str, method: str) -> set[int]:
    if person in GROUPS[row.may]:
        return THROUGH
    sent_to_sign_in = person == "visitor" and method == "POST"
    about = row.values.get("reference") or row.values.get("slug", "")
    if person not in READERS.get(about, PEOPLE) and not sent_to_sign_in:
        return {404}
    return {row.visitor if person == "visitor" else row.others}


@pytest.fixture
def references(net: Session) -> dict[str, str]:
    """An initiative in each of the states the rows name, co-signed by the fire service where that is possible."""
    made = {state: network.standing_at(net, state) for state in STATES}
    network.sign(net, "fire", made["consultation"])
    for name, scope in (("said", "public"), ("whispered", "partners")):
        made[name] = network.say(net, "fire", made["published"], scope)
    net.commit()
    return made


def attempts(app: Flask, references: dict[str, str]) -> Iterator[tuple[str, str, str, Row]]:
    for rule in rules(app):
        for row in ROWS[rule.endpoint]:
            values = {key: references.get(value, value) for key, value in row.values.items()}
            values |= {"lang": "en"} if "lang" in rule.arguments else {}
            path = app.url_map.bind("localhost").build(rule.endpoint, values)
            yield from ((rule.endpoint, method, path, row) for method in methods_of(rule))


@pytest.mark.engines_in_turn
@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_each_person_gets_what_the_row_says(app: Flask, references: dict[str, str], person: str) -> None:
    wrong = []
    client = visits.enter(app, person)
    for endpoint, method, path, row in attempts(app, references):
        if endpoint in ENDS_THE_VISIT:
            client = visits.enter(app, person)
        answer = client.get(path) if method == "GET" else visits.send(client, path, person, email=person)
        is_right = answer.status_code in expected(row, person, method)
        if answer.status_code == 303 and person not in GROUPS[row.may]:
            is_right = is_right and "/sign-in" in answer.headers["Location"]
        if not is_right and endpoint not in MISSING:
            wrong.append((endpoint, method, dict(row.values), answer.status_code))
        if endpoint in ENDS_THE_VISIT:
            client = visits.enter(app, person)
    assert not wrong, "\n".join(map(str, wrong))
