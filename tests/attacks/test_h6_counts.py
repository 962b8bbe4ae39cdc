"""H6: numbers under load: whatever was read and kept in between, at rest a page shows what the rows say."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.comments.models import Comment
from participation.db import begin_write
from participation.initiatives.models import CoSignature
from tests import network, visits
from tests.attacks import oracle

PARTNERS = ("old", "fire", "wardens", "watch")
LEAVING = ("old", "watch")
LIST = "/en/initiatives/?state=consultation"
CO_SIGNED = re.compile(r"(\d+) partners? co-signed")


def act(client: FlaskClient, path: str, name: str) -> None:
    """Co-sign, say something and, where it is one of those, leave again."""
    assert visits.do(client, f"{path}/co-sign", mandate="y").status_code == 303
    said = visits.do(client, f"{path}/comment", text=f"We are {name}.", language="nl", scope="partners")
    assert said.status_code == 303
    if name in LEAVING:
        assert visits.do(client, f"{path}/withdraw-co-signature", reason=network.REASON).status_code == 303


def read(client: FlaskClient, path: str, over: threading.Event) -> int:
    """Read the list and the page until all is over; return how often."""
    looked = 0
    while not over.is_set():
        for address in (LIST, path):
            assert oracle.sound(client.get(address)).status_code == 200
        looked += 1
    return looked


def rows(net: Session) -> tuple[int | None, int | None]:
    """Count the co-signatures in force, and the comments."""
    net.rollback()
    standing = select(func.count()).select_from(CoSignature).where(CoSignature.ended_at.is_(None))
    return net.scalar(standing), net.scalar(select(func.count()).select_from(Comment))


@pytest.mark.race
def test_h6_at_rest_every_page_shows_as_many_as_there_are_rows(site: Flask, net: Session) -> None:
    begin_write(net)
    path = f"/en/initiatives/{network.standing_at(net, 'consultation')}"
    net.commit()
    partners = {name: visits.enter(site, name) for name in PARTNERS}
    readers, over = [visits.enter(site, name) for name in ("fire2", "desk")], threading.Event()
    with ThreadPoolExecutor(len(partners) + len(readers)) as pool:
        reading = [pool.submit(read, client, path, over) for client in readers]
        for acting in [pool.submit(act, client, path, name) for name, client in partners.items()]:
            acting.result()
        over.set()
        assert all(one.result() for one in reading)
    standing, said = rows(net)
    assert (standing, said) == (len(PARTNERS) - len(LEAVING), len(PARTNERS))
    for client in readers:
        page, listed = client.get(path).text, client.get(LIST).text
        for text in (page, listed):
            assert {int(number) for number in CO_SIGNED.findall(text)} == {standing}
        assert len(set(re.findall(r"We are \w+\.", page))) == said
