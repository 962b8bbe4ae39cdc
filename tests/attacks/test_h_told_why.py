"""ATTACKS 1.0: a refusal for what has changed names how things stand now, and for whom one acts."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.comments.lifecycle import State as CommentState
from participation.db import begin_write
from participation.initiatives.lifecycle import Status
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.web.words import PRESENT
from tests import network, visits
from tests.attacks import oracle
from tests.attacks.test_a_access import made

pytestmark = pytest.mark.engines_in_turn

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


WHO_DID_IT = (  # who comes too late, with which act, whom the page names, and whom not
    ("desk2", "published", "publish", "a moderator"),
    ("fire", "concluded", "co-sign", "by The young, on"),
    ("young2", "concluded", "withdraw", " of The young, on"),
    ("young", "consultation", "submit", "a moderator"),
)


@pytest.mark.parametrize("late", WHO_DID_IT, ids=" ".join)
def test_who_comes_too_late_reads_what_was_done_and_finds_no_button(
    site: Flask, net: Session, late: tuple[str, str, str, str]
) -> None:
    name, status, act, said = late
    typed = "Words that were typed with care."
    path = f"{made(net, status)}/{act}"
    refused = oracle.sound(visits.send(visits.enter(site, name), path, name, reason=typed, statement=typed))
    assert refused.status_code == 409
    main = refused.text.partition("<main")[2].partition("</main")[0]
    assert said in main.partition("data-happened>")[2].partition("</p>")[0]
    assert "<form" not in main
    assert main.count(typed) == 2  # to be copied
    assert f'href="/en/{"desk" if name.startswith("desk") else "initiatives"}/' in main


def test_no_stranger_reads_the_name_of_who_did_it(site: Flask, net: Session) -> None:
    begin_write(net)
    net.scalars(select(Person).where(Person.email == network.email("young"))).one().name = "Kanarie Vogels"
    net.commit()
    path = made(net, "concluded")
    names = {}
    for name in ("fire", "young2"):
        names[name] = visits.send(
            visits.enter(site, name), f"{path}/{'co-sign' if name == 'fire' else 'withdraw'}", name
        )
    assert "Kanarie" in names["young2"].text
    assert "Kanarie" not in names["fire"].text


def test_a_form_for_another_organisation_names_both_as_its_reader_calls_them(site: Flask, net: Session) -> None:
    begin_write(net)
    net.scalars(select(Organisation).where(Organisation.slug == "fire")).one().names = {"en": "The firefighters"}
    net.commit()
    path = f"{made(net, 'consultation')}/co-sign"
    both = visits.enter(site, "both")
    refused = oracle.sound(visits.send(both, path, "both", organisation="young"))
    assert refused.status_code == 409
    assert "This form was made for “The young”; you now act for “The firefighters”." in refused.text


def test_a_form_for_an_organisation_one_does_not_belong_to_names_no_stranger(site: Flask, net: Session) -> None:
    path = f"{made(net, 'consultation')}/co-sign"
    refused = oracle.sound(visits.send(visits.enter(site, "fire"), path, "fire", organisation="watch"))
    assert refused.status_code == 409
    assert "This form was made for “another organisation”; you now act for “The fire”." in refused.text
