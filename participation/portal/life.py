"""How an initiative gathered its co-signatures, and what each ask has found: values for the bars of its page."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from participation.clock import BRUSSELS
from participation.initiatives import policy
from participation.initiatives.lifecycle import VersionState
from participation.initiatives.models import Ask, CoSignature, Initiative, Version
from participation.initiatives.queries import Count
from participation.languages import spoken
from participation.languages import text as _
from participation.organisations.lifecycle import ACTING
from participation.organisations.models import Organisation
from participation.organisations.reference import PILLARS
from participation.web import formats

FEW, MOST = 8, 12  # rows day by day; rows at all, the newest
Part = tuple[float, str, str]  # how much, look, words
Brought = defaultdict[str, list[tuple[Organisation, int]]]  # who brings how much, by the ask's key


class Row(NamedTuple):
    """How many co-signatures counted at the end of a day."""

    day: date
    counted: Counter[str]  # by pillar


def gathered(found: Initiative, needed: Count) -> dict[str, Any] | None:
    """Return the co-signatures over time, by pillar, against the threshold; None where there never was any."""
    rows = _rows(found)
    if not rows:
        return None
    pillars = [key for key in PILLARS if any(row.counted[key] for row in rows)]
    return {
        "bars": [_bar(row, pillars) for row in rows],
        "most": max(*(row.counted.total() for row in rows), needed.organisations),
        "needed": needed.organisations,
        "mark": _("needed: %(organisations)s, from %(pillars)s pillars",
                  organisations=needed.organisations, pillars=needed.pillars),
        "legend": [(PILLARS[key].look, PILLARS[key].short(spoken())) for key in pillars],
        "heads": [_("Date"), *(PILLARS[key].short(spoken()) for key in pillars), _("Together")],
        "rows": [
            (formats.day(row.day, spoken()), *(str(row.counted[key]) for key in pillars), str(row.counted.total()))
            for row in rows
        ],
    }  # fmt: skip


def _bar(row: Row, pillars: list[str]) -> tuple[str, str, list[Part]]:
    parts: list[Part] = [
        (number, PILLARS[key].look, _("%(pillar)s: %(number)s", pillar=PILLARS[key].short(spoken()), number=number))
        for key in pillars
        if (number := row.counted[key])
    ]
    return formats.day(row.day, spoken()), formats.number(row.counted.total(), spoken()), parts


def _rows(found: Initiative) -> list[Row]:
    """Count at the end of each day on which something changed; of a long life, at the end of each month."""
    counting = [
        s for s in found.co_signatures if PILLARS[s.organisation.pillar].counts and s.organisation.state in ACTING
    ]
    if not counting:
        return []
    holds = [v for v in found.versions if v.state is VersionState.ACCEPTED and v.substantive]
    changes = [at for s in counting for at in (s.at, s.ended_at) if at] + [
        v.created_at for v in holds if v.created_at > min(s.at for s in counting)
    ]
    days = sorted({at.astimezone(BRUSSELS).date() for at in changes})
    if len(days) > FEW:
        days = sorted({(day.year, day.month): day for day in days}.values())
    rows = [Row(day, Counter(s.organisation.pillar for s in counting if _counted(s, holds, day))) for day in days]
    changed = [row for at, row in enumerate(rows) if at == 0 or row.counted != rows[at - 1].counted]
    return changed[-MOST:]


def _counted(signature: CoSignature, holds: list[Version], day: date) -> bool:
    """Tell whether it was in force when the day ended, of a text that still held."""
    if signature.at.astimezone(BRUSSELS).date() > day:
        return False
    if signature.ended_at is not None and signature.ended_at.astimezone(BRUSSELS).date() <= day:
        return False
    return not any(v.number > signature.version and v.created_at.astimezone(BRUSSELS).date() <= day for v in holds)


def brought(found: Initiative) -> Brought:
    """List who brings how much to each ask, by its key."""
    by: Brought = defaultdict(list)
    for signature in found.co_signatures:
        if signature.commitments and policy.stands(found, signature):
            for one in signature.commitments:
                by[one.ask_key].append((signature.organisation, one.number))
    return by


def parts(ask: Ask, who: list[tuple[Organisation, int]]) -> list[Part]:
    """Share out an ask in percent among those who bring something; what is more than was asked adds nothing."""
    left, found = float(ask.number), list[Part]()
    for organisation, number in who:
        share = min(float(number), left)
        left -= share
        words = _("%(organisation)s: %(number)s", organisation=organisation.name_in(spoken()), number=number)
        found.append((100 * share / ask.number, PILLARS[organisation.pillar].look, words))
    return found


def wanted(found: Initiative, said: Version, by: Brought) -> list[tuple[str | Markup, ...]]:
    """List each ask with what is wanted, what is committed, and by whom, for the table."""
    rows: list[tuple[str | Markup, ...]] = []
    for ask in said.asks:
        who = by[ask.key]
        text = Markup('<span lang="%s">%s</span>') % (found.language, ask.text)
        names = formats.listed((o.name_in(spoken()) for o, _number in who), spoken())
        met = sum(number for _o, number in who)
        rows.append((text, formats.number(ask.number, spoken()), formats.number(met, spoken()), names))
    return rows
