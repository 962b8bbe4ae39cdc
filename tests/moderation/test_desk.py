"""The desk: what waits, oldest first, one case on one page, and what comes next."""

import re

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives.lifecycle import VersionState
from participation.initiatives.models import Initiative, Version
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models import Membership, Organisation
from participation.outbox.models import Event
from tests.portal.test_pages import do, hidden, signed_in

ROW = re.compile(r'<li data-reference="([^"]+)" data-state="([^"]+)"([^>]*)>(.*?)</li>', re.DOTALL)


def rows(client: FlaskClient, query: str = "") -> dict[str, str]:
    """Read the list: reference -> what its line is marked with."""
    return {reference: marks for reference, _state, marks, _text in ROW.findall(client.get(f"/en/desk/{query}").text)}


def counts(page: str) -> list[int]:
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    assert tabs is not None
    return [int(number) for number in re.findall(r"\((\d+)\)", tabs[0])]


def statements(app: Flask, client: FlaskClient, path: str) -> int:
    """Count what a page asks of the database."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if one.startswith("SELECT")])


def seat_moderators(session: Session, organisation_id: int, emails: tuple[str, ...]) -> None:
    """Make moderators members of an organisation."""
    session.rollback()
    begin_write(session)
    for person in session.scalars(select(Person).where(Person.email.in_(emails))):
        session.add(Membership(person_id=person.id, organisation_id=organisation_id, role=MemberRole.EDITOR))
    session.commit()


def waiting(session: Session) -> list[Initiative]:
    session.rollback()
    found = select(Initiative).where(Initiative.waiting_since.is_not(None)).order_by(Initiative.waiting_since)
    return list(session.scalars(found))


def test_the_oldest_stands_on_top_with_its_age_and_the_late_are_marked(app: Flask, demo: Session) -> None:
    oldest = [found.reference for found in waiting(demo)]
    demo.rollback()
    desk = signed_in(app, "moderator")
    listed = rows(desk)
    assert list(listed) == oldest
    late = rows(desk, "?tab=late")
    assert late
    assert list(late) == [reference for reference, marks in listed.items() if "data-late" in marks]
    page = desk.get("/en/desk/").text
    assert counts(page) == [len(listed), len(late), 0, len(rows(desk, "?tab=partners")), 2, 0]
    assert re.search(r"waits for 2\d working days of the 10 we promise", page)
    assert f"Cases ({len(listed) + 2} waiting)" in page
    assert rows(desk, "?tab=mine") == {}


def test_filters_live_in_the_address_and_stay_through_an_act(app: Flask, demo: Session) -> None:
    texts = {found.reference: found.language for found in waiting(demo)}
    demo.rollback()
    desk = signed_in(app, "moderator")
    dutch = [reference for reference, language in texts.items() if language == "nl"]
    assert list(rows(desk, "?language=nl")) == dutch
    assert len(dutch) > 1
    assert rows(desk, "?language=nl&pillar=nonsense&state=draft&tab=%00") == rows(desk, "?language=nl")
    case = desk.get(f"/en/desk/{dutch[0]}?language=nl").text
    act = re.search(r'href="([^"]+)" data-action="take"', case)
    assert act is not None
    assert "language=nl" in act[1]
    answer = do(desk, act[1].replace("&amp;", "&"), "take")
    assert answer.status_code == 303
    assert "language=nl" in answer.location
    after = desk.get(answer.location).text
    assert f'data-next="{dutch[1]}"' in after
    assert "taken by Griet Aerts since" in after
    assert list(rows(desk, "?tab=mine")) == [dutch[0]]
    assert "taken by Griet Aerts since" in signed_in(app, "moderator2").get("/en/desk/").text
    assert "data-next-first" not in after  # it still waits
    asked = f"/en/initiatives/{dutch[0]}/request-changes?language=nl"
    done = desk.get(do(desk, asked, "request-changes", **{"remarks-title": "Korter graag."}).location).text
    assert "data-next-first" in done
    assert f'data-next="{dutch[1]}"' in done


def test_one_page_holds_what_a_decision_needs(app: Flask, demo: Session) -> None:
    found = next(one for one in waiting(demo) if one.status == "submitted")
    reference, organisation_id = found.reference, found.organisation_id
    name = demo.scalars(select(Organisation.name).where(Organisation.id == organisation_id)).one()
    demo.rollback()
    desk = signed_in(app, "moderator")
    case = desk.get(f"/en/desk/{reference}").text
    for act in ("take", "open-consultation", "request-changes", "propose-decline"):
        assert f'data-action="{act}"' in case
    assert name in case
    assert "0 organisations from 0 pillars count; needed are 3 from 2" in case
    assert case.count("It is no advertising.") == 1
    assert "Submit: " in case
    do(desk, f"/en/initiatives/{reference}/propose-decline", "propose-decline",
       reason_code="other", reason="Dit hoort elders thuis.")  # fmt: skip
    colleague = signed_in(app, "moderator2")
    second = colleague.get(f"/en/desk/{reference}").text
    for asked in ("confirm-decline", "drop-decline"):  # what one agrees with, or not, stands above the button
        assert "Dit hoort elders thuis." in colleague.get(f"/en/initiatives/{reference}/{asked}").text
    assert "Dit hoort elders thuis." in second
    assert "Griet Aerts" in second
    assert 'data-action="confirm-decline"' in second
    assert 'data-action="confirm-decline"' not in desk.get(f"/en/desk/{reference}").text
    public = app.test_client()
    assert public.get(f"/en/desk/{reference}").status_code == 303
    assert signed_in(app, "youth").get(f"/en/desk/{reference}").status_code == 404
    assert signed_in(app, "admin").get(f"/en/desk/{reference}").status_code == 404
    assert desk.get("/en/desk/2020-9999").status_code == 404


def test_a_pending_version_leads_to_its_comparison(app: Flask, demo: Session) -> None:
    found = next(one for one in waiting(demo) if one.status == "published")
    reference, shown = found.reference, found.shown
    demo.rollback()
    case = signed_in(app, "moderator").get(f"/en/desk/{reference}").text
    assert re.search(rf'href="/en/initiatives/{reference}/versions/{shown}/{(shown or 0) + 1}"', case)
    assert 'data-action="accept-version"' in case


def test_ones_own_stands_on_the_list_without_acts(app: Flask, demo: Session) -> None:
    found = waiting(demo)[0]
    reference, organisation_id = found.reference, found.organisation_id
    seat_moderators(demo, organisation_id, ("moderator@demo.example",))
    desk = signed_in(app, "moderator")
    assert "data-needs-another" in rows(desk)[reference]
    case = desk.get(f"/en/desk/{reference}").text
    assert "data-needs-another" in case
    assert 'data-action="take"' not in case
    assert "data-needs-another" not in rows(signed_in(app, "moderator2"))[reference]


def test_who_only_proposed_the_refusal_is_told_so(app: Flask, demo: Session) -> None:
    reference = next(one.reference for one in waiting(demo) if one.status == "submitted" and one.decline_id is None)
    demo.rollback()
    desk = signed_in(app, "moderator")
    do(desk, f"/en/initiatives/{reference}/propose-decline", "propose-decline",
       reason_code="other", reason="Dit hoort elders thuis.")  # fmt: skip
    true = "You proposed this yourself. A second moderator must confirm it."
    assert "data-needs-another" in rows(desk)[reference]
    for page in (desk.get("/en/desk/").text, desk.get(f"/en/desk/{reference}").text):
        assert true in page
        assert "You belong to an organisation" not in page
    assert 'data-action="drop-decline"' in desk.get(f"/en/desk/{reference}").text  # what one may, one is offered


def test_a_case_in_my_hands_is_not_offered_to_me_again(app: Flask, demo: Session) -> None:
    reference = next(one.reference for one in waiting(demo) if one.taken_by_id is None)
    demo.rollback()
    desk, case = signed_in(app, "moderator"), f"/en/desk/{reference}"
    assert 'data-action="take"' in desk.get(case).text
    assert do(desk, f"/en/initiatives/{reference}/take", "take").status_code == 303
    assert 'data-action="take"' not in desk.get(case).text
    assert 'data-action="release"' in desk.get(case).text
    assert 'data-action="take"' in signed_in(app, "moderator2").get(case).text  # another may take over


def test_a_moderator_under_another_hat_reads_and_is_shown_the_way_back(app: Flask, demo: Session) -> None:
    reference = waiting(demo)[0].reference
    youth = demo.scalars(select(Organisation.id).where(Organisation.slug == "jeugdraad-leieboord")).one()
    seat_moderators(demo, youth, ("moderator@demo.example",))
    client = signed_in(app, "moderator")
    page = client.get(f"/en/desk/{reference}").text
    fields = hidden(page, "switch")
    client.post("/en/switch", data=fields | {"hat": "jeugdraad-leieboord"})
    page = client.get(f"/en/desk/{reference}").text
    assert 'data-action="take"' not in page
    assert client.get(f"/en/initiatives/{reference}/take").status_code == 403
    back = client.post("/en/switch", data=hidden(page, "switch-to-desk") | {"hat": "desk"})
    assert back.location.startswith(f"/en/desk/{reference}")
    assert 'data-action="take"' in client.get(back.location).text


def test_administrators_are_told_once_where_no_moderator_may_decide(app: Flask, demo: Session) -> None:
    youth = demo.scalars(select(Organisation.id).where(Organisation.slug == "jeugdraad-leieboord")).one()
    reference = waiting(demo)[0].reference
    everyone = tuple(f"moderator{number}@demo.example" for number in ("", 2, 3))
    demo.rollback()
    client, desk = signed_in(app, "youth"), signed_in(app, "moderator")
    made = do(client, "/nl/initiatives/new", "create", title="Thee met de wachten", language="nl")
    page = made.location.removesuffix("/edit")
    text = {
        "title": "Thee met de wachten", "summary": "Een namiddag.", "body": "Wij zetten thee.", "audiences": ["youth"],
        "municipality": "Kortrijk", "date_kind": "fixed_day", "date_from": "2099-03-09", "limits": "Geen klachten.",
        "asks-0-type": "send_professional", "asks-0-pillar": "security_professions", "asks-0-number": "3",
        "asks-0-text": "Drie mensen",
    }  # fmt: skip
    assert do(client, made.location, "edit", **text).status_code == 303
    seat_moderators(demo, youth, everyone)
    assert do(client, f"{page}/submit", "submit").status_code == 303
    assert do(client, f"{page}/recall", "recall").status_code == 303
    assert do(client, f"{page}/submit", "submit").status_code == 303
    told = list(demo.scalars(select(Event.audience).where(Event.kind == "another_needed")))
    assert told == ["administrators"]
    own = page.rsplit("/", 1)[1]
    listed = ROW.findall(desk.get("/en/desk/").text)
    assert any(ref == own and "No moderator may decide here" in text for ref, _s, _m, text in listed)
    assert reference != own


def test_the_list_costs_the_same_however_long_it_is(app: Flask, demo: Session) -> None:
    demo.rollback()
    desk = signed_in(app, "moderator")
    few, many = statements(app, desk, "/en/desk/?tab=late"), statements(app, desk, "/en/desk/")
    assert len(rows(desk)) > len(rows(desk, "?tab=late"))
    assert many <= few + 2  # what no row has (asks, remarks) is not asked for
    assert many < 16


def test_who_decides_on_a_new_version_is_led_to_what_it_changes(app: Flask, demo: Session) -> None:
    pending = select(Initiative.reference, Initiative.shown, Version.number).join(
        Version, (Version.initiative_id == Initiative.id) & (Version.state == VersionState.PENDING)
    )
    reference, shown, new = demo.execute(pending).first() or ("", 0, 0)
    demo.rollback()
    desk, page = signed_in(app, "moderator"), f"/en/initiatives/{reference}"
    for act in ("accept-version", "refuse-version"):
        assert f'data-compared href="{page}/versions/{shown}/{new}"' in desk.get(f"{page}/{act}").text
