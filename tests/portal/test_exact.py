"""The list holds exactly what its filters name, in exactly the order that was asked for."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.organisations.policy import VISITOR
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import municipality, name_of, normalise
from participation.portal import listing
from participation.portal.listing import Wanted

LISTED = (Status.PUBLISHED, Status.CONCLUDED)  # what a stranger finds without asking for more
CARD = re.compile(r'data-reference="([^"]+)"')


def everything(demo: Session) -> list[Initiative]:
    loaded = (queries.one(demo, reference) for reference in demo.scalars(select(Initiative.reference)).all())
    return [one for one in loaded if one is not None]


def found(demo: Session, **wanted: object) -> list[int]:
    return [place.id for place in listing.listed(demo, VISITOR, Wanted(**wanted), "nl")]  # type: ignore[arg-type]  # any


def months_of(one: Initiative) -> set[tuple[int, int]]:
    text = one.shown_version
    if text.date_from is None:
        return set()
    last = text.date_to or text.date_from
    return {(y, m) for y in range(text.date_from.year, last.year + 1) for m in range(1, 13)
            if (text.date_from.year, text.date_from.month) <= (y, m) <= (last.year, last.month)}  # fmt: skip


def province_of(one: Initiative) -> str:
    place = municipality(one.shown_version.municipality)
    return place.province if place else ""


# Of each filter, what an initiative answers to: read from the thing itself, not from the columns the list asks.
MEANS: dict[str, Callable[[Initiative], set[str]]] = {
    "pillar": lambda one: {ask.pillar for ask in one.shown_version.asks},
    "kind": lambda one: {one.organisation.kind},
    "audience": lambda one: {row.audience for row in one.shown_version.audiences},
    "province": lambda one: {province_of(one)},
    "municipality": lambda one: {one.shown_version.municipality},
    "language": lambda one: {one.language},
}


@pytest.mark.parametrize("name", MEANS)
def test_a_filter_finds_all_that_answers_to_it_and_nothing_else(demo: Session, name: str) -> None:
    shown = [one for one in everything(demo) if one.status in LISTED]
    values = {value for one in shown for value in MEANS[name](one)} - {""}
    assert values, "the demo has something to filter by"
    if name in {"pillar", "kind"}:
        values |= set(PILLARS if name == "pillar" else KINDS)
    for value in values:
        expected = {one.id for one in shown if value in MEANS[name](one)}
        assert set(found(demo, **{name: value})) == expected, value


def test_a_month_finds_what_takes_place_in_it(demo: Session) -> None:
    shown = [one for one in everything(demo) if one.status in LISTED]
    months = {month for one in shown for month in months_of(one)}
    assert months
    for year, month in months | {(1999, 1)}:
        span = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        assert set(found(demo, month=span)) == {one.id for one in shown if (year, month) in months_of(one)}


def test_nothing_withdrawn_or_taken_down_is_listed_unless_it_is_asked_for(app: Flask, demo: Session) -> None:
    whole = everything(demo)
    assert {one.status for one in whole} >= {Status.WITHDRAWN, Status.UNPUBLISHED}
    assert set(found(demo)) == {one.id for one in whole if one.status in LISTED}
    withdrawn = {one.reference for one in whole if one.status is Status.WITHDRAWN and one.published_at}
    assert withdrawn
    demo.rollback()
    client = app.test_client()
    assert not withdrawn & set(CARD.findall(client.get("/en/initiatives/").text))
    assert set(CARD.findall(client.get("/en/initiatives/?state=withdrawn").text)) == withdrawn
    assert not CARD.findall(client.get("/en/initiatives/?state=unpublished").text)


def test_two_filters_are_both_meant(demo: Session) -> None:
    shown = [one for one in everything(demo) if one.status in LISTED]
    pairs = {(one.language, audience) for one in shown for audience in MEANS["audience"](one)}
    for language, audience in pairs:
        expected = {one.id for one in shown if one.language == language and audience in MEANS["audience"](one)}
        assert set(found(demo, language=language, audience=audience)) == expected


def test_each_order_is_exact(demo: Session) -> None:
    shown = [one for one in everything(demo) if one.status in LISTED]
    never = date.max

    def published(one: Initiative) -> float:
        return -(one.published_at or clock.now()).timestamp()

    def placed(one: Initiative) -> str:
        return normalise(name_of(one.shown_version.municipality, "nl"))

    orders: dict[str, list[Initiative]] = {
        "newest": sorted(shown, key=lambda one: (published(one), -one.id)),
        "date": sorted(shown, key=lambda one: (one.shown_version.date_from or never, one.id)),
        "place": sorted(shown, key=lambda one: (placed(one), one.shown_version.municipality, one.id)),
    }
    for sort, expected in orders.items():
        assert found(demo, sort=sort) == [one.id for one in expected], sort
    assert len({tuple(one.id for one in order) for order in orders.values()}) == 3, "the orders can be told apart"
