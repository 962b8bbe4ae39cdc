"""What a browser may send from the list of cases: shape only."""

from collections.abc import Iterable

from flask import request
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from participation.languages import lazy as _l
from participation.languages import text as _
from participation.web.forms import LONGEST_NUMBER, ActingForm, options


class HandOverForm(ActingForm):
    """To which colleague."""

    colleague = SelectField(_l("Hand over to"), choices=[], validate_choice=False)

    def offer(self, colleagues: list[tuple[str, str]]) -> None:
        """Name the moderators to choose from."""
        self.colleague.choices = [("", _("Choose a colleague")), *colleagues]


class ReportedForm(ActingForm):
    """Some reported comments of the list."""

    @property
    def comments(self) -> dict[str, int]:
        """Return what was ticked, with how many reports of it were shown; what has no number was shown with none."""
        ticked = (one.partition(".") for one in request.form.getlist("comment"))
        return {name: int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 0
                for name, _dot, number in ticked}  # fmt: skip


class MergeForm(ActingForm):
    """Into which other organisation, and why; the page asks in this order."""

    target = SelectField(_l("Which organisation does it become part of?"), choices=[], validate_choice=False)
    reason = TextAreaField(_l("In your own words"))

    def offer(self, rows: Iterable[tuple[str, str]]) -> None:
        """Fill in the organisations it may become part of."""
        self.target.choices = [SelectChoice("", str(_l("Choose"))), *options(rows)]


class ManyForm(HandOverForm):
    """Some cases of the list, and what is to be done with them."""

    act = StringField()
    colleague = SelectField(_l("Hand them over to"), choices=[], validate_choice=False)

    @property
    def cases(self) -> list[str]:
        """Return the references that were ticked."""
        return list(dict.fromkeys(request.form.getlist("case")))
