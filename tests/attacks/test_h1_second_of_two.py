"""H1 beyond the working copy: whatever two people can change, the second reads what the first saved, and chooses."""

from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.reasons.models import Reason
from tests import visits
from tests.attacks import oracle
from tests.attacks.test_a_access import made

TITLES = {"nl": "Titel", "fr": "Titre", "de": "Titel", "en": "Title"}


class Place(NamedTuple):
    """What is changed, by whom, with which form; a field of its own for each of the two, and what else is asked."""

    one: str
    other: str
    path: str
    act: str
    mine: str
    yours: str
    needed: dict[str, Any]


PLACES = {
    "details": Place(
        "young", "young_editor", "{published}/update-details", "update-details", "room", "facilitator", {}
    ),
    "translation": Place(
        "young", "young_editor", "{published}/translate?to=fr", "translate", "title", "body",
        {"title": "Le thé", "summary": "Un après-midi."},
    ),
    "profile": Place(
        "young", "young2", "/en/organisations/young/edit", "edit-profile", "about_nl", "about_fr",
        {"about_nl": "Wij praten.", "languages": ["nl"]},
    ),
    "contact": Place(
        "young", "young2", "/en/organisations/young/edit", "edit-profile", "link_0_name", "link_1_name",
        {"about_nl": "Wij praten.", "languages": ["nl"], "link_0_name": "Report", "link_0_address": "https://a.example",
         "link_1_name": "Pictures", "link_1_address": "https://b.example", "contact": "all@young.example"},
    ),
    "reason": Place(
        "admin", "admin", "/en/admin/reasons/zzz/edit", "edit-reason", "title_nl", "wording_fr",
        {f"{part}_{code}": words for part in ("title", "wording") for code, words in TITLES.items()},
    ),
}  # fmt: skip


def address(net: Session, path: str) -> str:
    if "{published}" in path:
        return path.format(published=made(net, "published"))
    begin_write(net)
    words = {"titles": TITLES, "wordings": TITLES, "hides_page": False}
    net.add(Reason(code="zzz", position=99, retired=False, **words))
    net.commit()
    return path


@pytest.mark.parametrize("what", PLACES)
def test_the_second_of_two_sees_what_the_first_saved_and_chooses(site: Flask, net: Session, what: str) -> None:
    one, other, path, act, first_field, second_field, needed = PLACES[what]
    path = address(net, path)
    first, second = visits.enter(site, one), visits.enter(site, other)
    theirs, mine = (visits.fields(client.get(path).text, act) | needed for client in (first, second))
    assert first.post(path, data=theirs | {first_field: "Saved by the first"}).status_code == 303
    refused = oracle.sound(second.post(path, data=mine | {second_field: "Typed by the second"}))
    assert refused.status_code == 409
    assert "data-conflict" in refused.text
    assert "Saved by the first" in refused.text
    assert "Typed by the second" in refused.text
    assert "Saved by the first" in first.get(path).text, "a refusal changes nothing"
    again = visits.fields(refused.text, act) | needed | {second_field: "Typed by the second"}
    assert second.post(path, data=again).status_code == 303
    assert "Typed by the second" in second.get(path).text


@pytest.mark.parametrize("what", PLACES)
def test_any_other_refusal_gives_no_leave_to_replace_what_one_was_not_shown(
    site: Flask, net: Session, what: str
) -> None:
    one, other, path, act, first_field, second_field, needed = PLACES[what]
    path = address(net, path)
    first, second = visits.enter(site, one), visits.enter(site, other)
    theirs, mine = (visits.fields(client.get(path).text, act) | needed for client in (first, second))
    assert first.post(path, data=theirs | {first_field: "Saved by the first"}).status_code == 303
    forged = oracle.sound(second.post(path, data=mine | {second_field: "Typed", "csrf_token": "foreign"}))
    assert forged.status_code == 400
    again = visits.fields(forged.text, act) | needed | {second_field: "Typed"}
    assert second.post(path, data=again).status_code == 409
    assert "Saved by the first" in first.get(path).text
