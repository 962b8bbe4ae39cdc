"""The network: found by first letters and acronym; an organisation's page shows what its reader may see."""

import re

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Commitment, CoSignature, Initiative, Version
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.places.data import normalise
from participation.portal.directory import matches
from tests.portal.test_pages import signed_in

pytestmark = pytest.mark.engines_in_turn


@pytest.mark.parametrize(
    ("typed", "name", "found"),
    [
        ("jeugd", "Jeugdraad Leieboord", True),
        ("lei jeu", "Jeugdraad Leieboord", True),
        ("raad", "Jeugdraad Leieboord", False),
        ("JL", "Jeugdraad Leieboord", True),
        ("vvdg", "Verband van de Gidsen", True),
        ("vg", "Verband van de Gidsen", True),
        ("BIN", "BIN-kenniscentrum De Lantaarn", True),
        ("ainés", "Amicale des aînés de la Citadelle", True),
        ("AAC", "Amicale des aînés de la Citadelle", True),
        ("é", "Élan", True),
        ("x", "Élan", False),
    ],
)
def test_first_letters_and_acronyms_find_it(typed: str, name: str, *, found: bool) -> None:
    assert matches(normalise(typed).split(), (name,)) is found


def test_it_lists_by_pillar_with_how_many(app: Flask, demo: Session) -> None:
    here = list(demo.scalars(select(Organisation.pillar).where(Organisation.state.in_({"approved", "suspended"}))))
    demo.rollback()
    client = app.test_client()
    page = client.get("/en/organisations/").text
    assert f"{len(here)} organisations" in page
    assert page.count('<li class="look-') == len(here)
    section = re.search(r'id="security_professions".*?</section>', page, re.DOTALL)
    assert section is not None
    assert f"{here.count('security_professions')} organisations" in section[0]
    one = client.get("/en/organisations/?pillar=aig").text
    assert one.count('<li class="look-') == here.count("aig")
    assert "noindex" in one
    assert 'class="empty"' in client.get("/en/organisations/?q=zzz").text


def test_the_page_shows_what_its_reader_may_see(app: Flask, demo: Session) -> None:
    signed = select(Initiative.reference, Initiative.status).join(CoSignature)
    rows = demo.execute(
        signed.join(Organisation, Organisation.id == CoSignature.organisation_id).where(
            Organisation.slug == "brandweerverbond-noordster", CoSignature.ended_at.is_(None)
        )
    ).all()
    demo.rollback()
    visitor = app.test_client().get("/en/organisations/brandweerverbond-noordster").text
    partner = signed_in(app, "wardens").get("/en/organisations/brandweerverbond-noordster").text
    public = {r for r, status in rows if status in {Status.PUBLISHED, Status.CONCLUDED, Status.WITHDRAWN}}
    consulted = {r for r, status in rows if status is Status.CONSULTATION}
    assert public
    assert consulted
    assert set(re.findall(r'data-reference="([^"]+)"', visitor)) == public
    assert set(re.findall(r'data-reference="([^"]+)"', partner)) >= public | consulted
    assert 'class="brought"' in visitor


def brought_and_concluded(session: Session, outcome: str) -> tuple[Initiative, str]:
    """Find a concluded dialogue somebody brings something to; return it with the address of that organisation."""
    begin_write(session)
    wanted = select(Initiative, Organisation.slug).join(CoSignature, CoSignature.initiative_id == Initiative.id)
    wanted = wanted.join(Commitment, Commitment.co_signature_id == CoSignature.id)
    wanted = wanted.join(Organisation, Organisation.id == CoSignature.organisation_id)
    concluded = Initiative.status == Status.CONCLUDED, CoSignature.version == Initiative.shown
    found, slug = session.execute(wanted.where(*concluded, CoSignature.ended_at.is_(None)).limit(1)).one()
    found.outcome = outcome
    return found, f"/en/organisations/{slug}"


def said_of(app: Flask, address: str, reference: str) -> str:
    """Return what the page says after the list of what was brought."""
    row = rf'<li data-reference="{reference}".*?<ul class="brought".*?</ul>(.*?)</li>'
    found = re.search(row, app.test_client().get(address).text, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("took_place", "Fulfilled: its proposer reports that the dialogue took place."),
        ("another_form", "The dialogue took place in another form."),
        ("did_not_take_place", "The dialogue did not take place."),
    ],
)
def test_what_it_brings_is_fulfilled_only_where_the_dialogue_took_place(
    app: Flask, demo: Session, outcome: str, words: str
) -> None:
    found, here = brought_and_concluded(demo, outcome)
    reference = found.reference
    demo.commit()
    assert words in said_of(app, here, reference)


def test_a_name_under_an_older_text_has_fulfilled_nothing(app: Flask, demo: Session) -> None:
    found, here = brought_and_concluded(demo, "took_place")
    reference, last = found.reference, demo.scalars(select(Version).where(Version.initiative_id == found.id)).all()[-1]
    texts = {name: getattr(last, name) for name in ("title", "summary", "body", "municipality", "date_kind", "limits")}
    demo.add(Version(initiative_id=found.id, number=last.number + 1, **texts, substantive=True, created_at=clock.now()))
    demo.commit()
    assert "data-fulfilled" not in said_of(app, here, reference)


def test_nothing_is_said_to_be_fulfilled_before_the_outcome_is_known(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/organisations/brandweerverbond-noordster").text
    for row in re.findall(r"<li data-reference=.*?(?=<li data-reference=|</section>)", page, re.DOTALL):
        assert "data-fulfilled" not in row or 'data-state="concluded"' in row
    assert 'data-state="published"' in page


@pytest.mark.parametrize("state", [State.SUSPENDED, State.MERGED, State.CLOSED])
def test_what_an_organisation_no_longer_does_is_said(app: Flask, demo: Session, state: State) -> None:
    demo.scalars(select(Organisation).where(Organisation.slug == "bin-kanaalkwartier")).one().state = state
    demo.commit()
    page = app.test_client().get("/en/organisations/bin-kanaalkwartier").text
    assert 'class="banner warning"' in page


def test_the_inspectorate_is_named_in_its_own_role(app: Flask, demo: Session) -> None:
    demo.rollback()
    assert (
        "Involved as an independent control body" in app.test_client().get("/en/organisations/voorbeeldinspectie").text
    )


def test_applicants_have_no_page(app: Flask, demo: Session) -> None:
    hidden = list(demo.scalars(select(Organisation).where(Organisation.state.in_({"applied", "asked", "declined"}))))
    slugs, names = [o.slug for o in hidden], [o.name for o in hidden]
    demo.rollback()
    client = app.test_client()
    unknown = client.get("/en/organisations/nobody")
    directory = client.get("/en/organisations/").text
    assert slugs
    for slug, name in zip(slugs, names, strict=True):
        assert client.get(f"/en/organisations/{slug}").data == unknown.data
        assert name not in directory


def test_a_page_asks_as_much_however_much_there_is(app: Flask, demo: Session) -> None:
    asked: list[str] = []
    demo.rollback()
    client = app.test_client()
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    numbers = set()
    for slug in ("brandweerverbond-noordster", "jeugdraad-leieboord", "politiezone-zilverbeek"):
        asked.clear()
        client.get(f"/en/organisations/{slug}")
        numbers.add(len([s for s in asked if s.startswith("SELECT")]))
    assert max(numbers) <= 4
    begin_write(demo)
