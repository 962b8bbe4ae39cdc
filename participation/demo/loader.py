"""Tell the demo stories: the clock moves through each, and every step is an act that the rules check."""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import passwords
from participation.accounts.models import Person
from participation.comments import actions as comments
from participation.comments import queries as comment_queries
from participation.comments.models import Comment
from participation.cosigning import actions as cosigning
from participation.cosigning.actions import Consent
from participation.demo.dates import day_of
from participation.drafting import actions as drafting
from participation.initiatives import actions, queries
from participation.initiatives.checks import Given
from participation.initiatives.lifecycle import CHECKLIST
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal import actions as sealing
from participation.organisations import actions as joining
from participation.organisations import queries as organisations
from participation.organisations.checks import Wish
from participation.organisations.lifecycle import DESK_ACTS, MemberRole, State
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, VISITOR, ActorDeed
from participation.organisations.queries import actor_of

DATA = Path(__file__).with_name("data")
PASSWORD = "demo-password-1830"  # noqa: S105  # known to everyone; never loaded in production
ACCOUNTS = tuple(
    f"{name}@demo.example"
    for name in (
        "youth", "supporters", "elderly", "editor", "fire", "wardens", "bin", "aig",
        "moderator", "moderator2", "moderator3", "admin",
    )
)  # fmt: skip
FOUNDED = timedelta(days=700)


def load(session: Session, cost: int) -> None:
    """Load everything into an empty database; call after `begin_write`."""
    now = clock.now()
    rows = _read("organisations")
    _people(session, rows, now - FOUNDED, passwords.make(PASSWORD, cost))
    texts = {row["id"]: row | {"today": clock.today(), "said": {}} for row in _read("initiatives")["initiatives"]}
    for story in _read("stories")["stories"]:
        _tell(session, story["steps"], texts[story["initiative"]])
    for row in rows["organisations"]:
        for step in row["history"]:
            if step["act"] == "suspend":
                _rule(session, row["slug"], step)
    session.flush()
    sealing.seal(session)


def _read(name: str) -> Any:  # noqa: ANN401  # JSON
    found = json.loads((DATA / f"{name}.json").read_text())
    return {name: found} if isinstance(found, list) else found


def _people(session: Session, rows: dict[str, Any], since: datetime, password: str) -> None:
    people: dict[str, Person] = {}
    for row in rows["persons"]:
        roles = row.get("roles", [])
        who = {name: row[name] for name in ("name", "email", "language")}
        person = Person(**who, password=password, created_at=since)
        person.is_moderator, person.is_administrator = "moderator" in roles, "administrator" in roles
        people[row["email"]] = person
    session.add_all(people.values())
    session.flush()
    for row in rows["organisations"]:
        _join(session, row, people)
    session.flush()


def _join(session: Session, row: dict[str, Any], people: dict[str, Person]) -> None:
    """Tell how an organisation joined; its suspension comes after the stories it still takes part in."""
    first, names, own = row["members"][0], dict(row["names"]), row["language"]
    asked = Wish(
        speaks=True, age=True, language=own, name=names[own], names=names, kind=row["kind"], about=row["about"][own],
        website=row["website"] or "", municipality=row["municipality"] or "", languages=tuple(row["languages"]),
        contact=row.get("contact", ""), links=tuple(row.get("links", ())),
        applicant=people[first["email"]].name, function=first.get("function") or "-", email=first["email"],
        reads=people[first["email"]].language, message=row["history"][0].get("text") or "",
    )  # fmt: skip
    with clock.stopped_at(_moment(row["history"][0])):
        made = joining.apply(ActorDeed(session, VISITOR, clock.now(), "demo"), asked)
        made.slug, made.about, made.pillar = row["slug"], row["about"], row["pillar"]
    for step in row["history"][1:]:
        if step["act"] != "suspend":
            _rule(session, row["slug"], step)
    if made.state is State.APPROVED:
        _seat(session, made, row["members"][1:], people)


def _rule(session: Session, slug: str, step: dict[str, Any]) -> None:
    with clock.stopped_at(_moment(step)):
        found = organisations.whole(session, slug, organisations.TO_RULE)
        assert found is not None  # noqa: S101  # it applied a moment ago
        joining.rule(_deed(session, step, clock.now()), found, DESK_ACTS[step["act"]], step.get("reason") or "", "")


def _seat(session: Session, made: Organisation, members: list[dict[str, Any]], people: dict[str, Person]) -> None:
    """Add the colleagues of the first representative."""
    for member in members:
        mandated = member["role"] == MemberRole.REPRESENTATIVE
        session.add(
            Membership(
                person_id=people[member["email"]].id, organisation_id=made.id, role=MemberRole(member["role"]),
                mandate_from=made.created_at if mandated else None, mandate_words=member.get("function") or "",
            )
        )  # fmt: skip
    session.flush()


def _moment(step: dict[str, Any]) -> datetime:
    day = clock.today() - timedelta(days=step["days_ago"])
    return datetime.combine(day, time.fromisoformat(step.get("at", "12:00")), clock.BRUSSELS)


def _tell(session: Session, steps: list[dict[str, Any]], text: dict[str, Any]) -> None:
    held = day_of(text["date"], "from", clock.today())
    reference = ""
    for step in steps:
        days = step.get("days_ago")
        day = held + timedelta(days=step["days_from_date"]) if days is None else clock.today() - timedelta(days=days)
        at = datetime.combine(day, time.fromisoformat(step.get("at", "12:00")), clock.BRUSSELS)
        with clock.stopped_at(at):
            deed = _deed(session, step, at)
            if step["act"] == "create":
                reference = actions.create(deed, text["title"][text["language"]], text["language"]).reference
            else:
                _do(deed, reference, step, text)
            session.flush()
            session.expire_all()


def _deed(session: Session, step: dict[str, Any], at: datetime) -> ActorDeed:
    person = session.scalars(select(Person).where(Person.email == step["by"])).one()
    return ActorDeed(session, actor_of(session, person.id, step.get("for") or DESK_HAT, at), clock.now(), "demo")


def _do(deed: ActorDeed, reference: str, step: dict[str, Any], text: dict[str, Any]) -> None:
    thing = queries.one(deed.session, reference)
    assert thing is not None  # noqa: S101  # the story made it
    if step["act"] in STEPS:
        STEPS[step["act"]](deed, thing, step, text)
        return
    transition = TRANSITIONS[step["act"]]
    given = Given(
        lock=thing.copy.lock, version=actions.version_of(thing, transition),
        reason=step.get("reason") or step.get("text") or "",
        reason_code=step.get("reason_code") or "", correction=bool(step.get("correction_only")),
        remarks=step.get("remarks") or {}, ticked=frozenset(CHECKLIST), outcome=step.get("outcome") or "",
        agreed=step.get("agreed") or "", next_by=step.get("next_by") or "",
        details=_details(step.get("fields"), text) if step["act"] == "update_details" else {},
        contact_shown=bool(text["contact"] and text["contact"]["shown"]),
    )  # fmt: skip
    actions.act(deed, thing, transition, given)


def _details(fields: Any, text: dict[str, Any]) -> dict[str, str]:  # noqa: ANN401  # JSON
    chosen = fields if isinstance(fields, dict) else {}
    return {k: v for k, v in (_fields(text | chosen)).items() if k in {"hour", "room", "facilitator"}}


def _edit(deed: ActorDeed, thing: Initiative, step: dict[str, Any], text: dict[str, Any]) -> None:
    chosen = step.get("fields")
    written = dict(text) if chosen == "all" else {}
    if isinstance(chosen, list):
        written = {name: text[name] for name in chosen}
    changed = (chosen if isinstance(chosen, dict) else {}) | (step.get("but") or {})
    fields = _fields({**written, **changed, "language": text["language"], "today": text["today"]})
    actions.save(deed, thing, thing.copy.lock, fields)


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """Turn a row of the data into fields of the working copy; what is not in the row is left alone."""
    language = row.get("language", "")
    found: dict[str, Any] = {}
    for name in ("title", "summary", "body"):
        if name in row:
            found[name] = row[name][language] if isinstance(row[name], dict) else row[name]
    for name in ("limits", "municipality", "date_kind", "audiences", "hour", "room"):
        if name in row:
            found[name] = row[name] or ""
    if "date" in row:
        today = row["today"]  # of the loading: the clock has been moved into the past
        found["date_from"] = day_of(row["date"], "from", today).isoformat() if row["date"] else ""
        found["date_to"] = day_of(row["date"], "to", today).isoformat() if row["date"] and row["date"].get("to") else ""
    if "asks" in row:
        keys = ("type", "pillar", "number")
        found["asks"] = [{**{k: str(a[k]) for k in keys}, "text": a["words"], "key": ""} for a in row["asks"]]
    return found | _practical(row)


def _practical(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if row.get("contact"):
        found["contact"], found["contact_shown"] = row["contact"]["words"], row["contact"]["shown"]
    if row.get("facilitator"):
        found["facilitator"] = row["facilitator"]["words"] if row["facilitator"]["state"] == "found" else ""
    return found


def _consent(thing: Initiative, step: dict[str, Any]) -> Consent:
    keys = [ask.key for ask in thing.shown_version.asks]
    brought = {keys[c["ask"]]: str(c["number"]) for c in step.get("commitments") or []}
    return Consent(thing.shown, mandate=True, statement=step.get("statement"), commitments=brought)


def _translate(deed: ActorDeed, thing: Initiative, step: dict[str, Any], text: dict[str, Any]) -> None:
    language = step["language"]
    made = drafting.Made(language, text["title"][language], text["summary"][language])
    drafting.translate(deed, thing, made)


def _say(deed: ActorDeed, thing: Initiative, step: dict[str, Any], text: dict[str, Any]) -> None:
    """Comment, or do something to a comment of this story; the story names each by a key of its own."""
    names = ("text", "scope", "language", "reason", "reason_code")
    given = comments.Given(**{name: step.get(name) or "" for name in names})
    if step["act"] == "comment":
        made = comments.comment(deed, thing, given)
        text["said"][step["comment"]] = made.public_id
        return
    one = comment_queries.one(deed.session, text["said"][step.get("to") or step["comment"]])
    assert one is not None  # noqa: S101  # the story said it
    done = comments.DOING[step["act"]](deed, one, given)
    if isinstance(done, Comment):
        text["said"][step["comment"]] = done.public_id


STEPS: dict[str, Callable[[ActorDeed, Initiative, dict[str, Any], dict[str, Any]], object]] = {
    "edit": _edit,
    "translate": _translate,
    **dict.fromkeys(("comment", *comments.DOING.keys() - {"edit"}), _say),
    "check_translation": lambda deed, thing, step, _text: drafting.check_translation(deed, thing, step["language"]),
    "co_sign": lambda deed, thing, step, _text: cosigning.co_sign(deed, thing, _consent(thing, step)),
    "reaffirm": lambda deed, thing, step, _text: cosigning.reaffirm(deed, thing, _consent(thing, step)),
    "withdraw_co_signature": lambda deed, thing, step, _text: cosigning.withdraw(deed, thing, step.get("reason") or ""),
}
