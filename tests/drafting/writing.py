"""A text in the youth council's hands, driven through the forms of a browser."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.portal.test_pages import do, hidden, signed_in

WHOLE = {
    "title": "Thee met de wachten", "summary": "Een namiddag in het park.", "body": "Wij zetten *thee*.",
    "audiences": ["youth"], "municipality": "Kortrijk", "date_kind": "fixed_day", "date_from": "2099-03-09",
    "limits": "Geen klachten.", "asks-0-type": "send_professional", "asks-0-pillar": "security_professions",
    "asks-0-number": "3", "asks-0-text": "Drie brandweermensen", "hour": "14:00", "contact": "Bo, bo@jeugd.example",
}  # fmt: skip


def draft(app: Flask, **more: object) -> tuple[FlaskClient, str]:
    """A signed-in representative, and the address of a new draft's page."""
    client = signed_in(app, "youth")
    made = do(client, "/en/initiatives/new", "create", title=WHOLE["title"], language="nl")
    page = made.location.removesuffix("/edit")
    if more:
        assert do(client, f"{page}/edit", "edit", **more).status_code == 303
    return client, page


def autosave(client: FlaskClient, page: str, step: str = "", **fields: object) -> TestResponse:
    """What the script sends after a pause: the whole form, to another address."""
    form = hidden(client.get(f"{page}/edit{step}").text, "edit")
    return client.post(f"{page}/edit/autosave", data=form | fields, headers={"X-Requested-With": "autosave"})


def to_consultation(app: Flask, client: FlaskClient, page: str) -> FlaskClient:
    """Submit, and let the desk present it to the partners; returns the moderator."""
    assert do(client, f"{page}/submit", "submit").status_code == 303
    desk = signed_in(app, "moderator")
    ticks = dict.fromkeys(CHECKS, "y")
    assert do(desk, f"{page}/open-consultation", "open-consultation", **ticks).status_code == 303
    return desk


CHECKS = (
    "check-citizen_proposer", "check-safety_profession", "check-no_individual_case", "check-no_private_person",
    "check-clear_asks", "check-dates", "check-no_advertising",
)  # fmt: skip
