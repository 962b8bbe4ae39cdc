"""What a browser may send from the list of cases: shape only."""

from flask import request
from wtforms import SelectField, StringField

from participation.languages import lazy as _l
from participation.languages import text as _
from participation.web.forms import ActingForm


class HandOverForm(ActingForm):
    """To which colleague."""

    colleague = SelectField(_l("Hand over to"), choices=[], validate_choice=False)

    def offer(self, colleagues: list[tuple[str, str]]) -> None:
        """Name the moderators to choose from."""
        self.colleague.choices = [("", _("Choose a colleague")), *colleagues]


class ManyForm(HandOverForm):
    """Some cases of the list, and what is to be done with them."""

    act = StringField()
    colleague = SelectField(_l("Hand them over to"), choices=[], validate_choice=False)

    @property
    def cases(self) -> list[str]:
        """Return the references that were ticked."""
        return list(dict.fromkeys(request.form.getlist("case")))
