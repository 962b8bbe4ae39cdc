"""A small invented network for tests of rules: quicker than the demo stories, and every organisation has its use."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import passwords
from participation.accounts.models import Person
from participation.comments import actions as comments
from participation.cosigning.actions import Consent, co_sign
from participation.drafting.actions import Made, translate
from participation.initiatives import actions, queries
from participation.initiatives.checks import Given
from participation.initiatives.lifecycle import CHECKLIST
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, ActorDeed
from participation.organisations.queries import actor_of
from participation.places.actions import load as load_places
from participation.places.data import normalise
from participation.reasons.actions import load as load_reasons

PASSWORD = "network-password-1830"  # noqa: S105  # of invented people
REASON = "Said in a whole sentence."


class Body(NamedTuple):
    pillar: str
    kind: str
    state: State = State.APPROVED


ORGANISATIONS = {
    "young": Body("citizens", "youth_council"),
    "old": Body("citizens", "elderly_organisation"),
    "fans": Body("citizens", "supporters_federation"),
    "fire": Body("security_professions", "fire"),
    "wardens": Body("security_professions", "community_wardens"),
    "watch": Body("bin_knowledge_centre", "knowledge_centre"),
    "aig": Body("aig", "inspectorate"),
    "shut": Body("security_professions", "ambulance", State.SUSPENDED),
    "new": Body("citizens", "youth_work", State.APPLIED),
}
# Of each: a representative of the same name, a second one, an editor.
REPRESENTATIVES = {name: name for name in ORGANISATIONS}
SECONDS = {f"{name}2": name for name in ORGANISATIONS}
EDITORS = {f"{name}_editor": name for name in ORGANISATIONS}
MODERATORS = ("desk", "desk2", "desk3")
PEOPLE = (*REPRESENTATIVES, *SECONDS, *EDITORS, *MODERATORS, "partial", "both", "admin")
SEATS = (
    *((who, at, MemberRole.REPRESENTATIVE) for who, at in (REPRESENTATIVES | SECONDS).items()),
    *((who, at, MemberRole.EDITOR) for who, at in EDITORS.items()),
    ("partial", "young", MemberRole.EDITOR),  # a moderator who belongs to a proposer
    ("both", "fire", MemberRole.REPRESENTATIVE),  # speaks for two: a partner first, then a proposer
    ("both", "young", MemberRole.REPRESENTATIVE),
)
TEXT: dict[str, Any] = {
    "title": "Tea in the park",
    "summary": "An afternoon with those who keep watch.",
    "body": "We pour tea and *listen*.",
    "audiences": ["youth", "neighbours"],
    "municipality": "34022",
    "date_kind": "fixed_day",
    "date_from": "2099-03-09",
    "limits": "This is no complaint.",
    "asks": [
        {"type": "send_professional", "pillar": "security_professions", "number": "3", "text": "Three", "key": ""},
        {"type": "material", "pillar": "citizens", "number": "1", "text": "One urn", "key": ""},
    ],
}  # fmt: skip


def email(name: str) -> str:
    return f"{name}@network.example"


def fill(session: Session) -> None:
    """Load people, organisations, places and reasons; call after `begin_write`."""
    load_places(session)
    load_reasons(session)
    now, kept = clock.now(), passwords.make(PASSWORD, 1)
    session.execute(
        insert(Person),
        [
            {
                "name": name.title(), "email": email(name), "password": kept, "language": "nl", "created_at": now,
                "is_moderator": name in {*MODERATORS, "partial"}, "is_administrator": name == "admin",
            }
            for name in PEOPLE
        ],
    )  # fmt: skip
    for slug, (pillar, kind, state) in ORGANISATIONS.items():
        name = f"The {slug}"
        session.add(
            Organisation(
                slug=slug, name=name, sort_name=normalise(name), language="nl", pillar=pillar, kind=kind,
                state=state, created_at=now,
            )
        )  # fmt: skip
    session.flush()
    people = {person.email: person.id for person in session.scalars(select(Person))}
    bodies = {body.slug: body.id for body in session.scalars(select(Organisation))}
    session.execute(
        insert(Membership),
        [
            {
                "person_id": people[email(who)], "organisation_id": bodies[at], "role": role,
                "mandate_from": now if role is MemberRole.REPRESENTATIVE else None,
            }
            for who, at, role in SEATS
        ],
    )  # fmt: skip


def deed(session: Session, name: str, hat: str = "") -> ActorDeed:
    """Let one of the people act, in the first organisation of theirs or at the desk unless `hat` says otherwise."""
    person = session.scalars(select(Person.id).where(Person.email == email(name))).one()
    now = clock.now()
    return ActorDeed(
        session, actor_of(session, person, hat or (DESK_HAT if name in MODERATORS else ""), now), now, "test"
    )


def load(session: Session, reference: str) -> Initiative:
    """Load it anew, as a request would."""
    session.flush()
    session.expire_all()
    found = queries.one(session, reference)
    assert found is not None
    return found


def given(thing: Initiative, act: str, **more: Any) -> Given:  # noqa: ANN401  # any field of it
    """Everything that any transition may ask for, in order."""
    usual: dict[str, Any] = {
        "lock": thing.copy.lock, "version": actions.version_of(thing, TRANSITIONS[act]), "reason": REASON,
        "reason_code": "other", "remarks": {"title": "Which park?"}, "ticked": frozenset(CHECKLIST),
        "outcome": "did_not_take_place", "agreed": "To try again.", "details": {"room": "The big one"},
    }  # fmt: skip
    return Given(**usual | more)


def act(session: Session, name: str, reference: str, what: str, **more: Any) -> Initiative:  # noqa: ANN401  # of `given`
    thing = load(session, reference)
    actions.act(deed(session, name), thing, TRANSITIONS[what], given(thing, what, **more))
    return load(session, reference)


def save(session: Session, name: str, reference: str, **changed: Any) -> None:  # noqa: ANN401  # fields of the text
    thing = load(session, reference)
    actions.save(deed(session, name), thing, thing.copy.lock, changed)


def sign(session: Session, name: str, reference: str, **more: Any) -> None:  # noqa: ANN401  # of a consent
    thing = load(session, reference)
    co_sign(deed(session, name), thing, Consent(thing.shown, mandate=True, **more))


def say(session: Session, name: str, reference: str, scope: str) -> str:
    """Comment, and return the comment's address."""
    given = comments.Given(text=f"Said for {scope}.", scope=scope)
    return comments.comment(deed(session, name), load(session, reference), given).public_id


def draft(session: Session, name: str = "young", **changed: Any) -> str:  # noqa: ANN401  # fields of the text
    made = actions.create(deed(session, name), "Tea", "nl")
    save(session, name, made.reference, **TEXT | changed)
    return made.reference


def put_into_french(session: Session, reference: str, name: str = "young") -> None:
    translate(deed(session, name), load(session, reference), Made("fr", "Le thé au parc", "Un après-midi."))


# From one state to the next: who does what. Each state is reached by the path of its row.
PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "changes_requested": ("submit", "request_changes"),
    "consultation": ("submit", "open_consultation"),
    "published": ("submit", "open_consultation", "sign", "publish"),
    "concluded": ("submit", "open_consultation", "sign", "publish", "conclude"),
    "declined": ("submit", "propose_decline", "confirm_decline"),
    "withdrawn": ("submit", "withdraw"),
    "unpublished": ("submit", "open_consultation", "sign", "publish", "unpublish"),
    "withdrawn_after": ("submit", "open_consultation", "sign", "publish", "withdraw"),
    "withdrawn_hidden": ("submit", "open_consultation", "sign", "publish", "unpublish", "withdraw"),
}
WHO = {"confirm_decline": "desk2", "republish": "desk2", "keep_unpublished": "desk2"}


def walk(session: Session, reference: str, steps: Iterable[str]) -> None:
    for step in steps:
        if step == "sign":
            put_into_french(session, reference)
            for name in ("old", "fire", "wardens"):
                sign(session, name, reference)
            continue
        usual = "desk" if TRANSITIONS[step].of_the_desk else "young"
        more = {"reason": ""} if step == "publish" else {}
        act(session, WHO.get(step, usual), reference, step, **more)


def standing_at(session: Session, state: str, **changed: Any) -> str:  # noqa: ANN401  # fields of the text
    """Make an initiative of the young that has come as far as `state`; return its reference."""
    reference = draft(session, **changed)
    walk(session, reference, PATHS[state])
    session.flush()
    return reference
