"""Who acted for an organisation, by name, for its own members and for moderators; nobody else reads one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy import or_, select

from participation.accounts.models import Person
from participation.extensions import db
from participation.initiatives.models import CoSignature, Initiative
from participation.journal.queries import Step
from participation.languages import text as _
from participation.organisations import naming
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, Actor


@dataclass(frozen=True)
class Colleagues:
    """The names one reader may read, by number and by pseudonym."""

    actor: Actor = VISITOR
    people: Mapping[int | str, str] = field(default_factory=dict)
    names: naming.Names = field(default_factory=naming.Names)
    organisations: Mapping[int, Organisation] = field(default_factory=dict)
    withdrew: Mapping[tuple[int | None, datetime], str] = field(default_factory=dict)  # which co-signature, and who

    def signed(self, signature: CoSignature, note: str) -> str:
        """Add to what is said of a co-signature who signed, as he or she is named now."""
        if not self.people:  # a visitor's reading knows no person
            return note
        name = self._name(signature.person_id, signature.organisation_id, signature.at)
        return _("%(what)s, by %(name)s", what=note, name=name) if name else note

    def took_back(self, signature: CoSignature, note: str) -> str:
        """Add to what is said of a co-signature that ended who withdrew it, who may be another than signed."""
        of, ended = signature.organisation_id, signature.ended_at or signature.at
        name = self._name(self.withdrew.get((of, ended), ""), of, ended)
        return _("%(what)s, by %(name)s", what=note, name=name) if name else note

    def did(self, step: Step, words: str) -> str:
        """Add to what is told of an act who did it."""
        if not self.people:
            return words
        who, of = _done_by(step)
        name = self._name(who, of, step.at)
        return _("%(what)s, by %(name)s", what=words, name=name) if name else words

    def _name(self, who: int | str, organisation: int | None, moment: datetime) -> str:
        name, of = self.people.get(who, ""), self.organisations.get(organisation or 0)
        if not name or of is None or not _sees(self.actor, organisation):
            return ""
        return self.names.on(who, name, of, moment, g.language)


NOBODY = Colleagues()


def of(actor: Actor, found: Initiative, steps: Sequence[Step]) -> Colleagues:
    """Load the names this reader may read on the page of an initiative; for all others there is nothing to ask."""
    if not (actor.is_moderator or actor.organisations):
        return NOBODY
    signers = {s.person_id for s in found.co_signatures if _sees(actor, s.organisation_id)}
    doers = {who for who, organisation in map(_done_by, steps) if _sees(actor, organisation)}
    if not (signers or doers):
        return NOBODY
    session = db.session()
    wanted = select(Person.id, Person.pseudonym, Person.name)
    rows = session.execute(wanted.where(or_(Person.id.in_(signers), Person.pseudonym.in_(doers)))).all()
    people: dict[int | str, str] = {key: row.name for row in rows for key in (row.id, row.pseudonym)}
    sides = {found.organisation_id: found.organisation} | {
        s.organisation_id: s.organisation for s in found.co_signatures
    }
    withdrew = {(_done_by(s)[1], s.at): _done_by(s)[0] for s in steps if s.kind == "withdraw_co_signature"}
    return Colleagues(actor, people, naming.of_people(session, {row.id for row in rows}), sides, withdrew)


def _sees(actor: Actor, organisation: int | None) -> bool:
    return organisation is not None and (actor.is_moderator or organisation in actor.organisations)


def _done_by(step: Step) -> tuple[str, int | None]:
    body: dict[str, Any] = json.loads(step.body)
    return body["actor_key"], body["organisation_id"]
