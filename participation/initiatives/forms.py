"""What a browser may send about an initiative: shape only; a wrong one is refused after rights and state."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from participation.initiatives.checks import Given
from participation.initiatives.labels import CHECKLIST, FIELDS, OUTCOMES
from participation.initiatives.queries import Count
from participation.initiatives.vocabulary import DETAILS, REMARKABLE
from participation.languages import lazy as _l
from participation.web import keyboards
from participation.web.forms import MarkedForm, number, options

TEXTS = ("title", "summary", "body", "municipality", "date_kind", "date_from", "date_to", "limits")
PARTS = ("type", "pillar", "number", "text")
ASK = re.compile(r"asks-([0-9]{1,3})-(type|pillar|number|text|key)")


def written(fields: "MultiDict[str, str]") -> dict[str, Any]:
    """Read the fields of the working copy that the form had, and no others: a partial form erases nothing.

    A list that may be empty announces itself by an empty field of its name (`audiences`, `asks`).
    """
    found: dict[str, Any] = {name: _clean(fields[name]) for name in (*TEXTS, *DETAILS) if name in fields}
    if "audiences" in fields:
        found["audiences"] = [value for value in dict.fromkeys(fields.getlist("audiences")) if value]
    if "asks" in fields or any(ASK.fullmatch(name) for name in fields):
        found["asks"] = asks_of(fields)
    if "contact" in fields:
        found["contact_shown"] = bool(fields.get("contact_shown"))
    return found


def asks_of(fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Read the rows of asks in the order of their numbers; a row in which nothing was typed is none."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in fields.items():
        if match := ASK.fullmatch(name):
            rows.setdefault(int(match[1]), {})[match[2]] = _clean(value).strip()
    empty = {"type": "", "pillar": "", "number": "", "text": "", "key": ""}
    return [empty | rows[index] for index in sorted(rows) if any(rows[index].get(p) for p in PARTS)]


def _clean(text: str) -> str:
    """Let line ends be one sign, and drop what no database keeps and nobody sees."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


class TransitionForm(MarkedForm):
    """Every field a transition may ask for; the page draws those of its row."""

    lock = HiddenField()
    version = HiddenField()
    correction = BooleanField(_l("Correction only: the meaning stays the same"))
    reason_code = SelectField(_l("Reason"), validate_choice=False, choices=[])
    reason = TextAreaField(_l("In your own words"))
    outcome = RadioField(_l("What came of it?"), choices=options(OUTCOMES.items()), validate_choice=False)
    agreed = TextAreaField(_l("What was agreed, or why it did not take place"))
    next_by = StringField(_l("Who follows up?"))
    next_on = StringField(_l("By when?"))
    hour = StringField(FIELDS["hour"])
    room = StringField(FIELDS["room"])
    contact = StringField(FIELDS["contact"])
    contact_shown = BooleanField(FIELDS["contact_shown"])
    links = TextAreaField(FIELDS["links"], render_kw=keyboards.ADDRESSES)
    facilitator = StringField(FIELDS["facilitator"])
    follow_up = StringField(FIELDS["follow_up"])


def remarks(fields: "MultiDict[str, str]") -> BaseForm:
    """Draw a row for each field one may remark on, with what was typed."""
    return _rows({f"remarks-{name}": TextAreaField(FIELDS[name]) for name in REMARKABLE}, fields)


def checklist(fields: "MultiDict[str, str]") -> BaseForm:
    """Draw a box for each line of the checklist, ticked as it was."""
    return _rows({f"check-{line}": BooleanField(words) for line, words in CHECKLIST.items()}, fields)


def _rows(fields: Mapping[str, UnboundField], sent: "MultiDict[str, str]") -> BaseForm:
    found = BaseForm(fields)
    found.process(sent)
    return found


def given(fields: "MultiDict[str, str]", needed: Count) -> Given:
    """Read whatever a transition may need."""
    said = {name: _clean(fields.get(f"remarks-{name}", "")) for name in REMARKABLE}
    return Given(
        lock=number(fields.get("lock")),
        version=number(fields.get("version")),
        text={} if "title" not in fields else written(fields),
        reason=_clean(fields.get("reason", "")),
        reason_code=fields.get("reason_code", ""),
        correction=bool(fields.get("correction")),
        remarks=said,
        ticked=frozenset(line for line in CHECKLIST if fields.get(f"check-{line}")),
        outcome=fields.get("outcome", ""),
        agreed=_clean(fields.get("agreed", "")),
        next_by=_clean(fields.get("next_by", "")),
        next_on=fields.get("next_on", ""),
        details={name: _clean(fields[name]) for name in DETAILS if name in fields},
        contact_shown=bool(fields.get("contact_shown")),
        seen=fields.get("seen", ""),
        needed=needed,
    )
