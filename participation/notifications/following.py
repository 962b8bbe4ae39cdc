"""What people wish to be told: channels and hour, initiatives they follow or mute, and visitors' follows by e-mail.

A link in a mail carries a number and an HMAC of what it is good for, so it needs no row and no sign-in: whoever holds
the mail may stop it. The views commit.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.accounts.tokens import derive
from participation.db import UNSYNCED, add_once
from participation.deeds import Deed, Doer
from participation.notifications.importance import CHOSEN, Channel
from participation.notifications.models import DigestEntry, Follow, MailPreference, Watch
from participation.notifications.notices import NOTICES
from participation.outbox.models import Event

CONFIRMED_WITHIN = timedelta(days=7)
LONGEST_NUMBER = 9  # digits


def choose(session: Session, person_id: int, channels: Mapping[str, str], hour: int) -> None:
    """Keep what a person chose; whatever had been stopped is chosen anew by it."""
    kept = _preference(session, person_id)
    kept.channels = {group: channels[group] for group in CHOSEN if channels.get(group) in set(Channel)}
    kept.hour, kept.stopped_at = hour, None


def _preference(session: Session, person_id: int) -> MailPreference:
    add_once(session, MailPreference, [{"person_id": person_id, "channels": {}}], ["person_id"])
    return session.get_one(MailPreference, person_id)


def watch(session: Session, person_id: int, initiative_id: int, *, follows: bool) -> None:
    """Follow or mute an initiative; what waited of a muted one does not go out any more."""
    session.merge(Watch(person_id=person_id, initiative_id=initiative_id, follows=follows))
    if not follows:
        of_it = select(Event.id).where(Event.subject_kind == "initiative", Event.subject_id == initiative_id)
        _forget(session, DigestEntry.person_id == person_id, DigestEntry.event_id.in_(of_it))


def unwatch(session: Session, person_id: int, initiative_id: int) -> None:
    """Take either back."""
    gone = delete(Watch).where(Watch.person_id == person_id, Watch.initiative_id == initiative_id)
    session.execute(gone, execution_options=UNSYNCED)


def ask(deed: Deed[Doer], address: str, about: str, language: str) -> None:
    """Ask an address whether it wants to be told; one that agreed already is not asked again."""
    row = {"address": address, "about": about, "language": language, "asked_at": deed.at}
    add_once(deed.session, Follow, [row], ["address", "about"])
    same = select(Follow).where(Follow.address == address, Follow.about == about)
    found = deed.session.scalars(same.with_for_update()).one()
    if found.confirmed_at is not None and found.ended_at is None:
        return
    if found.ended_at is not None or deed.at - found.asked_at >= CONFIRMED_WITHIN:  # else an earlier mail is still good
        found.asked_at, found.confirmed_at, found.ended_at = deed.at, None, None
    found.language = language
    deed.record("ask_follow", found.subject)
    for audience in NOTICES["confirm_follow"]:
        deed.tell("confirm_follow", found.subject, audience)


def agree(deed: Deed[Doer], follow: Follow) -> None:
    """Note the consent; given twice it stays as it was."""
    if follow.confirmed_at is None:
        follow.confirmed_at = deed.at
        deed.record("confirm_follow", follow.subject)


def confirmation(secret: str, follow: Follow) -> str:
    """Return the path, without language, at which an address agrees."""
    return f"/follow/{follow.id}-{_of_asking(secret, follow)}"


def asking(session: Session, secret: str, token: str, at: datetime) -> Follow | None:
    """Find the follow a confirmation is of; None where it is over, ended since, or was never sent."""
    number, _, given = token.partition("-")
    found = session.get(Follow, int(number)) if _is_number(number) else None
    if found is None or found.ended_at is not None or not _is_same(given, _of_asking(secret, found)):
        return None
    return found if found.confirmed_at is not None or at - found.asked_at < CONFIRMED_WITHIN else None


def _of_asking(secret: str, follow: Follow) -> str:
    return derive(secret, "follow", str(follow.id), follow.address, follow.asked_at.isoformat())


def stop_of_person(secret: str, person_id: int, key: str) -> str:
    """Return the token that stops every mail to a person, but those about the own account."""
    return f"p{person_id}-{derive(secret, 'stop', 'p', str(person_id), key)}"


def stop_of_follow(secret: str, follow_id: int, address: str) -> str:
    """Return the token that ends all an address follows."""
    return f"f{follow_id}-{derive(secret, 'stop', 'f', str(follow_id), address)}"


def holder(session: Session, secret: str, token: str) -> Person | Follow | None:
    """Find whose mails a token stops."""
    name, _, _given = token.partition("-")
    table = {"p": Person, "f": Follow}.get(name[:1])
    found: Any = session.get(table, int(name[1:])) if table and _is_number(name[1:]) else None
    if found is None:
        return None
    held: Person | Follow = found
    if isinstance(held, Person):
        own = stop_of_person(secret, held.id, held.pseudonym)
    else:
        own = stop_of_follow(secret, held.id, held.address)
    return held if _is_same(token, own) else None


def stop(session: Session, held: Person | Follow, at: datetime) -> None:
    """Stop everything for a person, or all that the address follows; what waits for a digest is taken away."""
    if isinstance(held, Person):
        kept = _preference(session, held.id)
        kept.stopped_at = kept.stopped_at or at
        _forget(session, DigestEntry.person_id == held.id)
        return
    ended = update(Follow).where(Follow.address == held.address, Follow.ended_at.is_(None))
    session.execute(ended.values(ended_at=at), execution_options=UNSYNCED)
    _forget(session, DigestEntry.address == held.address, DigestEntry.person_id.is_(None))


def _forget(session: Session, *which: Any) -> None:  # noqa: ANN401  # clauses of any column
    unbuilt = delete(DigestEntry).where(DigestEntry.digest_id.is_(None), *which)
    session.execute(unbuilt, execution_options=UNSYNCED)


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER


def _is_same(given: str, computed: str) -> bool:
    return hmac.compare_digest(given.encode(), computed.encode())
