"""K14: the site is asked to end while forms are under way: what has begun is finished and answered, then it ends."""

import signal
import sys
from contextlib import suppress
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from participation.commands.serving import web
from participation.comments.models import Comment
from participation.db import begin_write
from participation.initiatives.models import Initiative
from tests import network, visits
from tests.attacks.clients import DONE, Browser, Deed, at_work, cookie_of, same_site
from tests.notifications.servers import free_port
from tests.system.processes import answers, members, running, until

PEOPLE = ("fire", "old", "young")
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def test_k14_asked_to_end_it_finishes_what_has_begun(site: Flask, net: Session, url: str, tmp_path: Path) -> None:
    port = free_port()
    comments = forms(site, net)
    browsers = [Browser(port, cookie) for cookie in comments]
    with running(serving(port), tmp_path / "log", **same_site(url, tmp_path)) as pages:
        until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "no answer")
        begin_write(net)  # the others wait for their turn
        net.execute(select(Initiative.id).with_for_update())
        with at_work(zip(browsers, (iter([one]) for one in comments.values()), strict=True)):
            until(lambda: under_way(net, pages.pid) == len(PEOPLE), "nobody waits")
            pages.send_signal(signal.SIGTERM)
            until(lambda: not answers(f"http://127.0.0.1:{port}/healthz"), "takes new ones")
            net.rollback()
        until(lambda: pages.poll() is not None, "does not end")
        assert pages.returncode == 0, (tmp_path / "log").read_text()
        assert members(pages.pid) == {}
    assert [one.status for browser in browsers for one in browser.said] == [DONE] * len(PEOPLE)
    assert net.scalar(select(func.count()).select_from(Comment)) == len(PEOPLE)


def forms(site: Flask, net: Session) -> dict[str, Deed]:
    """Write a comment at a browser of each, and return what it will send, by its cookie."""
    begin_write(net)
    path = f"/en/initiatives/{network.standing_at(net, 'published')}/comment"
    net.commit()
    found = {}
    for name in PEOPLE:
        client = visits.enter(site, name)
        form = visits.fields(client.get(path).text, "comment") | {"scope": "public", "text": f"Said by {name}."}
        found[cookie_of(client)] = Deed(name, path, form)
    return found


def serving(port: int) -> list[str]:
    """Serve as `flask serve` does, with nothing to do for the one beside the pages."""
    pair = f"import sys; from participation.commands.serving import Pair; sys.exit(Pair({web(port)}, {SLEEPER}).run())"
    return [sys.executable, "-c", pair]


def under_way(net: Session, session: int) -> int:
    """Count the forms that wait for a turn to write."""
    bind = net.get_bind()
    if bind.dialect.name == "postgresql":
        return net.scalar(WAITING) or 0
    turn, found = Path(f"{bind.engine.url.database}.turn"), 0
    for pid in members(session):
        for opened in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found += opened.readlink() == turn
    return found
