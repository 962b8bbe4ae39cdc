"""What a browser may send from the list of cases: shape only."""

from flask import request
from wtforms import StringField

from participation.web.forms import ActingForm


class ManyForm(ActingForm):
    """Some cases of the list, and what is to be done with them."""

    act = StringField()

    @property
    def cases(self) -> list[str]:
        """Return the references that were ticked."""
        return list(dict.fromkeys(request.form.getlist("case")))
