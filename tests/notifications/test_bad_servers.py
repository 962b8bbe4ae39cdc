"""Mail against a server that is a process of its own and refuses, dawdles, drops the connection, dies, or is away."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from participation.notifications.transport import Transport, transport_for
from tests.notifications.mail_server import ALL_MOODS, open_for_mail
from tests.notifications.scene import Scene
from tests.notifications.servers import free_port

pytestmark = pytest.mark.engines_in_turn

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ACTS, TOLD = 2, 3  # so many are told of each
TOOK_IT = {"hangs up late", "dies late"}  # has the mail when it is gone, and could not say so


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def smtp(port: int) -> Transport:
    return transport_for(f"smtp://127.0.0.1:{port}", "no-reply@reseau.example", Path())


def waiting(scene: Scene) -> int:
    return len([mail for mail in scene.rows() if mail.sent_at is None])


def require_each_once(scene: Scene, book: Path) -> Counter[str]:
    """Compare what the server says it took with the outbox; return how often it says what."""
    lines = [line.split() for line in book.read_text().splitlines()]
    rows = scene.rows()
    assert len(rows) == ACTS * TOLD
    assert all(mail.sent_at is not None and mail.given_up_at is None for mail in rows)
    taken = sorted(number for word, number in lines if word == "taken")
    assert taken == sorted(f"<{mail.message_id}@reseau.example>" for mail in rows)
    return Counter(word for word, _number in lines)


@pytest.mark.parametrize("mood", ALL_MOODS)
def test_whatever_the_server_does_each_mail_arrives_once(
    scene: Scene, smtp: Transport, port: int, tmp_path: Path, mood: str
) -> None:
    book = tmp_path / "book"
    for number in range(ACTS):
        scene.submitted(f"Thee {number}")
    with open_for_mail(port, book, "takes", mood):
        scene.work(smtp)
        assert waiting(scene) == 0 if mood == "slow" else waiting(scene) > 0
    with open_for_mail(port, book, "takes"):
        scene.work(smtp, at=HOUR)
        scene.work(smtp, at=2 * HOUR)
    said = require_each_once(scene, book)
    assert said["again"] == (mood in TOOK_IT)  # by the same number, so that the server knows it has it


def test_a_server_that_is_down_for_an_hour_loses_nothing_and_is_not_stormed(
    scene: Scene, smtp: Transport, port: int, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    for number in range(ACTS):
        scene.submitted(f"Thee {number}")
    for minute in range(60):
        scene.work(smtp, at=minute * MINUTE)
    rows = scene.rows()
    assert {mail.sent_at for mail in rows} == {mail.given_up_at for mail in rows} == {None}
    assert max(mail.tries for mail in rows) <= 4  # after 0, 1, 6 and 21 minutes
    with open_for_mail(port, book, "takes"):
        scene.work(smtp, at=HOUR)
        scene.work(smtp, at=2 * HOUR)
    assert require_each_once(scene, book)["again"] == 0
