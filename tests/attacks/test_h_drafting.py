"""H1, H4, H5: two editors, a press repeated, and what saves by itself."""

import threading

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.deeds import FormNonce
from participation.initiatives.models import Initiative, Version
from participation.journal.models import Entry
from tests.drafting.writing import WHOLE, autosave, draft
from tests.portal.test_pages import do, hidden, signed_in


def count(session: Session, what: object) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]  # any table


def test_h1_the_second_of_two_editors_sees_both_texts_and_chooses(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    editor, address = signed_in(app, "editor"), f"{page}/edit?step=text"
    first, second = (hidden(client.get(address).text, "edit") for client in (youth, editor))
    assert youth.post(address, data=first | {"summary": "THEIRS", "title": "Same title"}).status_code == 303
    refused = editor.post(address, data=second | {"summary": "MINE", "title": "Same title"})
    assert refused.status_code == 409
    both = refused.text.split("data-conflict")[1].split("<form")[0]
    assert "THEIRS" in both
    assert "MINE" in both
    assert "Same title" not in both  # only what differs
    assert "MINE" in refused.text.split('data-action="edit"')[1].split("</form")[0]
    assert "THEIRS" in editor.get(address).text  # nothing was overwritten
    again = hidden(refused.text, "edit")
    assert again["lock"] != second["lock"]
    assert editor.post(address, data=again | {"summary": "MINE", "title": "Same title"}).status_code == 303
    assert "MINE" in youth.get(address).text


def test_h1_a_refusal_for_another_reason_does_not_let_one_overwrite_unseen(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    editor, address = signed_in(app, "editor"), f"{page}/edit?step=text"
    stale = hidden(editor.get(address).text, "edit")
    assert do(youth, address, "edit", summary="THEIRS").status_code == 303
    forged = editor.post(address, data=stale | {"summary": "MINE", "csrf_token": "a.b"})
    assert forged.status_code == 400
    assert "MINE" in forged.text  # E1: given back
    again = hidden(forged.text, "edit")
    assert editor.post(address, data=again | {"summary": "MINE"}).status_code == 409


def test_h1_two_who_save_at_once_leave_one_text_and_one_conflict(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    editor, address = signed_in(app, "editor"), f"{page}/edit"
    forms = [(client, hidden(client.get(address).text, "edit")) for client in (youth, editor)]
    answers: list[int] = []

    def save(number: int) -> None:
        client, form = forms[number]
        answers.append(client.post(address, data=form | {"title": f"Text {number}"}).status_code)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409]


def test_h4_create_and_submit_pressed_twice_make_one_thing(app: Flask, demo: Session) -> None:
    before = count(demo, Initiative)
    youth = signed_in(app, "youth")
    form = hidden(youth.get("/en/initiatives/new").text, "create") | {"title": "Tea", "language": "nl", "step": "text"}
    made = [youth.post("/en/initiatives/new", data=form) for _press in range(2)]
    assert [answer.status_code for answer in made] == [303, 303]
    assert made[0].location == made[1].location
    assert count(demo, Initiative) == before + 1
    page = made[0].location.split("/edit")[0]
    assert do(youth, f"{page}/edit", "edit", **WHOLE).status_code == 303
    versions = count(demo, Version)
    form = hidden(youth.get(f"{page}/submit").text, "submit")
    sent = [youth.post(f"{page}/submit", data=form) for _press in range(2)]
    fresh = youth.post(f"{page}/submit", data={k: v for k, v in form.items() if k != "nonce"})
    assert [answer.status_code for answer in (*sent, fresh)] == [303, 303, 303]
    assert {answer.location for answer in (*sent, fresh)} == {f"{page}/receipt"}
    assert count(demo, Version) == versions + 1


def test_h5_an_older_text_never_replaces_a_newer_one(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    old_tab = hidden(youth.get(f"{page}/edit?step=text").text, "edit")
    assert do(youth, f"{page}/edit?step=text", "edit", summary="NEWER").status_code == 303
    late = youth.post(f"{page}/edit/autosave", data=old_tab | {"summary": "OLDER"})
    assert late.status_code == 409
    assert late.is_json
    assert "NEWER" in youth.get(f"{page}/edit").text


def test_h5_autosaves_follow_one_another_and_leave_the_button_its_press(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    address = f"{page}/edit?step=text"
    form = hidden(youth.get(address).text, "edit")
    nonces, entries = count(demo, FormNonce), count(demo, Entry)
    lock = form["lock"]
    for words in ("one", "two", "three"):
        kept = youth.post(f"{page}/edit/autosave", data=form | {"lock": lock, "summary": words})
        assert kept.status_code == 200
        assert set(kept.get_json()) == {"lock", "saved_at"}
        assert kept.get_json()["lock"] > int(lock)
        lock = str(kept.get_json()["lock"])
    assert count(demo, FormNonce) == nonces
    assert count(demo, Entry) == entries  # the working copy and nowhere else
    assert youth.post(address, data=form | {"lock": lock, "summary": "four"}).status_code == 303
    shown = youth.get(address).text
    assert "four" in shown
    assert "Thee met de wachten" in shown  # the part of the form that was not sent is as it was


def test_h5_an_autosave_is_refused_as_a_page_is(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    assert autosave(youth, page, summary="x" * 401).status_code == 422
    assert autosave(youth, page, title=" ").status_code == 422
    forged = {"csrf_token": "a.b"}
    assert autosave(youth, page, **forged).status_code == 400
    assert autosave(youth, page, organisation="seniorenkring-dijlestad").status_code == 409
    form = hidden(youth.get(f"{page}/edit").text, "edit")
    stranger, visitor = signed_in(app, "supporters"), app.test_client()
    token = hidden(stranger.get("/en/initiatives/new").text, "create")
    assert stranger.post(f"{page}/edit/autosave", data=form | token).status_code == 404
    assert visitor.post(f"{page}/edit/autosave", data=form).status_code == 303
    assert "Een namiddag in het park." in youth.get(f"{page}/edit").text
