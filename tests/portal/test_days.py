"""What a page says of a day and of a version is true."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.models import Initiative
from participation.journal.models import Entry
from participation.web import formats
from tests import network, visits


def test_the_notice_names_the_day_it_was_taken_down_whatever_was_done_since(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "unpublished")
    thing = network.load(net, reference)
    down = net.scalars(
        select(Entry.at).where(
            Entry.kind == "unpublish", Entry.subject_id == thing.id, Entry.subject_kind == "initiative"
        )
    ).one()
    later = datetime(2041, 5, 6, 12, tzinfo=UTC)
    net.execute(update(Initiative).where(Initiative.id == thing.id).values(changed_at=later))  # as an appeal does
    net.commit()
    page = app.test_client().get(f"/en/initiatives/{reference}").text
    assert "its text cannot be read here" in page.lower()
    assert formats.local_day(down, "en") in page
    assert formats.local_day(later, "en") not in page


def test_who_confirms_again_is_led_to_what_changed(app: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "consultation")
    network.sign(net, "fire", reference)
    network.save(net, "young", reference, title="Coffee in the park")
    network.act(net, "young", reference, "revise")
    net.commit()
    fire = visits.enter(app, "fire")
    compared = f"/en/initiatives/{reference}/versions/1/2"
    assert f'<a data-compared href="{compared}">' in fire.get(f"/en/initiatives/{reference}/reaffirm").text
    assert "Coffee" in fire.get(compared).text
    first = visits.enter(app, "watch").get(f"/en/initiatives/{reference}/co-sign").text
    assert "data-compared" not in first
