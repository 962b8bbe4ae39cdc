"""What a browser may send to co-sign: its shape only."""

import re
from collections.abc import Mapping

from wtforms import BooleanField, HiddenField, TextAreaField

from participation.cosigning.actions import Consent
from participation.languages import lazy as _l
from participation.web.forms import ActingForm, number

COMMITMENT = re.compile(r"commitments-([0-9]{1,3})-(ask|number)")


class CoSignForm(ActingForm):
    """The version on the screen, the tick, and a statement."""

    version = HiddenField()
    mandate = BooleanField(_l("I have a mandate to sign for my organisation"))
    statement = TextAreaField(_l("A statement, if you wish"))


class WithdrawForm(ActingForm):
    """A reason, if one wishes to give one."""

    reason = TextAreaField(_l("Reason"))


def consent(fields: Mapping[str, str]) -> Consent:
    """Read what is signed and what is brought."""
    rows: dict[str, dict[str, str]] = {}
    for name, value in fields.items():
        if match := COMMITMENT.fullmatch(name):
            rows.setdefault(match[1], {})[match[2]] = value
    return Consent(
        version=number(fields.get("version")),
        mandate=bool(fields.get("mandate")),
        statement=fields["statement"].replace("\r\n", "\n") if "statement" in fields else None,
        commitments={row["ask"]: row.get("number", "") for row in rows.values() if row.get("ask")},
    )
