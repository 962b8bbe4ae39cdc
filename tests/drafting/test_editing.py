"""Writing in steps, without script: nothing typed is lost, and every problem leads to its field."""

import re
from html import unescape
from itertools import pairwise

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives import fulltext
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, WorkingCopy
from participation.initiatives.vocabulary import STEPS
from participation.organisations.policy import VISITOR
from tests.drafting.writing import WHOLE, draft, to_consultation
from tests.portal.test_pages import do, hidden, signed_in


def copy_of(session: Session, page: str) -> WorkingCopy:
    session.rollback()
    own = select(WorkingCopy).join(Initiative, Initiative.id == WorkingCopy.initiative_id)
    return session.scalars(own.where(Initiative.reference == page.rsplit("/", 1)[1])).one()


def of_step(step: str) -> dict[str, object]:
    return {name: value for name, value in WHOLE.items() if name.split("-")[0] in STEPS[step]}


def test_each_step_saves_its_own_fields_leads_to_the_next_and_erases_nothing(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app)
    order = [*STEPS, None]
    for step, after in pairwise(order):
        shown = client.get(f"{page}/edit?step={step}").text
        assert all(f'name="{name}"' in shown for name in STEPS[step or ""])
        others = {name for key, names in STEPS.items() if key != step for name in names}
        assert not [name for name in others if f'id="{name}"' in shown]
        answer = do(client, f"{page}/edit?step={step}", "edit", **of_step(step or ""))
        assert answer.status_code == 303
        assert answer.location.endswith(f"edit?step={after}" if after else "/preview")
    copy = copy_of(demo, page)
    assert (copy.title, copy.municipality, copy.hour, copy.limits) == (
        WHOLE["title"], "Kortrijk", "14:00", "Geen klachten.",
    )  # fmt: skip
    assert copy.audiences == ["youth"]
    assert [ask["text"] for ask in copy.asks] == ["Drie brandweermensen"]


def test_one_post_with_all_fields_saves_all_and_leads_to_the_editor(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app)
    answer = do(client, f"{page}/edit", "edit", **WHOLE)
    assert answer.location == f"{page}/edit"
    assert "Step 2 of 4" in client.get(f"{page}/edit?step=2").text
    shown = client.get(f"{page}/edit").text
    for name in ("summary", "room", "asks-0-number"):
        assert f'name="{name}"' in shown
    assert do(client, f"{page}/submit", "submit").status_code == 303


def test_a_row_of_asks_is_added_without_script_and_what_was_typed_stays(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app)
    shown = client.get(f"{page}/edit?step=asks").text
    visible = re.sub(r"<template.*?</template>", "", shown, flags=re.DOTALL)
    assert visible.count("data-repeat-item") == 1
    added = do(client, f"{page}/edit?step=asks", "edit", add_row="2", **{"asks-0-text": "Een zaal"})
    assert added.status_code == 303
    shown = re.sub(r"<template.*?</template>", "", client.get(added.location).text, flags=re.DOTALL)
    assert shown.count("data-repeat-item") == 3
    assert 'value="Een zaal"' in shown


def test_problems_of_asks_stand_beside_their_row_and_on_top(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app, **WHOLE)
    long = {"asks-0-text": "x" * 201, "asks-1-type": "nonsense", "asks-1-text": "y"}
    refused = do(client, f"{page}/edit?step=asks", "edit", **long)
    assert refused.status_code == 422
    assert 'href="#asks-0-text"' in refused.text
    assert 'id="asks-0-text-error"' in refused.text
    assert 'id="asks-1-type-error"' in refused.text
    assert "x" * 201 in refused.text
    assert [ask["text"] for ask in copy_of(demo, page).asks] == ["Drie brandweermensen"]


def test_what_misses_at_submit_leads_to_step_and_field(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app, **(WHOLE | {"asks-0-number": "many", "limits": "", "hour": "25:99"}))
    refused = do(client, f"{page}/submit", "submit")
    assert refused.status_code == 422
    links = [unescape(found) for found in re.findall(r'<li><a href="([^"]+)"', refused.text)]
    for wanted in ("step=asks#asks-0-number", "step=asks#limits", "step=practical#hour"):
        target = next(link for link in links if link.endswith(wanted))
        assert f'id="{target.split("#")[1]}"' in client.get(target).text


def test_the_preview_of_a_text_is_safe_and_for_those_signed_in(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app)
    token = hidden(client.get(f"{page}/edit?step=text").text, "edit")["csrf_token"]
    typed = "**bold** <svg onload=alert(1)> [x](javascript:alert(1))"
    answer = client.post("/en/preview-text", data={"csrf_token": token, "text": typed})
    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.text
    assert "<svg" not in answer.text
    assert "href" not in answer.text
    assert client.post("/en/preview-text", data={"csrf_token": token, "text": "x" * 8001}).status_code == 422
    assert client.post("/en/preview-text", data={"csrf_token": "a.b", "text": "x"}).status_code == 400
    assert app.test_client().post("/en/preview-text", data={"text": "x"}).status_code == 303


def test_similar_ones_are_shown_before_one_writes(app: Flask, demo: Session) -> None:
    public = demo.scalars(select(Initiative).where(Initiative.status == "published").limit(1)).one()
    page = f"/en/initiatives/{public.reference}"
    demo.rollback()
    client = signed_in(app, "youth")
    word = re.findall(r"<h1[^>]*>([^<]+)</h1>", client.get(page).text)[0].split()
    made = do(client, "/en/initiatives/new", "create", title=unescape(" ".join(word)), language="nl", step="text")
    assert made.location.endswith("/edit?step=text")
    shown = client.get(made.location).text
    assert "data-similar" in shown
    assert shown.split("data-similar")[1].split("</section>")[0].count("<li>") <= 4
    assert 'role="search"' in client.get("/en/initiatives/new").text


ALIKE = {
    "Bezoek aan de brandweerkazerne": "Achter de poort van de kazerne",
    "Met de jongeren naar de kazerne van de brandweer": "Achter de poort van de kazerne",
    "Visite de la caserne des pompiers": "Achter de poort van de kazerne",
    "Koffie met de wijkinspecteur": "Klik niet te snel: koffie met de wijkinspecteur",
    "Voetbaltornooi met de brandweer": "Gemengde ploegen",
}


def test_what_exists_already_is_about_the_same_and_not_only_of_the_same_people(app: Flask, demo: Session) -> None:
    assert app
    for typed, title in ALIKE.items():
        found = [one.shown_version.title for one in fulltext.similar(demo, VISITOR, typed)]
        assert found[:1] == [title], typed
        assert "Gemengde ploegen" not in found or "oetbal" in typed, typed  # a tournament is no visit to the station
    for vague in ("Jongeren en politie", "Samen met de brandweer", "een twee drie", "", "!!"):
        assert fulltext.similar(demo, VISITOR, vague) == [], vague


def test_only_the_latest_remarks_stand_beside_their_fields(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app, **WHOLE)
    desk = to_consultation(app, client, page)
    assert do(desk, f"{page}/request-changes", "request-changes", **{"remarks-title": "FIRST"}).status_code == 303
    assert do(client, f"{page}/submit", "submit").status_code == 303
    shown = client.get(f"{page}").text
    assert "FIRST" not in shown
    assert do(desk, f"{page}/request-changes", "request-changes", **{"remarks-limits": "SECOND"}).status_code == 303
    step = client.get(f"{page}/edit?step=asks").text
    assert step.count("SECOND") == 2  # in the list on top, and beside the field
    assert "FIRST" not in step
    assert "step=asks#limits" in client.get(f"{page}/edit?step=text").text
    assert "Changes asked on" in client.get(page).text
    assert do(client, f"{page}/submit", "submit").status_code == 303
    assert do(client, f"{page}/recall", "recall").status_code == 303
    for address in (page, f"{page}/edit"):
        shown = client.get(address).text
        assert "Taken back by you" in shown
        assert "SECOND" not in shown


def test_the_working_copy_stays_private_and_a_draft_shows_its_text_to_its_owner(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app, **WHOLE)
    assert "Drie brandweermensen" in client.get(page).text
    to_consultation(app, client, page)
    assert do(client, f"{page}/edit?step=text", "edit", summary="NOT YET").status_code == 303
    assert "NOT YET" in client.get(f"{page}/preview").text
    others = [signed_in(app, name) for name in ("fire", "moderator")]
    for other in (*others, app.test_client()):
        assert other.get(f"{page}/preview").status_code == 404
        assert "NOT YET" not in other.get(page).text
    assert "NOT YET" not in client.get(page).text
    assert "NOT YET" in client.get(f"{page}/revise").text  # what will be frozen


def test_one_reads_how_long_it_takes_before_and_after_submitting(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, page = draft(app, **WHOLE)
    before = client.get(f"{page}/submit").text
    assert "data-waiting" in before
    assert "Correction only" not in before
    receipt = client.get(do(client, f"{page}/submit", "submit").location)
    assert page.rsplit("/", 1)[1] in receipt.text
    assert re.search(r"\d+ texts? waits? before yours", receipt.text)
    assert "working day" in receipt.text
    assert "data-waiting" in client.get(page).text
    assert signed_in(app, "fire").get(f"{page}/receipt").status_code == 404


def test_beside_each_step_stands_what_is_good_and_two_that_were_published(app: Flask, demo: Session) -> None:
    last = select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)
    two = list(demo.scalars(last.order_by(Initiative.published_at.desc(), Initiative.id.desc()).limit(2)))
    demo.rollback()
    client, page = draft(app)
    said = set()
    for address in ("/nl/initiatives/new", *(f"{page}/edit?step={step}" for step in STEPS)):
        beside = client.get(address).text.partition("data-advice")[2].partition("</aside>")[0]
        assert re.findall(r'data-example><a href="/../initiatives/([0-9-]+)"', beside) == two
        assert beside.count("<li>") == 2
        said.add(beside)
    assert len(said) == 5
    assert "data-advice" not in client.get(f"{page}/edit").text  # all on one page: there is enough to read
