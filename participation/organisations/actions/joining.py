"""Joining, and what the desk does to an organisation: rights first, then state, then input."""

from collections.abc import Mapping

from sqlalchemy import select

from participation.accounts import tokens
from participation.accounts.mailboxes import address_of
from participation.accounts.models import Person
from participation.errors import AlreadyDone, Incomplete, ReasonMissing, WrongStatus
from participation.journal import queries as journal
from participation.journal.chain import digest
from participation.organisations import enterprise
from participation.organisations.actions.addresses import free_slug
from participation.organisations.actions.telling import announce
from participation.organisations.checks import Wish, problems_of
from participation.organisations.lifecycle import DeskAct, MemberRole, State
from participation.organisations.models import Application, Membership, Organisation, Ruling
from participation.organisations.policy import ActorDeed, require_impartial
from participation.organisations.reach import website_of
from participation.organisations.reference import KINDS
from participation.places.data import find, normalise
from participation.reasons import checks as reasons


def apply(deed: ActorDeed, wish: Wish) -> Organisation:
    """Ask for an organisation to join: it waits for the desk, and can do nothing before."""
    if problems := problems_of(wish):
        raise Incomplete(problems)
    place, name, own = find(wish.municipality), wish.name.strip(), wish.language
    names, abouts = _said(wish.names) | {own: name}, _said(wish.abouts) | {own: wish.about.strip()}
    made = Organisation(
        slug=free_slug(deed.session, name), name=name, sort_name=normalise(name), names=names, language=own,
        about=abouts, contact=wish.reach.contact_kept, links=wish.reach.links_kept,
        pillar=KINDS[wish.kind].pillar, kind=wish.kind, state=State.APPLIED,
        municipality=place.nis if place else None, languages=list(wish.languages), website=website_of(wish.website),
        enterprise_number=enterprise.parse(wish.enterprise_number), created_at=deed.at,
    )  # fmt: skip
    made.application = Application(
        applicant=wish.applicant.strip(), applicant_email=address_of(wish.email) or "", language=wish.reads,
        function=wish.function.strip(), message=wish.message.strip(), at=deed.at,
    )  # fmt: skip
    made.rulings, made.answers = [], []
    deed.session.add(made)
    deed.session.flush()
    announce(deed, made, "apply", None)
    return made


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the languages in which something was said."""
    return {code: words.strip() for code, words in texts.items() if words.strip()}


def require_open(organisation: Organisation, act: DeskAct) -> None:
    """Raise `WrongStatus` where the organisation stands elsewhere than the act starts from."""
    if organisation.state not in act.sources:
        raise WrongStatus(organisation.state)


def rule(deed: ActorDeed, organisation: Organisation, act: DeskAct, reason: str, secret: str) -> None:
    """Carry an organisation through one act of the desk; `secret` is what the invitation's token is derived with."""
    require_impartial(deed.actor, organisation)
    try:
        require_open(organisation, act)
    except WrongStatus:
        last = journal.last(deed.session, *organisation.subject)
        if last is not None and last.kind == act.name and last.actor_key == deed.actor.key:
            raise AlreadyDone from None
        raise
    problem = reasons.problem(reason)
    if problem is not None and (act.needs_reason or reason.strip()):
        raise ReasonMissing(problem)
    organisation.state, organisation.state_reason = act.target, reason.strip()
    ruling = Ruling(
        organisation_id=organisation.id, act=act.name, person_id=deed.actor.person_id, words=reason.strip(),
        language=organisation.language, at=deed.at,
    )  # fmt: skip
    deed.session.add(ruling)
    if act.name == "approve":
        _seat_applicant(deed, organisation, secret)
    deed.session.flush()
    announce(deed, organisation, act.name, ruling.id, reason=digest(reason.strip()) if reason.strip() else None)


def _seat_applicant(deed: ActorDeed, organisation: Organisation, secret: str) -> None:
    """Make the applicant the first representative; who has no password yet is invited to set one."""
    asked = organisation.application
    if asked is None:
        return
    person = deed.session.scalars(select(Person).where(Person.email == asked.applicant_email)).one_or_none()
    if person is None:
        person = Person(name=asked.applicant, email=asked.applicant_email, language=asked.language, created_at=deed.at)
        deed.session.add(person)
        deed.session.flush()
    deed.session.add(
        Membership(
            person_id=person.id, organisation_id=organisation.id, role=MemberRole.REPRESENTATIVE,
            mandate_from=deed.at, mandate_words=asked.function,
        )
    )  # fmt: skip
    if person.password is None:
        tokens.issue(deed.session, secret, tokens.INVITATION, person, deed.at)
