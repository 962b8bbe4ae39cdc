"""What a browser may send about a prepared act: its shape only."""

from wtforms import TextAreaField

from participation.languages import lazy as _l
from participation.web.forms import ActingForm


class SettleForm(ActingForm):
    """A word for who prepared it, where it is sent back."""

    reason = TextAreaField(_l("What should change?"))
