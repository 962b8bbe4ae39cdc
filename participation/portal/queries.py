"""What is counted in public, and what stands on the page of an organisation."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from participation.barriers.queries import waiting_number
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import (
    Ask,
    Commitment,
    CoSignature,
    Initiative,
    Translation,
    Version,
)
from participation.organisations.lifecycle import SEEING, State
from participation.organisations.models import Logo, Organisation
from participation.organisations.policy import VISITOR, Actor
from participation.places.models import MunicipalityRow
from participation.portal.listing import OUT_OF_LISTS, PAGE

# What every visitor reads and the list shows; what is counted in public is counted among these alone.
OPEN = queries.visible_to(VISITOR).where(Initiative.status.not_in(OUT_OF_LISTS))
_PARTNER = aliased(Organisation)
NUMBER_OPEN = OPEN.with_only_columns(func.count())
# Where each open initiative takes place, since when it is public, in which language, and what came of it.
FACTS = (
    OPEN.join(Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown))
    .join(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
    .with_only_columns(
        Initiative.id, MunicipalityRow.province, Initiative.published_at, Initiative.language, Initiative.outcome
    )
)
# The pillars it asks something of, each once.
ASKED = (
    OPEN.join(Ask, (Ask.initiative_id == Initiative.id) & (Ask.version == Initiative.shown))
    .with_only_columns(Initiative.id, Ask.pillar)
    .distinct()
)
# Proposer and partner who stand together on an open initiative, a row each.
TIES = (
    OPEN.join(CoSignature, CoSignature.initiative_id == Initiative.id)
    .join(Organisation, Organisation.id == CoSignature.organisation_id)
    .join(_PARTNER, (_PARTNER.id == Initiative.organisation_id) & _PARTNER.state.in_(SEEING))
    .where(*queries.standing())
    .with_only_columns(
        Initiative.id, Initiative.organisation_id, CoSignature.organisation_id, Organisation.pillar, CoSignature.at
    )
)
# Who takes part, with all a drawing says of each.
MEMBERS = (
    select(
        Organisation.id, Organisation.pillar, Organisation.kind, Organisation.slug, Organisation.name,
        Organisation.names,
    )
    .where(Organisation.state.in_(SEEING))
    .order_by(Organisation.id)
)  # fmt: skip


class Member(NamedTuple):
    """An organisation that takes part, as the drawing of the network knows it."""

    id: int
    pillar: str
    kind: str
    slug: str
    name: str
    names: dict[str, str]


def members(session: Session) -> dict[int, Member]:
    """List everyone who takes part, by id."""
    return {row[0]: Member._make(row) for row in session.execute(MEMBERS)}


def addresses(most: int, page: int) -> Select[*tuple[Any, ...]]:
    """Select reference and last change of what search engines may list, newest first."""
    rows = OPEN.with_only_columns(Initiative.reference, Initiative.changed_at)
    return rows.order_by(Initiative.published_at.desc(), Initiative.id.desc()).limit(most).offset((page - 1) * most)


class Mention(NamedTuple):
    """An initiative on the page of an organisation, with what that organisation signed, where it did."""

    id: int
    reference: str
    status: Status
    title: str
    language: str
    translated: str | None
    co_signature: int | None = None
    version: int | None = None
    statement: str = ""
    said_in: str = ""
    behind: bool = False
    outcome: str | None = None  # None as well on what it proposed itself


def _mentions(actor: Actor, reader: str) -> Select[Initiative]:
    seen = queries.visible_to(actor).join(
        Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
    )
    made = (Translation.initiative_id == Initiative.id) & (Translation.version == Initiative.shown)
    return seen.outerjoin(Translation, made & (Translation.language == reader))


_NAMED = Initiative.id, Initiative.reference, Initiative.status, Version.title, Initiative.language, Translation.title


def proposed_by(actor: Actor, organisation: int, reader: str, page: int) -> Select[*tuple[Any, ...]]:
    """Select what it proposed and the actor may read, and one row more than a page."""
    rows = _mentions(actor, reader).where(Initiative.organisation_id == organisation)
    return rows.with_only_columns(*_NAMED).order_by(Initiative.id.desc()).limit(PAGE + 1).offset((page - 1) * PAGE)


def co_signed_by(actor: Actor, organisation: int, reader: str, page: int) -> Select[*tuple[Any, ...]]:
    """Select what it co-signs now and the actor may read, and one row more than a page."""
    rows = _mentions(actor, reader).join(CoSignature, CoSignature.initiative_id == Initiative.id)
    rows = rows.where(CoSignature.organisation_id == organisation, CoSignature.ended_at.is_(None))
    signed = CoSignature.id, CoSignature.version, CoSignature.statement, CoSignature.language
    columns = *_NAMED, *signed, queries.is_behind(), Initiative.outcome
    return rows.with_only_columns(*columns).order_by(CoSignature.id.desc()).limit(PAGE + 1).offset((page - 1) * PAGE)


def brought(session: Session, co_signatures: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Fetch what each of these co-signatures brings: how many, and the words of the ask."""
    asked = (
        (Ask.initiative_id == Commitment.initiative_id)
        & (Ask.version == Commitment.version)
        & (Ask.key == Commitment.ask_key)
    )
    rows = select(Commitment.co_signature_id, Commitment.number, Ask.text).join(Ask, asked)
    rows = rows.where(Commitment.co_signature_id.in_(list(co_signatures))).order_by(Ask.position)
    found: dict[int, list[tuple[int, str]]] = {}
    for signature, number, words in session.execute(rows):
        found.setdefault(signature, []).append((number, words))
    return found


_CASES = select(func.count()).select_from(Initiative).where(queries.waiting()).scalar_subquery()
_APPLICATIONS = select(func.count()).select_from(Organisation).where(Organisation.state == State.APPLIED)
AT_THE_DESK = select(_CASES + _APPLICATIONS.scalar_subquery() + waiting_number().scalar_subquery())


def at_the_desk(session: Session) -> int:
    """Count what waits for a moderator, applications included, in one query."""
    return session.scalar(AT_THE_DESK) or 0


def logo(session: Session, organisation: int, fingerprint: str) -> tuple[State, Logo] | None:
    """Find a logo with the state of its organisation; None for one that was replaced."""
    wanted = select(Organisation.state, Logo).join(Logo, Logo.organisation_id == Organisation.id)
    found = session.execute(wanted.where(Organisation.id == organisation, Logo.fingerprint == fingerprint)).first()
    return (found[0], found[1]) if found else None
