"""The parts of the page of one initiative: facts, asks, who co-signed, what happened, what came of it."""

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from participation import clock
from participation.initiatives import policy
from participation.initiatives.labels import ASK_TYPES, DATE_KINDS, OUTCOMES
from participation.initiatives.lifecycle import VersionState
from participation.initiatives.models import Ask, CoSignature, Decision, Initiative, Translation, Version
from participation.initiatives.models.co_signature import Ending
from participation.initiatives.models.text import Practical
from participation.initiatives.page import audiences_in_words
from participation.initiatives.queries import Count
from participation.initiatives.transitions import TRANSITIONS
from participation.languages import spoken
from participation.languages import text as _
from participation.organisations.lifecycle import ACTING
from participation.organisations.logo import face
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.organisations.reference import KINDS, PILLARS
from participation.portal import life
from participation.portal.colleagues import NOBODY, Colleagues
from participation.web import formats

Row = tuple[Any, ...]


def translated(actor: Actor, found: Initiative) -> Translation | None:
    """Return what is put into the reader's language, from a version this reader may open; None for the original."""
    made = found.translation(spoken())
    if made is None or spoken() == found.language:
        return None
    of = found.version(made.version)
    return made if of is not None and policy.may_see_version(actor, found, of) else None


def awaits_outcome(found: Initiative) -> bool:
    """Tell whether its outcome can be reported, so that it is owed once the day has passed."""
    return found.status in TRANSITIONS["conclude"].sources


def day(value: date) -> Markup:
    """Write a day in words, with the date for machines."""
    return _dated(value.isoformat(), formats.long_day(value, spoken()))


def instant(value: datetime) -> Markup:
    """Write the day of an instant in words, with the date for machines."""
    return _dated(formats.iso_day(value), formats.local_day(value, spoken()))


@lru_cache(maxsize=8000)
def _dated(iso: str, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(iso, words)


def facts(said: Version, practical: Practical, where: str, language: str) -> list[Row]:
    """List what one wants to know first: (term, value) or (term, value, language)."""
    rows: list[Row] = [(_("When"), _when(said, practical.hour))]
    if said.date_to:
        rows.append((_("Until"), day(said.date_to)))
    rows.append((_("Where"), where or _("not said yet")))
    if practical.room:
        rows.append((_("Room or address"), practical.room, language))
    rows.append((_("For whom"), audiences_in_words([a.audience for a in said.audiences])))
    rows.append((_("Facilitator"), practical.facilitator, language) if practical.facilitator else _wanted())
    if (follow_up := read_day(practical.follow_up)) is not None:
        rows.append((_("Follow-up"), day(follow_up)))
    if practical.contact and practical.contact_shown:
        rows.append((_("Contact"), _reachable(practical.contact), language))
    return rows


def _when(version: Version, typed: str) -> str:
    if version.date_from is None:
        return str(DATE_KINDS.get(version.date_kind, "")) or _("not said yet")
    hour = formats.hour(typed, spoken()) if typed else ""
    return Markup("{}, {}").format(day(version.date_from), hour) if hour else day(version.date_from)


def _wanted() -> Row:
    return _("Facilitator"), _("wanted")


def _reachable(contact: str) -> str:
    """Make an address that stands alone one to press."""
    if "@" in contact and not any(letter.isspace() for letter in contact):
        return Markup('<a href="mailto:{0}">{0}</a>').format(contact)
    return contact


def read_day(typed: str) -> date | None:
    """Read a day kept as text; None where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def links(practical: Practical) -> list[str]:
    """List the web addresses its proposer gives."""
    return [line for line in practical.links.split() if line.startswith(("https://", "http://"))]


def asks(found: Initiative, said: Version, by: life.Brought) -> list[Row]:
    """List each ask with how far it is met and by whom."""
    return [_ask(found, ask, by[ask.key]) for ask in said.asks]


def _ask(found: Initiative, ask: Ask, brought: list[tuple[Organisation, int]]) -> Row:
    met = sum(number for _who, number in brought)
    who = [_("%(organisation)s: %(number)s", organisation=o.name_in(spoken()), number=n) for o, n in brought]
    said = _("%(found)s of %(number)s found", found=met, number=ask.number)
    whom = PILLARS[ask.pillar].short(spoken()) if ask.pillar in PILLARS else ""  # a draft may not say yet
    kind = _("%(kind)s. Asked of: %(pillar)s", kind=ASK_TYPES[ask.type], pillar=whom) if ask.type and whom else ""
    return ask.text, found.language, met, ask.number, said, kind, who, life.parts(ask, brought), ask.type


def signers(found: Initiative, *, counting: bool, people: Colleagues = NOBODY) -> list[tuple[str, list[Row]]]:
    """Group the co-signatures in force by pillar: those that count towards the threshold, or the others."""
    standing: dict[str, list[CoSignature]] = defaultdict(list)
    for signature in found.co_signatures:
        if signature.ended_at is None:
            standing[signature.organisation.pillar].append(signature)
    return [
        (pillar.short(spoken()), [_signer(found, s, people) for s in standing[key]])
        for key, pillar in PILLARS.items()
        if pillar.counts is counting and key in standing
    ]


def _signer(found: Initiative, signature: CoSignature, people: Colleagues) -> Row:
    who, behind = signature.organisation, not policy.counts(found, signature.version)
    note = people.signed(signature, _note(found, signature))
    return (*_named(who), signature.statement, signature.language, note, behind)


def _named(who: Organisation) -> Row:
    return (
        who.slug,
        who.name_in(spoken()),
        organisation_address(who),
        PILLARS[who.pillar].look,
        face(who.id, who.name_in(spoken()), who.logo),
        KINDS[who.kind].label(spoken()),
    )


def _note(found: Initiative, signature: CoSignature) -> str:
    who, version = signature.organisation, signature.version
    if who.state not in ACTING:
        return _("This organisation is not active at the moment: its co-signature does not count.")
    if not policy.counts(found, version):
        return _("signed version %(signed)s, not yet version %(shown)s", signed=version, shown=found.shown)
    signed = _("signed version %(number)s, %(date)s", number=version, date=formats.local_day(signature.at, spoken()))
    role = PILLARS[who.pillar].role_note(spoken())
    signed = _as_then(signature, signed)
    return f"{role} · {signed}" if role and role != KINDS[who.kind].label(spoken()) else signed


def _as_then(signature: CoSignature, said: str) -> str:
    """Add what the organisation was called when it signed, where that was another name, or another organisation."""
    then = signature.name_then(spoken())
    if then == signature.organisation.name_in(spoken()):
        return said
    return _("%(signed)s, as %(name)s", signed=said, name=then)


def withdrawn(found: Initiative, people: Colleagues = NOBODY) -> list[Row]:
    """List the co-signatures that were taken back: the trace stays."""
    return [_gone(s, people) for s in found.co_signatures if s.ended_as is Ending.WITHDRAWN and s.ended_at]


def _gone(signature: CoSignature, people: Colleagues) -> Row:
    ended = formats.local_day(signature.ended_at, spoken()) if signature.ended_at else ""
    note = _("signed version %(number)s, withdrawn on %(date)s", number=signature.version, date=ended)
    note = people.took_back(signature, _as_then(signature, note))
    return (*_named(signature.organisation), signature.ending_reason, signature.language, note, False)


def overdue(found: Initiative) -> str:
    """Say that a day has passed and nothing was reported; empty where all is in order."""
    if not found.shown or not awaits_outcome(found):
        return ""
    version, follow_up = found.shown_version, read_day(found.follow_up)
    last = follow_up or version.date_to or version.date_from
    if last is None or last >= clock.today():
        return ""
    when = formats.long_day(last, spoken())
    if follow_up:
        return _("The follow-up date was %(date)s. No outcome has been reported yet.", date=when)
    return _("The date was %(date)s. What came of it has not been reported yet.", date=when)


def outcome(found: Initiative) -> dict[str, Any] | None:
    """Return what came of it, with the notes that followed; None while it is not known."""
    if not found.outcome:
        return None
    notes = [(instant(d.at), d.words, d.language) for d in found.decisions if d.act == "follow_up"]
    late = found.next_on is not None and found.next_on < clock.today() and not notes
    return {
        "label": _("The dialogue %(outcome)s.", outcome=OUTCOMES[found.outcome]),
        "agreed": found.agreed,
        "next_by": found.next_by,
        "next_on": day(found.next_on) if found.next_on else "",
        "notes": notes,
        "late": _("This day has passed, and no follow-up note has been added yet.") if late else "",
    }


def decided(found: Initiative, act: str) -> Decision | None:
    """Return the newest decision of a kind."""
    return next((d for d in reversed(found.decisions) if d.act == act), None)


def organisation_address(who: Organisation) -> str:
    """Return where an organisation is shown; a slug has nothing to quote, and `url_for` takes its time."""
    return f"/{spoken()}/organisations/{who.slug}"


def address(found: Initiative) -> str:
    """Return where an initiative is shown, and before what hangs on it; a reference has nothing to quote either."""
    return f"/{spoken()}/initiatives/{found.reference}"


def version_address(found: Initiative, number: int) -> str:
    """Return where one version is read."""
    return f"{address(found)}/versions/{number}"


def versions(actor: Actor, found: Initiative) -> list[tuple[int, Markup, str, str]]:
    """List the accepted versions, newest first, with an address where the actor may read them."""
    return [
        (
            v.number, instant(v.created_at), _kind_of_change(v.number, substantive=v.substantive),
            version_address(found, v.number) if policy.may_see_version(actor, found, v) else "",
        )
        for v in reversed(found.versions) if v.state is VersionState.ACCEPTED
    ]  # fmt: skip


def _kind_of_change(number: int, *, substantive: bool) -> str:
    if number == 1:
        return _("the first text")
    return _("a change of substance") if substantive else _("a correction")


def threshold_words(count: Count, needed: Count) -> str:
    """Say whether the threshold is reached, and what it is."""
    reached = count.organisations >= needed.organisations and count.pillars >= needed.pillars
    numbers = {"organisations": needed.organisations, "pillars": needed.pillars}
    if reached:
        return _("The threshold is reached: %(organisations)s organisations from %(pillars)s pillars.", **numbers)
    return _("Needed: at least %(organisations)s organisations from %(pillars)s pillars.", **numbers)
