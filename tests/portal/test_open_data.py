"""The file of everything public: what every visitor reads, no more; not handed out once something was taken offline."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation.commands.working import kinds
from participation.db import begin_write
from participation.jobs.worker import Runner
from tests import network, visits
from tests.templates import settings_for

STATES = ("submitted", "changes_requested", "consultation", "published", "concluded", "unpublished")
HIDDEN = set(STATES) - {"published", "concluded"}


def made(net: Session, client: FlaskClient, form: str) -> tuple[str, bytes]:
    answer = visits.send(client, "/en/open-data", "fire", format=form)
    assert answer.status_code == 303
    path = answer.headers["Location"]
    Runner(kinds(settings_for("sqlite:///x"))).run(net, int(path.rpartition("/")[2]))
    net.rollback()
    return path, client.get(f"{path}/file").data


def test_it_holds_what_is_public_with_its_co_signatures_and_nothing_else(app: Flask, net: Session) -> None:
    references = {s: network.standing_at(net, s, title=f"Canary of {s}", body=f"Text of {s}") for s in STATES}
    network.save(net, "young", references["published"], body="Canary of a revision nobody has accepted")
    network.act(net, "young", references["published"], "revise")
    network.say(net, "fire", references["published"], "public")
    net.commit()
    client = visits.enter(app, "fire")
    content = made(net, client, "json")[1]
    found = {one["reference"]: one for one in json.loads(content)["initiatives"]}
    assert set(found) == {references["published"], references["concluded"]}
    assert not [state for state in HIDDEN if f"Canary of {state}".encode() in content]
    assert b"revision" not in content
    public = found[references["published"]]
    assert {one["organisation"] for one in public["co_signatures"]} == {"old", "fire", "wardens"}
    assert public["asks"]
    archive = ZipFile(BytesIO(made(net, client, "csv")[1]))
    texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    tables = {name: list(csv.DictReader(StringIO(text))) for name, text in texts.items()}
    assert {row["reference"] for row in tables["initiatives.csv"]} == set(found)
    assert [row["name"] for row in tables["co-signatures.csv"]]
    assert {row["reference"] for row in tables["asks.csv"]} == set(found)
    names = [name for name in ("@example", "demo.example") if name.encode() in content]
    assert not names


def test_it_is_not_handed_out_once_something_in_it_was_taken_offline(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "published", title="Canary")
    net.commit()
    client = visits.enter(app, "fire")
    path, content = made(net, client, "json")
    assert b"Canary" in content
    begin_write(net)
    network.act(net, "desk", reference, "unpublish", reason=network.REASON)
    net.commit()
    refused = client.get(f"{path}/file")
    assert refused.status_code == 409
    assert b"Canary" not in refused.data
    assert 'data-action="download"' not in client.get(path).text
    assert b"Canary" not in made(net, client, "json")[1]
