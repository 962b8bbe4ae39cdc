"""Rows F5, F8, F9 and F10: who may not sign, who is suspended and comes back, who is twice, and who floods."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.initiatives import queries
from participation.initiatives.models import CoSignature, Initiative
from participation.journal.queries import history
from participation.organisations.models import Membership, Organisation
from participation.outbox.models import Event
from tests.organisations.test_joining import WISH, apply, newest
from tests.portal.test_pages import do, hidden, signed_in

WHY = "A reason of more than ten characters."
FIRE = "brandweerverbond-noordster"


def signed_by(session: Session, slug: str) -> list[int]:
    """List the initiatives on which the organisation's co-signature is in force."""
    session.rollback()
    stands = select(CoSignature.initiative_id).join(CoSignature.organisation).where(Organisation.slug == slug)
    return list(session.scalars(stands.where(CoSignature.ended_at.is_(None)).order_by(CoSignature.initiative_id)))


def test_f5_f8_suspended_it_neither_acts_nor_counts_and_comes_back(app: Flask, demo: Session) -> None:
    signed = signed_by(demo, FIRE)
    assert signed
    counted, met = queries.counts(demo, signed), [queries.progress(demo, one) for one in signed]
    opened = select(Initiative.reference).where(Initiative.status == "consultation").order_by(Initiative.id)
    reference = demo.scalars(opened).first()
    demo.rollback()
    fire, desk, visitor = signed_in(app, "fire"), signed_in(app, "moderator"), app.test_client()
    fields = hidden(fire.get("/en/workspace/").text, "sign-out")
    page = f"/en/desk/organisations/{FIRE}"
    assert do(desk, f"{page}/suspend", "suspend", reason=WHY).status_code == 303

    for act in ("co-sign", "reaffirm", "withdraw-co-signature"):
        given = fields | {"organisation": FIRE, "mandate": "y", "version": "1"}
        assert fire.post(f"/en/initiatives/{reference}/{act}", data=given).status_code == 403
    assert fire.get(f"/en/initiatives/{reference}").status_code == 200  # it keeps its sight
    assert visitor.get(f"/en/organisations/{FIRE}").status_code == 200
    demo.rollback()
    fewer = queries.counts(demo, signed)
    assert all(fewer.get(one, queries.Count()).organisations == counted[one].organisations - 1 for one in counted)
    assert signed_by(demo, FIRE) == signed  # nothing is erased

    assert WHY in desk.get(page).text
    assert do(desk, f"{page}/reinstate", "reinstate", reason=WHY).status_code == 303
    demo.rollback()
    assert queries.counts(demo, signed) == counted
    assert [queries.progress(demo, one) for one in signed] == met
    require_recorded(demo)


def require_recorded(session: Session) -> None:
    """Both acts stand in the journal, and the members were told."""
    found = session.scalars(select(Organisation).where(Organisation.slug == FIRE)).one()
    assert [entry.kind for entry in history(session, *found.subject)][-2:] == ["suspend", "reinstate"]
    about = (Event.subject_kind == "organisation") & (Event.subject_id == found.id) & (Event.kind == "suspend")
    assert set(session.scalars(select(Event.audience).where(about))) == {"organisation", "moderators"}


def test_f5_who_waits_for_approval_can_do_nothing(app: Flask, demo: Session) -> None:
    demo.rollback()
    receipt = apply(app.test_client())
    assert receipt.status_code == 303
    found = newest(demo)
    assert demo.scalars(select(Membership).where(Membership.organisation_id == found.id)).all() == []
    assert demo.scalars(select(Person).where(Person.email == "mie.claes@kustjeugd.example")).all() == []


def test_f9_d10_two_that_may_be_one_are_shown_to_the_desk_and_not_refused(app: Flask, demo: Session) -> None:
    demo.rollback()
    assert apply(app.test_client()).status_code == 303
    first = newest(demo).slug
    twins = (
        {"name": "Jeugdraad van de Kust", "email": "a@a.example", "website": "", "enterprise_number": ""},
        {"name": "Iets anders", "email": "b@b.example", "website": ""},
        {"name": "Nog iets", "email": "mieclaes+2@kustjeugd.example", "website": "", "enterprise_number": ""},
        {"name": "Weer iets", "email": "d@d.example", "website": "https://kustjeugd.example", "enterprise_number": ""},
    )
    desk, words = signed_in(app, "moderator"), []
    for twin in twins:
        assert apply(app.test_client(), **twin).status_code == 303
        page = desk.get(f"/en/desk/organisations/{newest(demo).slug}").text
        shown = page[page.index("May be the same as") :]
        assert f'href="/en/desk/organisations/{first}"' in shown
        words.append(shown[: shown.index("</section>")])
    assert "a similar name" in words[0]
    assert "the same enterprise number" in words[1]
    assert "the same or a similar e-mail address" in words[2]
    assert "the same web domain" in words[3]
    assert desk.get(f"/en/desk/organisations/{first}").text.count("data-alike") == len(twins)


def test_f10_a_flood_of_applications_is_told_to_wait_and_loses_no_word(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    answers = [apply(visitor, name=f"Club {n}", email=f"{n}@club{n}.example") for n in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert str(WISH["message"]) in answers[-1].text
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    fields = hidden(visitor.get("/en/join").text, "apply") | WISH
    assert visitor.post("/en/join", data=fields, environ_overrides=elsewhere).status_code == 303
