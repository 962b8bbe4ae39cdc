"""Write an entry with the act; seal what waits, later, one sealer at a time."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from participation.journal.chain import START, Head, canonical, digest, follow
from participation.journal.models import Entry, Link, Pending

BATCH = 5000  # as many as one statement takes parameters for; the worker calls until nothing is left
SEALER = 1830  # the advisory lock's number on PostgreSQL; SQLite has one writer anyway


def record(session: Session, at: datetime, columns: Mapping[str, object], facts: Mapping[str, object]) -> None:
    """Add one entry to the transaction of the act; `columns` are the projected ones, `facts` only in the body."""
    body = canonical({**columns, "at": at.isoformat(), "facts": dict(facts)})
    session.add(Entry(body=body, digest=digest(body), at=at, **columns))


def seal(session: Session) -> Head:
    """Append what is pending to the chain, at most a batch, and return its end; call after `begin_write`."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": SEALER})
    last = session.execute(select(Link.position, Link.hash).order_by(Link.position.desc()).limit(1)).first()
    head = Head(*last) if last else Head(0, START)
    waiting = session.execute(select(Entry.id, Entry.digest).join(Pending).order_by(Entry.id).limit(BATCH)).all()
    links = []
    for entry_id, entry_digest in waiting:
        head = Head(head.position + 1, follow(head.hash, head.position + 1, entry_id, entry_digest))
        link = {"position": head.position, "entry_id": entry_id, "entry_digest": entry_digest, "hash": head.hash}
        links.append(link)
    if links:
        session.execute(insert(Link), links)
        session.execute(delete(Pending).where(Pending.entry_id.in_([link["entry_id"] for link in links])))
    return head
