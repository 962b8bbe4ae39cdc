"""An initiative with a date says to search engines what it says to people, and nothing of it can become a script."""

import json
import re
from datetime import datetime

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Translation, Version

EVENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def events(app: Flask, demo: Session, *states: Status) -> dict[str, list[str]]:
    found = list(demo.scalars(select(Initiative.reference).where(Initiative.status.in_(states))))
    demo.rollback()
    client = app.test_client()
    return {reference: EVENT.findall(client.get(f"/en/initiatives/{reference}").text) for reference in found}


def test_what_has_a_date_is_an_event(app: Flask, demo: Session) -> None:
    found = events(app, demo, Status.PUBLISHED)
    assert found
    for reference, [text] in found.items():
        event = json.loads(text)
        assert event["@type"] == "Event"
        assert event["url"] == f"http://127.0.0.1:8000/en/initiatives/{reference}"
        assert datetime.fromisoformat(event["startDate"]).year >= 2026
        assert event["location"]["address"]["addressCountry"] == "BE"
        assert event["image"].startswith(f"{event['url']}/picture-")
        assert event["organizer"]["url"].startswith("http://127.0.0.1:8000/en/organisations/")


def test_what_is_over_or_has_no_date_is_none(app: Flask, demo: Session) -> None:
    assert not any(events(app, demo, *(set(Status) - {Status.PUBLISHED})).values())
    begin_write(demo)
    demo.execute(update(Version).values(date_kind="to_be_agreed", date_from=None, date_to=None))
    demo.commit()
    assert not any(events(app, demo, Status.PUBLISHED).values())


def test_a_title_cannot_end_the_data(app: Flask, demo: Session) -> None:
    title = "</script><script>alert(1)</script> & <!--"
    begin_write(demo)
    for kind in (Version, Translation):
        demo.execute(update(kind).values(title=title))
    demo.commit()
    for [text] in events(app, demo, Status.PUBLISHED).values():
        assert "<" not in text
        assert json.loads(text)["name"] == title
