"""Events become messages and mails, once each, for those who may see, in their own language."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from participation import clock
from participation.accounts.models import Person, SignedIn
from participation.db import begin_write
from participation.deeds import FormNonce, KeptForm
from participation.initiatives.lifecycle import CHECKLIST
from participation.journal import queries
from participation.journal.models import Link, Pending
from participation.notifications.models import Mail
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker, chores
from participation.organisations.models import Membership
from participation.outbox.models import Event
from tests.notifications.scene import TITLE, Scene, text_of


def test_a_submission_is_told_to_the_proposers_others_and_to_the_desk_but_not_to_who_did_it(scene: Scene) -> None:
    scene.submitted()
    scene.work()
    assert scene.told() == {"fatima": 1, "max": 1, "mo": 1}
    assert {name: len(mails) for name, mails in scene.mails().items()} == {"fatima": 1, "max": 1, "mo": 1}


def test_each_reads_in_his_or_her_own_language_whoever_acted(scene: Scene) -> None:
    reference = scene.consulted()
    scene.quiet()
    scene.co_sign(reference, statement="Wir kommen gern.")
    scene.work()
    nele, fatima = scene.mails()["nele"][0], scene.mails()["fatima"][0]
    assert nele["Content-Language"] == "nl"
    assert fatima["Content-Language"] == "fr"
    assert f"/nl/initiatives/{reference}" in text_of(nele)
    assert f"/fr/initiatives/{reference}" in text_of(fatima)
    assert '<html lang="fr">' in text_of(fatima, "html")
    assert 'lang="de">Wir kommen gern.' in text_of(fatima, "html")  # quoted in the language it was written in


def test_someone_in_several_audiences_is_told_once(scene: Scene) -> None:
    reference = scene.published()
    begin_write(scene.session)
    fatima = scene.session.scalars(select(Person).where(Person.name == "fatima")).one()
    scene.member(scene.organisation("choir", "citizens", {}), fatima)
    scene.session.commit()
    scene.co_sign(reference, "fatima", "choir")
    scene.quiet()
    before = scene.told()
    scene.act(reference, "unpublish", reason="Er staat een naam in de tekst.")
    scene.work()
    assert scene.told()["fatima"] == before["fatima"] + 1
    assert len(scene.mails()["fatima"]) == 1


def test_two_workers_that_share_an_act_tell_it_once(scene: Scene) -> None:
    reference = scene.consulted()
    scene.quiet()
    scene.act(reference, "request_changes", remarks={"title": "Welke wachten?"})
    before = scene.told()
    worker = Worker(Spool(scene.folder))
    worker.tell(scene.session)
    begin_write(scene.session)
    last = scene.session.scalar(select(func.max(Event.id)))
    scene.session.execute(update(Event).where(Event.id == last).values(told_at=None))  # as if the other had held it
    scene.session.commit()
    scene.work()
    assert scene.told() == before | {"nele": before["nele"] + 1, "fatima": before["fatima"] + 1}
    assert [len(scene.mails()[name]) for name in ("nele", "fatima")] == [1, 1]


def test_remarks_are_for_the_proposer_alone(scene: Scene) -> None:
    reference = scene.consulted()
    scene.co_sign(reference)
    scene.quiet()
    scene.act(reference, "request_changes", remarks={"title": "Een heel bijzondere opmerking"})
    scene.work()
    mails = scene.mails()
    assert "Een heel bijzondere opmerking" in text_of(mails["nele"][0])
    ed = mails["ed"][0]  # of an organisation that co-signed: knows of it, reads nothing
    assert "bijzondere" not in ed.as_string()
    assert TITLE not in str(ed["Subject"])
    assert reference in str(ed["Subject"])


def test_whoever_lost_sight_before_the_mail_went_out_gets_none(scene: Scene) -> None:
    reference = scene.submitted()
    scene.quiet()
    scene.act(reference, "open_consultation", ticked=frozenset(CHECKLIST))
    scene.tell()
    assert "wim" in scene.told()
    scene.act(reference, "request_changes", remarks={"title": "Welke wachten?"})
    scene.work()
    assert "wim" not in scene.mails()  # a partner that never spoke up: the text is no longer for partners
    dropped = [mail.address for mail in scene.rows() if mail.dropped_at is not None]
    assert "wim@example.be" in dropped
    assert [who for who, mails in scene.mails().items() if who in {"wim", "dirk", "ed"} and mails] == []


def test_whoever_left_the_organisation_before_the_mail_went_out_gets_none(scene: Scene) -> None:
    scene.submitted()
    scene.tell()
    begin_write(scene.session)
    fatima = select(Mail.person_id).where(Mail.address == "fatima@example.be")
    for membership in scene.session.scalars(select(Membership).where(Membership.person_id.in_(fatima))):
        scene.session.delete(membership)
    scene.session.commit()
    scene.work()
    assert "fatima" not in scene.mails()


def test_what_is_old_when_it_is_told_stands_in_the_bell_and_is_no_mail(scene: Scene) -> None:
    scene.submitted()
    scene.work(at=timedelta(days=8))
    assert scene.told() == {"fatima": 1, "max": 1, "mo": 1}
    assert not scene.rows()


def test_an_event_that_cannot_be_told_holds_up_no_other(scene: Scene) -> None:
    scene.submitted()
    begin_write(scene.session)
    first = scene.session.scalar(select(func.min(Event.id)))
    scene.session.execute(update(Event).where(Event.id == first).values(audience="nobody we know"))
    scene.session.commit()
    scene.submitted("Koffie")
    scene.work()
    assert scene.told()["mo"] >= 1
    untold = scene.session.scalars(select(Event.id).where(Event.told_at.is_(None))).all()
    assert first in untold


def test_the_worker_seals_the_journal_and_sweeps_up(scene: Scene) -> None:
    scene.submitted()
    old = clock.now() - timedelta(days=2)
    begin_write(scene.session)
    scene.session.add_all(
        [
            FormNonce(nonce="old", actor_key="x", digest="x", at=old, led_to="/"),
            FormNonce(nonce="new", actor_key="x", digest="x", at=clock.now(), led_to="/"),
            KeptForm(token_digest="0" * 64, address="/", fields="", at=old),
            SignedIn(digest="over", person_id=1, hat="", since=old, seen_at=old, until=old),
        ]
    )
    scene.session.commit()
    scene.work()
    assert scene.session.scalar(select(func.count()).select_from(Pending)) == 0
    assert (scene.session.scalar(select(func.count()).select_from(Link)) or 0) > 0
    assert list(scene.session.scalars(select(FormNonce.nonce))) == ["new"]
    assert not scene.session.scalars(select(KeptForm)).all()
    assert not scene.session.scalars(select(SignedIn)).all()


def test_after_hours_without_a_worker_the_journal_is_sealed_before_it_is_read_and_what_is_missing_shows(
    scene: Scene,
) -> None:
    scene.submitted()
    at = clock.now() + timedelta(hours=3)
    assert {fault.wrong for fault in queries.verify(scene.session, at)} == {queries.Wrong.OVERDUE}
    assert chores.verify(scene.session, at) == 0
    assert queries.verify(scene.session, at) == []
    scene.submitted("Koffie")
    begin_write(scene.session)
    scene.session.execute(delete(Pending))
    scene.session.commit()
    with pytest.raises(chores.Damaged, match="unqueued"):
        chores.verify(scene.session, at)


def test_the_worker_warns_of_a_mandate_that_ends_soon_and_only_once(scene: Scene) -> None:
    begin_write(scene.session)
    deed = scene.deed("dirk", "fire")
    ours = Membership.organisation_id == deed.actor.organisation_id
    scene.session.execute(
        update(Membership).where(ours, Membership.person_id == deed.actor.person_id)
        .values(mandate_from=clock.now() - timedelta(days=9), mandate_until=clock.now() + timedelta(days=20))
    )  # fmt: skip
    scene.session.commit()
    for _time in range(2):
        scene.work()
    found = scene.session.scalars(select(Event.audience).where(Event.kind == "mandate_ends")).all()
    assert found == ["organisation"]
    scene.work()
    assert "Mandat" in str(scene.mails()["dirk"][-1]["Subject"])
