"""On an initiative's page colleagues and moderators read who acted for an organisation; nobody else does."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.db import begin_write
from participation.organisations.models import Membership, Organisation
from tests import network, visits
from tests.attacks.test_a_access import made

CANARIES = {"young": "Kanarie Jong", "fire": "Kanarie Vuur"}


@pytest.fixture
def page(net: Session) -> str:
    begin_write(net)
    for who, name in CANARIES.items():
        net.scalars(select(Person).where(Person.email == network.email(who))).one().name = name
    net.commit()
    return made(net, "published")


def read(site: Flask, who: str, page: str) -> str:
    """Read what the page itself says: its header greets whoever is signed in."""
    return visits.enter(site, who).get(page).text.partition("<main")[2]


def test_each_reads_the_names_of_his_own(site: Flask, net: Session, page: str) -> None:
    net.rollback()
    seen = {who: read(site, who, page) for who in ("young_editor", "fire_editor", "desk", "watch", "admin", "visitor")}
    named = {who: {key for key, name in CANARIES.items() if name in text} for who, text in seen.items()}
    assert named == {
        "young_editor": {"young"}, "fire_editor": {"fire"}, "desk": {"young", "fire"}, "watch": set(), "admin": set(),
        "visitor": set(),
    }  # fmt: skip


def test_a_kept_page_of_visitors_holds_no_name_after_a_colleague_has_looked(
    site: Flask, net: Session, page: str
) -> None:
    net.rollback()
    for who in ("fire_editor", "visitor", "desk", "visitor"):
        text = read(site, who, page)
        assert who != "visitor" or "Kanarie" not in text


def test_who_left_and_asked_for_it_is_named_a_former_member(site: Flask, net: Session, page: str) -> None:
    begin_write(net)
    person = select(Person.id).where(Person.email == network.email("fire")).scalar_subquery()
    fire = select(Organisation.id).where(Organisation.slug == "fire").scalar_subquery()
    one = net.scalars(
        select(Membership).where(Membership.person_id == person, Membership.organisation_id == fire)
    ).one()
    one.ended_at = one.unnamed_at = clock.now()
    net.commit()
    for who in ("fire2", "desk"):
        text = read(site, who, page)
        assert CANARIES["fire"] not in text
        assert "former representative of The fire" in text


def test_who_withdrew_a_co_signature_is_named_and_not_who_signed(site: Flask, net: Session, page: str) -> None:
    begin_write(net)
    net.scalars(select(Person).where(Person.email == network.email("fire2"))).one().name = "Kanarie Twee"
    net.commit()
    colleague = visits.enter(site, "fire2")
    answer = visits.send(colleague, f"{page}/withdraw-co-signature", "fire", reason="Wij hebben geen tijd meer.")
    assert answer.status_code == 303
    net.rollback()
    told = [read(site, who, page).split("withdrawn on")[1][:80] for who in ("fire_editor", "desk", "watch", "visitor")]
    assert ["by Kanarie Twee" in words for words in told] == [True, True, False, False]
    assert not any(CANARIES["fire"] in words for words in told)
