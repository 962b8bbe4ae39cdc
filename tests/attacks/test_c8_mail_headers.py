"""C8: typed words stay words: no line of theirs becomes a header, no name an address."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from participation.accounts.models import Person
from participation.db import begin_write
from participation.initiatives.models import Version
from participation.notifications.mails import one_line
from participation.notifications.transport import transport_for
from participation.organisations.models import Organisation
from tests.notifications.scene import Scene
from tests.notifications.servers import server

TYPED = "Thee\r\nBcc: victim@bank.be\r\n\r\nGive me your password"


def test_newlines_in_title_and_name_become_one_line_of_the_subject(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    begin_write(scene.session)
    scene.session.execute(update(Version).values(title=TYPED))
    scene.session.execute(update(Organisation).values(name='"a@bank.be" <x>\nCc: victim@bank.be'))
    scene.session.commit()
    scene.co_sign(reference)
    with server() as (url, box):
        scene.work(transport_for(url, "no-reply@reseau.example", Path()))
    assert box.to() == ["fatima@example.be", "nele@example.be"]
    for mail in box.mails:
        assert mail["Bcc"] is None
        assert mail["Cc"] is None
        assert len(mail.get_all("To", [])) == 1
        assert "\n" not in str(mail["Subject"])
        assert "victim@bank.be" in str(mail["Subject"])  # words among words


@pytest.mark.parametrize("address", ["a@example.be, b@example.be", "a@example.be\nbcc: b@example.be", "nothing at all"])
def test_an_address_that_is_none_is_never_sent_to(scene: Scene, address: str) -> None:
    scene.submitted()
    begin_write(scene.session)
    scene.session.execute(update(Person).where(Person.name == "mo").values(email=address))
    scene.session.commit()
    with server() as (url, box):
        scene.work(transport_for(url, "no-reply@reseau.example", Path()))
    assert box.to() == ["fatima@example.be", "max@example.be"]
    (waiting,) = [mail for mail in scene.rows() if mail.sent_at is None]
    assert waiting.last_error
    assert scene.session.scalars(select(Person.email).where(Person.name == "mo")).one() == address


def test_one_line_keeps_words_and_nothing_else() -> None:
    assert one_line(" Thé\u2028au\tparc\x00\r\n ") == "Thé au parc"
