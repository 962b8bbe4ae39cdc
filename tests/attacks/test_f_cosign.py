"""F: false or doubled support."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.models import CoSignature
from participation.outbox.models import Event
from tests import network, visits
from tests.attacks import oracle

pytestmark = pytest.mark.engines_in_turn


def made(net: Session, state: str) -> str:
    begin_write(net)
    reference = network.standing_at(net, state)
    net.commit()
    return f"/en/initiatives/{reference}"


def signatures(net: Session) -> int:
    net.rollback()
    return net.scalar(select(func.count()).select_from(CoSignature)) or 0


@pytest.mark.race
def test_f1_many_presses_make_one_signature(site: Flask, net: Session) -> None:
    path = f"{made(net, 'consultation')}/co-sign"
    presses = []
    for name in ("fire", "fire2", "both"):  # one representative, then several
        client = visits.enter(site, name)
        page = client.get(path).text
        presses += [(client, visits.fields(page, "co-sign") | {"mandate": "y"}) for _press in range(8)]
        fresh = [visits.fields(client.get(path).text, "co-sign") | {"mandate": "y"} for _tab in range(4)]
        presses += [(client, fields) for fields in fresh]

    def press(which: int) -> int:
        client, fields = presses[which]
        own = site.test_client()
        own.set_cookie("reseau", client.get_cookie("reseau").value)  # type: ignore[union-attr]  # signed in
        return oracle.sound(own.post(path, data=fields)).status_code

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(press, range(len(presses))))
    assert answers <= {303, 409}
    assert signatures(net) == 1
    assert oracle.entries(net, "co_sign") == 1
    assert (
        net.scalar(select(func.count()).select_from(Event).where(Event.kind == "co_sign", Event.audience == "proposer"))
        == 1
    )


@pytest.mark.parametrize("who", ["young", "young2"])
def test_f3_a_proposer_does_not_support_itself(site: Flask, net: Session, who: str) -> None:
    path = f"{made(net, 'consultation')}/co-sign"
    answer = oracle.sound(visits.send(visits.enter(site, who), path, who, mandate="y", version="1"))
    assert answer.status_code == 403
    assert signatures(net) == 0


@pytest.mark.parametrize("state", network.PATHS)
def test_f4_only_what_is_open_can_be_signed(site: Flask, net: Session, state: str) -> None:
    path = f"{made(net, state)}/co-sign"
    before = signatures(net)
    answer = oracle.sound(visits.send(visits.enter(site, "watch"), path, "watch", mandate="y", version="1"))
    known = {"concluded", "withdrawn_after", "withdrawn_hidden", "unpublished"}
    expected = 303 if state in {"consultation", "published"} else 409 if state in known else 404
    assert answer.status_code == expected
    assert signatures(net) == before + (expected == 303)


@pytest.mark.parametrize("who", ["shut", "new", "desk", "admin"])
def test_f5_nobody_signs_for_an_organisation_that_may_not(site: Flask, net: Session, who: str) -> None:
    path = f"{made(net, 'published')}/co-sign"
    before = signatures(net)
    answer = oracle.sound(visits.send(visits.enter(site, who), path, who, mandate="y", version="1"))
    assert answer.status_code == 403
    assert signatures(net) == before
