"""How fast an event reaches its followers: statements in the request, then told and spooled by the worker.

`python -m tests.benching.mails`; `make bench` prints it as well. SQLite, files on this disk.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, event, insert, select

from participation.accounts.models import Person
from participation.app import create_app
from participation.db import Base, begin_write
from participation.extensions import db
from participation.notifications.importance import Channel, Group
from participation.notifications.models import MailPreference, Watch
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker
from participation.settings import Settings
from tests.notifications.scene import Scene

FOLLOWERS = 5000


class Reached(NamedTuple):
    """What one event with many followers cost."""

    statements: int  # of the act itself, from the beginning of its transaction to its commit
    told: float  # readers a second
    spooled: float  # mails a second
    both: float  # from the outbox row to the last file
    mails: int


def follow(scene: Scene, reference: str, number: int) -> None:
    """Let so many people follow an initiative and be told at once."""
    begin_write(scene.session)
    initiative_id = scene.whole(reference).id
    people = [
        {"name": f"Reader {n}", "email": f"reader{n}@example.be", "language": ("nl", "fr", "de", "en")[n % 4],
         "pseudonym": f"reader{n}", "created_at": scene.at}
        for n in range(number)
    ]  # fmt: skip
    scene.session.execute(insert(Person), people)
    ids = list(scene.session.scalars(select(Person.id).where(Person.email.startswith("reader"))))
    at_once = {Group.NEWS.value: Channel.AT_ONCE.value}
    scene.session.execute(
        insert(Watch), [{"person_id": i, "initiative_id": initiative_id, "follows": True} for i in ids]
    )
    scene.session.execute(insert(MailPreference), [{"person_id": i, "channels": at_once} for i in ids])
    scene.session.commit()


def measure(folder: Path, number: int = FOLLOWERS) -> Reached:
    """Publish, let people follow, add a co-signature, and let a worker see to it."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'mails.db'}", secret_key="bench" * 10, data_dir=folder, argon2_cost=1
    )
    app = create_app(settings)
    with app.app_context():
        begin_write(db.session())
        Base.metadata.create_all(db.session.connection())
        db.session.commit()
        scene = Scene(db.session(), folder / "mail")
        reference = scene.published()
        scene.tell()
        follow(scene, reference, number)
        scene.quiet()
        statements = _counted(db.engine, lambda: scene.co_sign(reference))
        worker = Worker(Spool(scene.folder))
        begun = time.perf_counter()
        while worker.tell(scene.session):
            pass
        told = time.perf_counter()
        while worker.send(scene.session):
            pass
        sent = time.perf_counter()
        db.session.remove()
        db.engine.dispose()
    mails = len(list(scene.folder.glob("*.eml")))
    return Reached(statements, mails / (told - begun), mails / (sent - told), mails / (sent - begun), mails)


def _counted(engine: Engine, act: object) -> int:
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    act()  # type: ignore[operator]  # what is measured
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder))
    print(
        f"mail: an event with {FOLLOWERS} followers took {found.statements} statements in the request; told to"
        f" {found.told:.0f} readers a second, {found.spooled:.0f} mails a second spooled, {found.both:.0f} both"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
