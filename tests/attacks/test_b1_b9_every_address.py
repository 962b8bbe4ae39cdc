"""B1 and B9: no address of the URL map and no mail tells what is hidden; files hold the columns that are listed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from participation import clock
from participation.db import begin_write
from participation.initiatives.models import Initiative
from participation.notifications import filters
from participation.notifications.models import Follow
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker
from participation.organisations.models import Organisation
from tests import network
from tests.access import ROWS
from tests.attacks.test_c7_tables import open_data
from tests.notifications.scene import chores

HIDDEN = (
    "draft", "submitted", "changes_requested", "consultation", "declined", "withdrawn", "unpublished",
    "withdrawn_hidden",
)  # fmt: skip
SAMPLES = {"static", "notifications.mail", "notifications.mail_as_html"}  # invented: their numbers are nobody's
FEW = 3  # acts of a form: they share their page
NOTICE = {"unpublished", "withdrawn_hidden"}  # why it was taken down is told to everyone
ALWAYS = ("canaryremark", "canarycontact", "Said for partners.", "Said for moderators.", "canarynewcomer")
SEARCHES = (
    "initiatives/?q={}", "organisations/?q={}", "municipalities?q={}", "initiatives/feed.atom?q={}",
    "initiatives/dates.ics?q={}", "tell-me?q={}", "map?q={}", "network?q={}", "initiatives/?state={}",
)  # fmt: skip
# What the files of open data hold, by hand: a column more is a decision.
COLUMNS = {
    "initiatives": "reference address state language title summary proposer proposer_name kind municipality province"
    " audiences date_kind date_from date_to published_at outcome",
    "asks": "reference type pillar number found text",
    "co-signatures": "reference organisation name pillar kind signed_at version",
}  # fmt: skip


def canary(state: str) -> str:
    return f"canary{state.replace('_', '')}"


@pytest.fixture
def marked(site: Flask, net: Session, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Write a word of its own into all that is said of one in each hidden state, and of a public one what it hides."""
    begin_write(net)
    assert site.name
    given, made = network.given, {}

    def with_remark(*args: Any, **more: Any) -> Any:  # noqa: ANN401  # those of `given`
        return given(*args, **{"remarks": {"title": "canaryremark: which park?"}, **more})

    monkeypatch.setattr(network, "given", with_remark)
    now, everything = clock.now(), filters.canonical({})
    follow = Follow(address="vera@elsewhere.example", about=everything, language="nl", asked_at=now)
    follow.confirmed_at = now
    net.add(follow)
    for state in (*HIDDEN, "published"):
        word = canary(state)
        monkeypatch.setattr(network, "REASON", f"{word}reason said in a whole sentence.")
        asks = [{**ask, "text": f"{word}ask"} for ask in network.TEXT["asks"]]
        words = {name: f"{word} {name}" for name in ("title", "summary", "body", "limits")}
        made[state] = network.standing_at(net, state, **words, asks=asks)
        _hide(net.scalars(select(Initiative).where(Initiative.reference == made[state])).one())
    newcomer = net.scalars(select(Organisation).where(Organisation.slug == "new")).one()
    newcomer.name = "canarynewcomer"
    for state in ("consultation", "published"):
        for scope in ("partners", "moderators"):
            made[f"{scope} {state}"] = network.say(net, "fire", made[state], scope)
    net.commit()
    return made


def _hide(thing: Initiative) -> None:
    thing.contact, thing.contact_shown = "canarycontact@young.example", False


def values_of(rule: Rule, name: str, made: dict[str, str]) -> list[str]:
    """List what may stand for one part of an address."""
    if name == "reference":
        return [made[state] for state in (*HIDDEN, "published")]
    if name == "slug":
        return list(network.ORGANISATIONS)
    if name == "public_id":
        return [one for what, one in made.items() if " " in what]
    known = sorted({row.values[name] for row in ROWS[rule.endpoint] if name in row.values})
    any_of = getattr(rule._converters.get(name), "items", None)  # noqa: SLF001  # what the address allows
    return sorted(any_of)[:FEW] if any_of else ["1", "2"] if name in {"number", "first", "second"} else known


def addresses(site: Flask, made: dict[str, str]) -> Iterator[str]:
    """List every address that can be opened."""
    build = site.url_map.bind("localhost").build
    for rule in site.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in SAMPLES:
            continue
        names = sorted(rule.arguments - {"lang"})
        for values in product(*(values_of(rule, name, made) for name in names)):
            yield build(rule.endpoint, {**dict(zip(names, values, strict=True)), "lang": "en"})
    for search, state in product(SEARCHES, HIDDEN):
        yield f"/en/{search.format(quote(state if '?state=' in search else canary(state)))}"


def told(text: str, made: dict[str, str]) -> set[str]:
    """Name what a text tells though it is hidden; a search says back what was looked for."""
    parts = (" title", " summary", " body", "ask")
    words = {state: [f"{canary(state)}{part}" for part in parts] for state in HIDDEN}
    words |= {f"reason {state}": [f"{canary(state)}reason"] for state in HIDDEN if state not in NOTICE}
    words |= {f"number {state}": [made[state]] for state in HIDDEN if state not in NOTICE}
    words |= {word: [word] for word in ALWAYS}
    return {what for what, several in words.items() if any(word in text for word in several)}


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_b1_b9_no_address_tells_a_visitor_what_is_hidden(site: Flask, marked: dict[str, str]) -> None:
    client, opened = site.test_client(), 0
    for path in dict.fromkeys(addresses(site, marked)):
        answer = client.get(path)
        is_picture = answer.mimetype == "image/png"
        assert not (is_picture and any(marked[state] in path for state in HIDDEN)), path
        said = "" if is_picture else answer.get_data(as_text=True)
        asked = {f"number {state}" for state in HIDDEN if marked[state] in path}  # that it says it does not know it
        assert told(said, marked) - asked == set(), path
        opened += answer.status_code == 200
    assert opened > 100
    page = client.get(f"/en/initiatives/{marked['published']}").text
    assert f"{canary('published')} title" in page  # what is public is found in this way


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_b1_b9_no_mail_tells_a_follower_what_is_hidden_and_none_a_contact(
    site: Flask, net: Session, marked: dict[str, str], tmp_path: Path
) -> None:
    with site.app_context():
        for later in (0, 8):  # days: news are collected for a week
            with clock.stopped_at(clock.now() + timedelta(days=later)):
                Worker(Spool(tmp_path)).drain(net, chores("digests"))
    mails = [message_from_bytes(one.read_bytes(), policy=default) for one in tmp_path.glob("*.eml")]
    texts = [(str(mail["To"]), "\n".join([str(mail["Subject"]), *_parts(mail)])) for mail in mails]
    followers = [text for to, text in texts if "elsewhere.example" in to]
    assert any(f"{canary('published')} title" in text for text in followers)
    # Told of what was public then: whoever follows learns that it was taken down, and its title.
    before = {state for state in HIDDEN if state not in NOTICE}
    assert [found for text in followers if (found := told(text, marked) & {*before, *ALWAYS})] == []
    assert not [to for to, text in texts if "canarycontact" in text]
    assert len(texts) > 20


def _parts(mail: Any) -> list[str]:  # noqa: ANN401  # EmailMessage, by the policy
    return [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_b9_the_files_of_open_data_hold_the_columns_that_are_listed_and_nothing_hidden(
    site: Flask, net: Session, marked: dict[str, str]
) -> None:
    archive = ZipFile(BytesIO(open_data(site, net)))
    texts = {name.removesuffix(".csv"): archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert {name: text.partition("\r\n")[0].replace(",", " ") for name, text in texts.items()} == COLUMNS
    assert told("\n".join(texts.values()), marked) == set()
    document = json.loads(open_data(site, net, "json"))
    assert document.keys() == {"made_at", "initiatives"}
    (one,) = document["initiatives"]
    assert one.keys() == {*COLUMNS["initiatives"].split(), "asks", "co_signatures"}
    assert {*one["asks"][0]} == {*COLUMNS["asks"].split()} - {"reference"}
    assert {*one["co_signatures"][0]} == {*COLUMNS["co-signatures"].split()} - {"reference"}
    assert told(json.dumps(document), marked) == set()
