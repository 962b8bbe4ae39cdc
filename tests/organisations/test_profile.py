"""What an organisation says of itself, its names through time, and its end by its own wish."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import SignedIn
from participation.initiatives import fulltext
from participation.initiatives import queries as initiatives
from participation.journal.queries import history
from participation.notifications.telling import tell
from participation.organisations.actions import profile
from participation.organisations.lifecycle import State
from participation.organisations.models import FormerName, Organisation
from participation.outbox.models import Event
from tests import network, visits
from tests.organisations.people import organisation

pytestmark = pytest.mark.engines_in_turn

WHY = "Our members have decided to stop."
SAID = {"about_nl": "Wij zijn met twaalf.", "about_fr": "Nous sommes douze.", "languages": ["nl", "fr"]}


def test_a_representative_edits_the_profile_with_a_preview(app: Flask, net: Session) -> None:
    net.commit()
    young, path = visits.enter(app, "young"), "/en/organisations/young/edit"
    looked = visits.do(young, path, "edit-profile", preview="1", **SAID)
    assert looked.status_code == 200
    assert "data-preview" in looked.text
    assert looked.text.count("Wij zijn met twaalf.") == 2  # as it will read, and still in its field
    assert organisation(net, "young").about == {}
    net.rollback()
    done = visits.do(young, path, "edit-profile", website="young.example", municipality="Kortrijk", **SAID)
    assert (done.status_code, done.location) == (303, "/en/organisations/young")
    net.rollback()
    found = organisation(net, "young")
    assert found.about == {"nl": "Wij zijn met twaalf.", "fr": "Nous sommes douze."}
    assert (found.website, found.municipality, found.languages) == ("https://young.example", "34022", ["nl", "fr"])
    assert "Nous sommes douze." in app.test_client().get("/fr/organisations/young").text
    assert [entry.kind for entry in history(net, *found.subject)] == ["edit_profile"]


def test_what_was_typed_comes_back_with_every_problem(app: Flask, net: Session) -> None:
    net.commit()
    young = visits.enter(app, "young")
    wrong = visits.do(
        young, "/en/organisations/young/edit", "edit-profile", about_fr="x" * 2001, website="javascript:alert(1)",
        municipality="Atlantis", languages=["xx"],
    )  # fmt: skip
    assert wrong.status_code == 422
    assert all(f'id="{name}-error"' in wrong.text for name in ("about_nl", "about_fr", "website", "municipality"))
    assert 'value="Atlantis"' in wrong.text


def test_everyone_reads_the_contact_and_the_links_one_gives(app: Flask, net: Session) -> None:
    net.commit()
    young, path, page = visits.enter(app, "young"), "/en/organisations/young/edit", "/en/organisations/young"
    given = SAID | {"contact": "Info@Young.example", "link_2_name": "Report", "link_2_address": "young.example/2026"}
    shown = (
        'href="mailto:info@young.example"',
        '<a href="https://young.example/2026" rel="nofollow noopener" lang="nl">Report</a>',  # in its own language
    )
    looked = visits.do(young, path, "edit-profile", preview="1", **given).text
    assert all(one in looked for one in shown)
    assert not any(one in app.test_client().get(page).text for one in shown)
    assert visits.do(young, path, "edit-profile", **given).status_code == 303
    assert all(one in app.test_client().get(page).text for one in shown)
    assert 'id="link_0_name" name="link_0_name" type="text" value="Report"' in young.get(path).text
    assert visits.do(young, path, "edit-profile", **SAID | {"contact": "http://young.example/write"}).status_code == 303
    public = app.test_client().get(page).text
    assert '<a href="http://young.example/write" rel="nofollow noopener">young.example/write</a>' in public
    assert "Report" not in public


def test_a_link_leads_to_a_site_and_has_a_name(app: Flask, net: Session) -> None:
    net.commit()
    young = visits.enter(app, "young")
    wrong = {
        "contact": "ftp://young.example", "link_0_name": "x" * 61, "link_0_address": "young.example",
        "link_1_address": "https://young.example", "link_2_name": "Here", "link_2_address": "data:text/html,x",
    }  # fmt: skip
    refused = visits.do(young, "/en/organisations/young/edit", "edit-profile", **SAID | wrong)
    assert refused.status_code == 422
    for name in ("contact", "link_0_name", "link_1_name", "link_2_address"):
        assert f'id="{name}-error"' in refused.text, name
    assert "data:text/html,x" in refused.text
    net.rollback()
    assert organisation(net, "young").links is None


def test_the_second_of_two_who_rename_reads_the_first_name(app: Flask, net: Session) -> None:
    net.commit()
    first, second, path = visits.enter(app, "young"), visits.enter(app, "young2"), "/en/organisations/young/rename"
    forms = [visits.fields(client.get(path).text, "rename") for client in (first, second)]
    assert first.post(path, data=forms[0] | {"name": "Jong Zuid"}).status_code == 303
    moved = second.post(path, data=forms[1] | {"name": "Jong Noord"})
    assert (moved.status_code, moved.location) == (
        308,
        "/en/organisations/jong-zuid/rename",
    )
    refused = second.post(moved.location, data=forms[1] | {"name": "Jong Noord"})
    assert refused.status_code == 409
    assert "Jong Zuid" in refused.text.partition("data-conflict")[2]
    assert "Jong Noord" in refused.text.partition("data-conflict")[2]
    again = visits.fields(refused.text, "rename") | {"name": "Jong Noord"}
    assert second.post("/en/organisations/jong-zuid/rename", data=again).status_code == 303
    net.rollback()
    assert organisation(net, "jong-noord").name == "Jong Noord"


def test_a_renamed_organisation_keeps_its_past_and_its_old_address_leads_to_the_new_one(
    app: Flask, net: Session
) -> None:
    reference = network.standing_at(net, "published")
    signed = initiatives.one(net, reference)
    assert signed is not None
    net.commit()
    fire = visits.enter(app, "fire")
    fire.post("/en/switch", data={"csrf_token": visits.token(fire), "hat": "fire"})
    done = visits.do(fire, "/en/organisations/fire/rename", name="Brandweer Zuid", name_fr="Pompiers du Sud")
    assert (done.status_code, done.location) == (303, "/en/organisations/brandweer-zuid/members/")
    visitor = app.test_client()
    old = visitor.get("/fr/organisations/fire")
    assert (old.status_code, old.location) == (301, "/fr/organisations/brandweer-zuid")
    assert "The fire" in visitor.get("/en/organisations/brandweer-zuid").text  # called before
    version = visitor.get(f"/fr/initiatives/{reference}/versions/1").text
    assert "The fire" in version  # the name of the time
    page = visitor.get(f"/fr/initiatives/{reference}").text
    assert "Pompiers du Sud" in page
    assert "The fire" in page
    net.rollback()
    assert set(net.scalars(select(SignedIn.hat))) == {"brandweer-zuid"}
    assert set(net.scalars(select(Event.audience).where(Event.kind == "rename"))) == {"organisation", "moderators"}


def test_an_old_address_is_given_to_nobody_else_and_may_be_taken_back(net: Session) -> None:
    fire = organisation(net, "fire")
    profile.rename(network.deed(net, "fire"), fire, "Brandweer Zuid", {})
    other = organisation(net, "wardens")
    profile.rename(network.deed(net, "wardens"), other, "Fire", {})
    assert (fire.slug, other.slug) == ("brandweer-zuid", "fire-2")
    profile.rename(network.deed(net, "fire"), fire, "Fire", {"fr": "Feu"})
    net.flush()
    assert fire.slug == "fire"
    assert {row.slug for row in net.scalars(select(FormerName))} == {"brandweer-zuid", "wardens"}
    assert [one["name"] for one in fire.names_before] == ["The fire", "Brandweer Zuid"]
    assert fire.name_at(fire.created_at, "fr") == "The fire"
    assert fire.name_at(clock.now(), "fr") == "Feu"


def test_the_search_finds_by_the_new_name_what_it_proposed(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "published")
    profile.rename(network.deed(net, "young"), organisation(net, "young"), "Zilverlinde", {})
    net.flush()
    events = list(net.scalars(select(Event).where(Event.kind == "rename")))
    with app.app_context():
        tell(net, events, clock.now())
    net.flush()
    found = initiatives.one(net, reference)
    assert found is not None
    assert fulltext.hits(net, ["zilverlinde"]) == [found.id]


def test_a_closed_organisation_no_longer_acts_and_stays_readable(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "published")
    before = initiatives.one(net, reference)
    assert before is not None
    assert initiatives.count_of(net, before).organisations == 3
    net.commit()
    fire = visits.enter(app, "fire")
    assert visits.do(fire, "/en/organisations/fire/close", reason="no").status_code == 422
    assert visits.do(fire, "/en/organisations/fire/close", reason=WHY).status_code == 303
    net.rollback()
    assert organisation(net, "fire").state is State.CLOSED
    assert initiatives.counts(net, [before.id])[before.id].organisations == 2
    assert app.test_client().get("/en/organisations/fire").status_code == 200
    assert fire.get(f"/en/initiatives/{reference}/withdraw-co-signature").status_code == 403
    assert fire.get("/en/organisations/fire/invite").status_code == 403
    assert [entry.kind for entry in history(net, *organisation(net, "fire").subject)] == ["close"]


def test_the_old_address_leads_on_from_every_page_below_it(app: Flask, net: Session) -> None:
    profile.rename(network.deed(net, "fire"), organisation(net, "fire"), "Brandweer Zuid", {})
    net.commit()
    fire, visitor = visits.enter(app, "fire"), app.test_client()
    for below in ("edit", "rename", "close", "members/", "invite", "leave"):
        path = f"/en/organisations/fire/{below}?page=2"
        led = fire.get(path)
        assert (led.status_code, led.location) == (301, f"/en/organisations/brandweer-zuid/{below}?page=2"), below
    sent = fire.post("/en/organisations/fire/close", data={"reason": WHY})
    assert (sent.status_code, sent.location) == (308, "/en/organisations/brandweer-zuid/close")  # with its words
    desk = visits.enter(app, "desk").get("/en/desk/organisations/fire")
    assert (desk.status_code, desk.location) == (301, "/en/desk/organisations/brandweer-zuid")
    assert visitor.get("/en/organisations/nobody/members/").status_code == 404
    assert visitor.get("/en/organisations/brandweer-zuid/members/").status_code == 404


def test_only_a_representative_renames_or_closes(app: Flask, net: Session) -> None:
    net.commit()
    for name, status in (("young_editor", 403), ("desk", 403), ("old", 404), ("visitor", 404)):
        client = visits.enter(app, name)
        for act in ("edit", "rename", "close", "invite"):
            assert client.get(f"/en/organisations/young/{act}").status_code == status, (name, act)
    net.rollback()
    assert net.scalars(select(Organisation.state).where(Organisation.slug == "young")).one() is State.APPROVED
