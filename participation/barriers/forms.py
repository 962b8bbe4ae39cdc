"""What a browser may send about a barrier."""

from wtforms import EmailField, StringField, TextAreaField

from participation.languages import lazy as _l
from participation.web import keyboards
from participation.web.forms import ActingForm


class BarrierForm(ActingForm):
    """What did not work, and where; by whom, if one wishes an answer."""

    page = StringField(_l("Which page? Its address or its title"))
    words = TextAreaField(_l("What went wrong, or what is missing?"))
    name = StringField(_l("Your name"), render_kw=keyboards.NAME)
    email = EmailField(_l("Your e-mail address"), render_kw=keyboards.EMAIL)


class AnswerForm(ActingForm):
    """What was done about it."""

    answer = TextAreaField(_l("What was done, or answered"))
