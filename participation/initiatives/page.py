"""What a text says, in words for a page: what changed in it, where to mend what is missing, how long it waits."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import current_app, g, url_for

from participation import clock
from participation.errors import Problem
from participation.extensions import db
from participation.initiatives import answering, queries
from participation.initiatives.content import Fixed
from participation.initiatives.labels import ASK_PARTS, ASK_TYPES, AUDIENCES, DATE_KINDS, FIELDS
from participation.initiatives.models import Initiative
from participation.initiatives.vocabulary import STEP_OF
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.places.data import name_of
from participation.web import formats
from participation.web.differences import Piece, difference
from participation.web.words import say_problem
from participation.web.working_days import working_days_after

Asked = tuple[str, str, int, str]  # kind, pillar, number, words
NOTHING: Asked = ("", "", 0, "")
ASK_FIELD = re.compile(r"asks-([0-9]+)-(type|pillar|number|text)")


class Change(NamedTuple):
    """One field of two texts: its name, the pieces, the language they are in (empty: the page's)."""

    label: str
    pieces: list[Piece]
    language: str

    @property
    def is_real(self) -> bool:
        """Whether anything differs."""
        return any(piece.kind != "same" for piece in self.pieces)


def changes(old: Fixed, new: Fixed, language: str) -> list[Change]:
    """Compare two texts field by field, in the order of the form."""
    rows = [
        (FIELDS["title"], old.title, new.title, language),
        (FIELDS["summary"], old.summary, new.summary, language),
        (FIELDS["body"], old.body, new.body, language),
        (FIELDS["audiences"], audiences_in_words(old.audiences), audiences_in_words(new.audiences), ""),
        (FIELDS["municipality"], name_of(old.municipality, g.language), name_of(new.municipality, g.language), ""),
        (_("When"), dates_in_words(old), dates_in_words(new), ""),
        *_asks_side_by_side(old, new, language),
        (FIELDS["limits"], old.limits, new.limits, language),
    ]
    return [Change(str(label), difference(before, after), lang) for label, before, after, lang in rows]


def _asks_side_by_side(old: Fixed, new: Fixed, language: str) -> list[tuple[str, str, str, str]]:
    rows = []
    for place, (was, now) in enumerate(_pairs(old, new), start=1):
        label = _("Question %(number)s to partners", number=place)
        rows.append((label, _asked(was), _asked(now), ""))
        rows.append((_("%(question)s, in words", question=label), was[3], now[3], language))
    return rows


def _pairs(old: Fixed, new: Fixed) -> list[tuple[Asked, Asked]]:
    """Put each ask beside what it was: the one with its key, else one of the same kind that is left over."""
    before = {ask[0]: ask[1:] for ask in old.asks}
    left = [key for key in before if key not in {ask[0] for ask in new.asks}]
    pairs = []
    for ask in new.asks:
        key, now = ask[0], ask[1:]
        was = key if key in before else next((one for one in left if before[one][:2] == now[:2]), None)
        if was in left:
            left.remove(was)
        pairs.append((before[was] if was else NOTHING, now))
    return pairs + [(before[key], NOTHING) for key in left]


def _asked(ask: tuple[str, str, int | str, str]) -> str:
    kind, pillar, number, _words = ask
    if not kind and not pillar:
        return ""
    whom = PILLARS[pillar].label(g.language) if pillar in PILLARS else pillar
    return f"{ASK_TYPES.get(kind, kind)} · {whom} · {number}"


def audiences_in_words(keys: tuple[str, ...] | list[str]) -> str:
    """Name for whom it is meant."""
    return formats.listed((str(AUDIENCES.get(key, key)) for key in keys), g.language)


def dates_in_words(text: Fixed) -> str:
    """Say when it is, or what kind of date it will have."""
    kind = str(DATE_KINDS.get(text.date_kind, text.date_kind))
    if text.date_from is None:
        return kind
    first = formats.long_day(text.date_from, g.language)
    if text.date_to is None:
        return _("%(kind)s: %(day)s", kind=kind, day=first)
    return _("%(kind)s: %(first)s to %(last)s", kind=kind, first=first, last=formats.long_day(text.date_to, g.language))


def in_words(text: Fixed) -> dict[str, str]:
    """Write each field one may remark on as readers see it; the dates stand together at their kind."""
    colon = formats.COLON[g.language]
    asked = [f"{_asked(ask[1:])}{colon} {ask[4]}" for ask in text.asks]
    return {
        "title": text.title,
        "summary": text.summary,
        "body": text.body,
        "audiences": audiences_in_words(text.audiences),
        "municipality": name_of(text.municipality, g.language),
        "date_kind": dates_in_words(text),
        "asks": "\n".join(asked),
        "limits": text.limits,
    }


def typed_in_words(name: str, value: Any) -> str:  # noqa: ANN401  # any field of the working copy
    """Write one field of the working copy as it was typed, for people to compare."""
    if name == "audiences":
        return audiences_in_words(value)
    if name == "asks":
        colon = formats.COLON[g.language]
        return "\n".join(f"{_asked((a['type'], a['pillar'], a['number'], ''))}{colon} {a['text']}" for a in value)
    if name == "contact_shown":
        return _("yes") if value else _("no")
    if name == "municipality":
        return name_of(value, g.language)
    return str(DATE_KINDS.get(value, value)) if name == "date_kind" else str(value)


def mending(reference: str, problems: Mapping[str, Problem], here: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """List (where, label, message) of each problem: on this page for the fields `here`, else in its step."""
    return [(_where(reference, name, here), _label(name), say_problem(p)) for name, p in problems.items()]


def is_of_the_text(name: str) -> bool:
    """Tell whether a problem is about a field of the working copy."""
    return name in STEP_OF or ASK_FIELD.fullmatch(name) is not None


def _where(reference: str, name: str, here: tuple[str, ...]) -> str:
    field = "asks" if ASK_FIELD.fullmatch(name) else name
    if field in here:
        return name
    return url_for("drafting.edit", reference=reference, step=STEP_OF.get(field, "text"), _anchor=name)


def _label(name: str) -> str:
    if match := ASK_FIELD.fullmatch(name):
        question = _("Question %(number)s to partners", number=int(match[1]) + 1)
        return _("%(question)s: %(part)s", question=question, part=ASK_PARTS[match[2]])
    return str(FIELDS.get(name, ""))


def promised(since: date) -> date:
    """Return the day by which the desk promises an answer to what waits since `since`."""
    return working_days_after(since, current_app.config["SETTINGS"].desk_days)


def waiting(initiative: Initiative) -> list[str]:
    """Say how long the desk takes: what waits before this one, what the last month shows, and the promise."""
    session, since = db.session(), initiative.waiting_since or clock.now()
    ahead, days = queries.ahead_of(session, initiative), answering.answer_days(session, clock.now())
    if initiative.waiting_since is not None and not ahead:
        said = [_("Yours is the next one the moderation team reads.")]
    else:
        said = [_n("%(number)s text waits before yours.", "%(number)s texts wait before yours.", ahead)]
    by = formats.long_day(promised(since.astimezone(clock.BRUSSELS).date()), g.language)
    return [*said, _lately(days), _("The moderation team promises an answer by %(date)s.", date=by)]


def _lately(days: list[int]) -> str:
    """Say how long the answers of the last month took; `days` come shortest first."""
    if not days:
        return _("In the last 30 days no answer was given, so there is no waiting time to tell from.")
    if not days[-1]:
        return _("In the last 30 days every answer came on the same day.")
    if not (half := answering.middle(days)):
        return _n(
            "In the last 30 days half of the answers came on the same day, all within %(number)s working day.",
            "In the last 30 days half of the answers came on the same day, all within %(number)s working days.",
            days[-1],
        )
    return _n(
        "In the last 30 days half of the answers came within %(number)s working day, all in %(most)s.",
        "In the last 30 days half of the answers came within %(number)s working days, all in %(most)s.",
        half,
        most=days[-1],
    )
