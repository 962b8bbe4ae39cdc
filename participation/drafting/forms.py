"""The forms of the working copy and of translations: labels only; what is typed is kept as it is."""

from collections.abc import Mapping
from typing import Any

import wtforms
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from participation.initiatives.labels import ASK_PARTS, ASK_TYPES, AUDIENCES, DATE_KINDS, FIELDS
from participation.languages import lazy as _l
from participation.organisations.reference import PILLARS
from participation.tongues import AUTHENTIC, LANGUAGES
from participation.web import keyboards
from participation.web.forms import ActingForm, Form, MarkedForm, options

WRITTEN_IN = [(code, LANGUAGES[code]) for code in AUTHENTIC]


class NewForm(ActingForm):
    """How a draft begins: a title and a language."""

    language = RadioField(FIELDS["language"], choices=options(WRITTEN_IN), validate_choice=False)
    title = StringField(FIELDS["title"])


class EditForm(ActingForm):
    """Every field of the working copy but the asks, which are rows."""

    lock = HiddenField()
    title = StringField(FIELDS["title"])
    summary = TextAreaField(FIELDS["summary"])
    body = TextAreaField(FIELDS["body"])
    audiences = SelectMultipleField(
        FIELDS["audiences"],
        choices=options(AUDIENCES.items()),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    municipality = StringField(FIELDS["municipality"], render_kw=keyboards.OUR_OWN)
    date_kind = SelectField(
        FIELDS["date_kind"], choices=options([("", _l("Choose")), *DATE_KINDS.items()]), validate_choice=False
    )
    date_from = StringField(FIELDS["date_from"])
    date_to = StringField(FIELDS["date_to"])
    limits = TextAreaField(FIELDS["limits"])
    hour = StringField(FIELDS["hour"])
    room = StringField(FIELDS["room"])
    contact = StringField(FIELDS["contact"])
    contact_shown = BooleanField(FIELDS["contact_shown"])
    links = TextAreaField(FIELDS["links"], render_kw=keyboards.ADDRESSES)
    facilitator = StringField(FIELDS["facilitator"])
    follow_up = StringField(FIELDS["follow_up"])


class AskForm(wtforms.Form):
    """One row of asks."""

    type = SelectField(
        ASK_PARTS["type"], choices=options([("", _l("Choose")), *ASK_TYPES.items()]), validate_choice=False
    )
    pillar = SelectField(ASK_PARTS["pillar"], validate_choice=False)
    number = StringField(ASK_PARTS["number"], render_kw=keyboards.NUMBER)
    text = StringField(ASK_PARTS["text"])
    key = HiddenField()

    def __init__(self, place: int | str, ask: Mapping[str, Any], language: str, wrong: Mapping[str, str]) -> None:
        """Draw the row at `place` with what was typed in it and what is wrong beside each part."""
        super().__init__(None, prefix=f"asks-{place}-", data={name: value or "" for name, value in ask.items()})
        self.pillar.choices = options(
            [("", _l("Choose")), *((key, pillar.label(language)) for key, pillar in PILLARS.items())]
        )
        for field in self:
            field.errors = [wrong[field.name]] if field.name in wrong else []


class PreviewForm(Form):
    """One text to be shown as readers will see it; it changes nothing, so it acts for nobody."""

    text = TextAreaField()


class TranslateForm(MarkedForm):
    """Title and summary in another language, and the text where someone took the trouble."""

    language = HiddenField()
    version = HiddenField()
    title = StringField(FIELDS["title"])
    summary = TextAreaField(FIELDS["summary"])
    body = TextAreaField(FIELDS["body"])


class CheckForm(ActingForm):
    """One press: what is translated says what the original says."""

    language = HiddenField()
    version = HiddenField()
