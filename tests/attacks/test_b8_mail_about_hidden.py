"""B8: nothing about what is not public reaches those it is not open to, in no mail and no bell."""

from tests.notifications.scene import Scene

CANARY = "kanarievogel"


def test_taken_offline_before_the_mails_went_out_the_text_reaches_no_outsider(scene: Scene) -> None:
    reference = scene.published(f"Thee met de {CANARY}")
    scene.co_sign(reference)
    scene.tell()  # every event so far has its mails waiting, those to the partners among them
    scene.act(reference, "unpublish", reason="Er staat een naam in de tekst.")
    scene.work()
    waiting = {mail.address: mail for mail in scene.rows() if mail.dropped_at is not None}
    assert "wim@example.be" in waiting  # asked as a partner, took no part
    assert "wim" not in scene.mails()
    assert set(scene.mails()) <= {"nele", "fatima", "mo", "max", "dirk", "ed"}  # proposer, desk, who co-signed
    assert any(CANARY in mail.as_string() for mail in scene.mails()["nele"])


def test_what_never_was_public_is_told_to_nobody_outside(scene: Scene) -> None:
    reference = scene.submitted(f"Thee met de {CANARY}")
    scene.act(reference, "request_changes", remarks={"title": "Welke?"})
    scene.work()
    assert set(scene.mails()) == {"fatima", "nele", "mo", "max"}
    assert set(scene.told()) == {"fatima", "nele", "mo", "max"}
