"""What must hold after every attack, whatever it was: nothing breaks, nothing leaks, nothing is half done."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.db import Base, begin_write
from participation.initiatives.models import CoSignature, Initiative
from participation.journal.models import Entry
from participation.journal.queries import facts, history, verify

LEAKS = re.compile(
    r"Traceback \(most recent|sqlalchemy|psycopg|sqlite3?\.|\bSELECT .{1,80} FROM\b|/participation/|\.py\b|/tmp/"
    r"|argon2|pseudonym"
)
FORGETFUL = frozenset({"failed_sign_in", "signed_in", "form_nonce"})  # limits and sessions are no content


def sound(answer: TestResponse) -> TestResponse:
    """Check one answer, and return it."""
    assert answer.status_code < 500 or answer.status_code == 503, answer.status_code
    if answer.mimetype == "text/html":
        assert not LEAKS.search(answer.text), LEAKS.search(answer.text)
    return answer


def keeps_its_invariants(session: Session) -> None:
    """Check the database."""
    session.rollback()
    standing = select(func.count()).where(CoSignature.ended_at.is_(None))
    assert set(session.scalars(standing.group_by(CoSignature.initiative_id, CoSignature.organisation_id))) <= {1}
    for thing in session.scalars(select(Initiative)):
        moves = [said["to"] for e in history(session, *thing.subject) if "to" in (said := facts(e))]
        assert thing.status == (moves[-1] if moves else "draft")
    assert verify(session, clock.now()) == []
    session.rollback()


def picture(session: Session) -> dict[str, list[str]]:
    """Return everything the database holds but limits and sessions, to compare before and after."""
    session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in FORGETFUL]
    found = {t.name: sorted(repr(tuple(row)) for row in session.execute(select(t))) for t in tables}
    session.rollback()
    return found


def entries(session: Session, kind: str) -> int:
    """Count what the journal has of one kind."""
    session.rollback()
    number = session.scalar(select(func.count()).select_from(Entry).where(Entry.kind == kind)) or 0
    begin_write(session)
    return number
