"""K1: what serves the pages is killed again and again under load: what was acknowledged is there, and once."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.commands.serving import web
from participation.comments.models import Comment
from participation.db import begin_write
from participation.initiatives.models import CoSignature, Initiative
from participation.journal import actions as journal
from participation.journal.models import Entry
from participation.organisations.models import Organisation
from tests import network, visits
from tests.attacks.clients import DONE, LOST, Browser, Deed, at_work, cookie_of, same_site
from tests.conftest import EVERYTHING
from tests.notifications.servers import free_port
from tests.system.processes import answers, members, running, until, work_of

LIVES = 100 if EVERYTHING else 1  # of the server; in each its worker is killed, and then itself
ONCE = 40 if EVERYTHING else 8  # what can be done once only, for each
EVERY = 3  # so many comments, then one of those
BETWEEN = 20  # answers between two kills
BACK_WITHIN = 10  # seconds of work: others may want the machine as well
ENDED = select(func.count()).select_from(Entry)


class Line(NamedTuple):
    """Somebody's browser: what can be done there once only, and everything it sends."""

    client: FlaskClient
    once: list[Deed]
    everything: Iterator[Deed]


@pytest.fixture
def lines(site: Flask, net: Session) -> list[Line]:
    """One comments, one comments and co-signs, one comments and submits."""
    begin_write(net)
    public = network.standing_at(net, "published")
    asked = [network.standing_at(net, "consultation") for _one in range(ONCE)]
    drafts = [network.draft(net) for _one in range(ONCE)]
    net.commit()
    doing: dict[str, tuple[str, list[str]]] = {"fire": ("", []), "old": ("co-sign", asked), "young": ("submit", drafts)}
    return [line(site, name, public, *doing[name]) for name in doing]


def line(site: Flask, name: str, public: str, act: str, references: list[str]) -> Line:
    """Fill in the forms as their pages give them."""
    client = visits.enter(site, name)
    paths = [f"/en/initiatives/{reference}/{act}" for reference in references]
    once = [Deed(path, path, visits.fields(client.get(path).text, act) | {"mandate": "y"}) for path in paths]
    path = f"/en/initiatives/{public}/comment"
    form = visits.fields(client.get(path).text, "comment") | {"scope": "public", "language": "nl"}
    said = (f"Word {number} of {name}" for number in count())
    return Line(client, once, mixed((Deed(text, path, form | {"nonce": text, "text": text}) for text in said), once))


def mixed(endless: Iterator[Deed], once: list[Deed]) -> Iterator[Deed]:
    left = iter(once)
    for number, deed in enumerate(endless):
        yield deed
        if number % EVERY == 0:
            yield from (one for one in [next(left, None)] if one is not None)


def standing(net: Session) -> Counter[str]:
    """Count what is there, by what the deeds are called."""
    net.rollback()
    found = Counter(net.scalars(select(Comment.text)))
    old = (
        select(Initiative.reference)
        .join(CoSignature)
        .join(Organisation, Organisation.id == CoSignature.organisation_id)
    )
    found.update(f"/en/initiatives/{one}/co-sign" for one in net.scalars(old.where(Organisation.slug == "old")))
    submitted = select(Initiative.reference).where(Initiative.status == "submitted")
    found.update(f"/en/initiatives/{one}/submit" for one in net.scalars(submitted))
    return found


def live(pages: subprocess.Popen[bytes], port: int, browsers: list[Browser]) -> None:
    """Let one server live until its worker is killed, it has another one, and it is killed itself."""

    def back() -> None:
        until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "not back")
        assert max(work_of(pid) for pid in members(pages.pid)) < BACK_WITHIN
        wanted = sum(len(one.said) for one in browsers) + BETWEEN
        until(lambda: sum(len(one.said) for one in browsers) > wanted, "no answers")

    back()
    killed = next(pid for pid in members(pages.pid) if pid != pages.pid)
    os.kill(killed, signal.SIGKILL)
    until(lambda: killed not in members(pages.pid), "lives on")
    back()
    os.kill(pages.pid, signal.SIGKILL)


def test_k1_killed_under_load_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    site: Flask, net: Session, url: str, lines: list[Line], tmp_path: Path
) -> None:
    before, written, port = standing(net), net.scalar(ENDED), free_port()
    browsers = [Browser(port, cookie_of(line.client)) for line in lines]
    with at_work(zip(browsers, (line.everything for line in lines), strict=True)):
        for _life in range(LIVES):
            with running(web(port), tmp_path / "log", **same_site(url, tmp_path)) as pages:
                live(pages, port, browsers)
    said = [one for browser in browsers for one in browser.said]
    assert {one.status for one in said} == {DONE, LOST}, Counter(one.status for one in said)
    there = standing(net) - before
    assert set(there.values()) == {1}
    assert {one.what for one in said if one.status == DONE} <= there.keys() <= {one.what for one in said}
    assert (net.scalar(ENDED) or 0) - (written or 0) == len(there)
    for client, once, _line in lines:  # a browser tries again what it had no answer to
        assert {client.post(deed.path, data=deed.fields).status_code for deed in once} <= {DONE}
    assert {deed.what for line in lines for deed in line.once} <= (standing(net) - before).keys()
    begin_write(net)
    journal.seal(net)
    net.commit()
