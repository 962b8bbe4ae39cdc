"""The pieces of an initiative's page are kept for visitors, and together they never say what is no longer so."""

from collections.abc import Mapping
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.comments.models import Comment
from participation.initiatives import queries as initiatives
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import CoSignature, Initiative
from participation.organisations.models import Organisation
from participation.portal import conversation, page
from participation.tongues import LANGUAGES
from tests.portal.test_cards import FIRE, FRENCH, WHY, process
from tests.portal.test_pages import do, signed_in

pytestmark = pytest.mark.engines_in_turn

DESK = "/en/desk/organisations"


def pages(app: Flask, path: str) -> list[str]:
    """Read the page in each language, at an address that the whole page is not kept under."""
    return [app.test_client().get(f"/{language}{path}?again").text for language in LANGUAGES]


def public(demo: Session) -> list[str]:
    signed = Initiative.co_signatures.any(CoSignature.organisation.has(Organisation.slug == FIRE))
    asked = select(Initiative.reference).where(Initiative.status == Status.PUBLISHED).order_by(signed, Initiative.id)
    found = [f"/initiatives/{reference}" for reference in demo.scalars(asked)]
    demo.rollback()
    return found


def test_after_every_act_they_make_the_page_that_another_process_draws(app: Flask, demo: Session) -> None:
    there = public(demo)
    fire, youth, desk = (signed_in(app, who) for who in ("fire", "youth", "moderator"))
    path = next(one for one in there if fire.get(f"/en{one}/co-sign").status_code == 200)
    ours = next(one for one in there if youth.get(f"/en{one}/translate?to=fr").status_code == 200)
    here = f"/en{path}"
    acts: tuple[tuple[FlaskClient, str, str, Mapping[str, object]], ...] = (
        (fire, f"{here}/comment", "comment", {"text": "We come with two.", "scope": "public", "language": "en"}),
        (fire, f"{here}/co-sign", "co-sign", {"mandate": "y"}),
        (youth, f"/en{ours}/translate?to=fr", "translate", FRENCH),
        (fire, f"/en/organisations/{FIRE}/rename", "rename", {"name": "Fire and rescue"}),
        (desk, f"{DESK}/fire-and-rescue/suspend", "suspend", {"reason": WHY}),
        (desk, f"{here}/unpublish", "unpublish", {"reason": WHY}),
    )
    with process(app) as other:
        shown = pages(other, path) + pages(other, ours)
        for client, address, act, more in acts:
            assert do(client, address, act, **more).status_code == 303, address
            with process(app) as new:
                expected = pages(new, path) + pages(new, ours)
            assert [pages(one, path) + pages(one, ours) for one in (app, other)] == [expected, expected]
            assert expected != shown, act
            shown = expected


def test_a_hidden_comment_is_gone_at_once(app: Flask, demo: Session) -> None:
    path = public(demo)[0]
    fire, desk = (signed_in(app, who) for who in ("fire", "moderator"))
    words = {"text": "Come and see us.", "scope": "public", "language": "en"}
    assert do(fire, f"/en{path}/comment", "comment", **words).status_code == 303
    assert all(words["text"] in shown for shown in pages(app, path))
    one = demo.scalars(select(Comment.public_id).where(Comment.text == words["text"])).one()
    demo.rollback()
    assert do(desk, f"/en/comments/{one}/hide", "hide", reason_code="attacks", reason=WHY).status_code == 303
    assert not any(words["text"] in shown for shown in pages(app, path))


def test_a_reason_worded_anew_is_read_at_once(app: Flask, demo: Session) -> None:
    path = public(demo)[0]
    fire, desk, admin = (signed_in(app, who) for who in ("fire", "moderator", "admin"))
    words = {"text": "Come and see us.", "scope": "public", "language": "en"}
    assert do(fire, f"/en{path}/comment", "comment", **words).status_code == 303
    one = demo.scalars(select(Comment.public_id).where(Comment.text == words["text"])).one()
    demo.rollback()
    assert do(desk, f"/en/comments/{one}/hide", "hide", reason_code="attacks", reason=WHY).status_code == 303
    before = [*pages(app, path), app.test_client().get(f"/en{path}").text]
    said = {f"{part}_{code}": f"Worded anew {part} {code}" for part in ("title", "wording") for code in LANGUAGES}
    assert do(admin, "/en/admin/reasons/attacks/edit", "edit-reason", **said).status_code == 303
    after = [*pages(app, path), app.test_client().get(f"/en{path}").text]
    assert ["Worded anew" in shown for shown in before + after] == [False] * 5 + [True] * 5


def drawn(app: Flask, path: str) -> list[str]:
    """Read a page, and name the pieces that had to be drawn for it."""
    with (
        patch.object(page, "whole", wraps=page.whole) as told,
        patch.object(conversation, "talk", wraps=conversation.talk) as talk,
    ):
        assert app.test_client().get(path).status_code == 200
    return [name for name, one in (("told", told), ("talk", talk)) if one.called]


def test_an_act_draws_only_what_it_touches(app: Flask, demo: Session) -> None:
    there = public(demo)
    fire = signed_in(app, "fire")
    path = next(f"/en{one}" for one in there if fire.get(f"/en{one}/co-sign").status_code == 200)
    assert drawn(app, path) == ["told", "talk"]
    assert drawn(app, f"{path}?again") == []
    words = {"text": "We come with two.", "scope": "public", "language": "en"}
    assert do(fire, f"{path}/comment", "comment", **words).status_code == 303
    assert drawn(app, path) == ["talk"]
    assert do(fire, f"{path}/co-sign", "co-sign", mandate="y").status_code == 303
    assert drawn(app, path) == ["told"]


def names(demo: Session) -> dict[str, dict[str, set[str]]]:
    """Say whom the page of each public initiative names, by slug: as whom, from what members read."""
    found: dict[str, dict[str, set[str]]] = {}
    public = initiatives.by_ids(demo, demo.scalars(select(Initiative.id).where(Initiative.status == Status.PUBLISHED)))
    for number, one in public.items():
        said = select(Organisation.slug).join(Comment, Comment.organisation_id == Organisation.id)
        made = [who for made in one.translations for who in (made.made_by, made.checked_by)]
        signed = [who for s in one.co_signatures for who in (s.organisation, s.signed_as)]
        found[f"/en/initiatives/{one.reference}"] = {
            "proposer": {one.organisation.slug},
            "co-signer": {who.slug for who in signed if who},
            "translator": {who.slug for who in made if who},
            "commenter": set(demo.scalars(said.where(Comment.initiative_id == number))),
        }
    demo.rollback()
    return found


def chosen(named: dict[str, dict[str, set[str]]], role: str, desk: FlaskClient) -> tuple[str, set[str]]:
    """Choose an organisation that can be suspended, and is named in this role rather than in any other; with where."""
    places: dict[str, list[str]] = {slug: [] for roles in named.values() for slug in roles[role]}
    for one, roles in named.items():
        for slug in places:
            places[slug] += [one for whom in roles.values() if slug in whom]
    for slug, where in sorted(places.items(), key=lambda found: (len(found[1]), found[0])):
        if set(where) != named.keys() and desk.get(f"{DESK}/{slug}/suspend").status_code == 200:
            return slug, set(where)
    raise LookupError(role)


@pytest.mark.parametrize("role", ["proposer", "co-signer", "commenter"])
def test_an_act_of_an_organisation_draws_the_pages_that_name_it_and_no_other(
    app: Flask, demo: Session, role: str
) -> None:
    named, desk = names(demo), signed_in(app, "moderator")
    slug, touched = chosen(named, role, desk)
    for one in named:
        app.test_client().get(one)
    assert not any(drawn(app, one) for one in named)
    assert do(desk, f"{DESK}/{slug}/suspend", "suspend", reason=WHY).status_code == 303
    assert {one for one in named if drawn(app, one)} == touched
    assert not any(drawn(app, one) for one in named)


def test_a_member_is_never_shown_a_visitor_s_piece(app: Flask, demo: Session) -> None:
    path = f"/en{public(demo)[0]}"
    fire, visitor = signed_in(app, "fire"), app.test_client()
    assert 'data-action="comment"' not in visitor.get(path).text
    assert 'data-action="comment"' in fire.get(path).text
    assert 'data-action="comment"' not in visitor.get(f"{path}?again").text
