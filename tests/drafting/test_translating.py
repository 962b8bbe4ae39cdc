"""Title and summary in another language: by whom, checked by whom, of which version, and whether it is behind."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.models import Initiative, Translation
from participation.journal.models import Entry
from tests.drafting.writing import WHOLE, draft, to_consultation
from tests.portal.test_pages import do, hidden, signed_in

FRENCH = {"title": "Du thé avec les gardiens", "summary": "Un après-midi au parc."}


def test_a_translation_says_who_made_and_checked_it_and_when_it_is_behind(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    desk = to_consultation(app, youth, page)
    french = page.replace("/en/", "/fr/")
    shown = youth.get(f"{page}/translate?to=fr").text
    assert 'lang="nl"' in shown
    assert "version 1" in shown
    assert do(youth, f"{page}/translate?to=fr", "translate", **FRENCH).status_code == 303
    assert 'data-action="check-translation"' in desk.get(page).text
    assert do(desk, f"{page}/check-translation?of=fr", "check-translation").status_code == 303
    again = do(desk, f"{page}/check-translation?of=fr", "check-translation")
    assert again.status_code == 303
    kinds = list(demo.scalars(select(Entry.kind).order_by(Entry.id.desc()).limit(2)))
    demo.rollback()
    assert kinds == ["check_translation", "translate"]
    read = youth.get(french).text
    assert "Du thé avec les gardiens" in read.split("<h1")[1].split("</h1>")[0]
    assert "data-translation" in read
    assert "Een namiddag in het park." in read  # the original stays within reach
    assert do(youth, f"{page}/edit?step=text", "edit", summary="Een avond.").status_code == 303
    assert do(youth, f"{page}/revise", "revise").status_code == 303
    assert "It is behind" in youth.get(f"{page}/translate?to=fr").text
    assert "Een avond." in youth.get(french).text


def test_a_translation_of_a_text_that_has_changed_meanwhile_is_not_kept_unseen(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    to_consultation(app, youth, page)
    form = hidden(youth.get(f"{page}/translate?to=fr").text, "translate")
    assert do(youth, f"{page}/edit?step=text", "edit", summary="Een avond.").status_code == 303
    assert do(youth, f"{page}/revise", "revise").status_code == 303
    refused = youth.post(f"{page}/translate", data=form | FRENCH)
    assert refused.status_code == 409
    assert "Un après-midi au parc." in refused.text
    assert "Een avond." in refused.text
    assert youth.post(f"{page}/translate", data=hidden(refused.text, "translate") | FRENCH).status_code == 303


def test_what_is_no_translation_is_refused(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    for wrong in ({"language": "nl"}, {"language": "xx"}, {"title": " "}, {"summary": "x" * 401}, {"body": "x" * 8001}):
        refused = do(youth, f"{page}/translate?to=fr", "translate", **(FRENCH | wrong))
        assert refused.status_code == 422, wrong
    assert youth.get(f"{page}/check-translation").location.endswith("/translate")


def test_only_the_proposer_and_the_desk_translate(app: Flask, demo: Session) -> None:
    reference = demo.scalars(select(Initiative.reference).where(Initiative.status == "published").limit(1)).one()
    made = len(list(demo.scalars(select(Translation.id))))
    demo.rollback()
    page = f"/en/initiatives/{reference}"
    fire = signed_in(app, "fire")
    assert fire.get(f"{page}/translate").status_code == 403
    hat = hidden(fire.get(f"{page}/co-sign").text, "co-sign")["organisation"]
    token = hidden(fire.get("/en/").text, "sign-out")
    for act in ("translate", "check-translation"):
        asked = FRENCH | token | {"language": "fr", "organisation": hat}
        assert fire.post(f"{page}/{act}", data=asked).status_code == 403
        assert app.test_client().post(f"{page}/{act}", data=FRENCH).status_code == 303
    assert len(list(demo.scalars(select(Translation.id)))) == made
