"""ATTACKS 1.0: a refusal for what has changed names how things stand now, and for whom one acts."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.comments.lifecycle import State as CommentState
from participation.initiatives.lifecycle import Status
from participation.organisations.lifecycle import State
from participation.web.words import PRESENT
from tests import visits
from tests.attacks import oracle
from tests.attacks.test_a_access import made

LATE = (  # who comes too late, on what, with which act, and the state that is named
    ("desk2", "published", "publish", "Now it is published."),
    ("young", "consultation", "submit", "Now it is with the partners."),
    ("fire", "concluded", "co-sign", "Now it is concluded."),
    ("young", "concluded", "edit", "Now it is concluded."),
)


def test_every_state_has_its_sentence() -> None:
    assert {*Status, *CommentState, *State} == set(PRESENT)


@pytest.mark.parametrize("late", LATE, ids=" ".join)
def test_who_comes_too_late_reads_the_present_state(site: Flask, net: Session, late: tuple[str, str, str, str]) -> None:
    name, status, act, said = late
    refused = oracle.sound(visits.send(visits.enter(site, name), f"{made(net, status)}/{act}", name))
    assert refused.status_code == 409
    assert said in refused.text


def test_a_form_for_another_organisation_names_both(site: Flask, net: Session) -> None:
    path = f"{made(net, 'consultation')}/co-sign"
    both = visits.enter(site, "both")
    refused = oracle.sound(visits.send(both, path, "both", organisation="young"))
    assert refused.status_code == 409
    assert "This form was made for “The young”; you now act for “The fire”." in refused.text


def test_a_form_for_an_organisation_one_does_not_belong_to_names_no_stranger(site: Flask, net: Session) -> None:
    path = f"{made(net, 'consultation')}/co-sign"
    refused = oracle.sound(visits.send(visits.enter(site, "fire"), path, "fire", organisation="watch"))
    assert refused.status_code == 409
    assert "This form was made for “another organisation”; you now act for “The fire”." in refused.text
