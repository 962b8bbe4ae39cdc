"""What a browser may send to join, to be welcomed, and about an organisation at the desk: shape only."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from participation.languages import LANGUAGES
from participation.languages import lazy as _l
from participation.organisations.checks import Wish
from participation.organisations.reference import KINDS, PILLARS
from participation.organisations.vocabulary import OWN_LANGUAGES
from participation.web.forms import ActingForm, Form, options

OWN = [(code, LANGUAGES[code]) for code in OWN_LANGUAGES]
_boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput(), "validate_choice": False}


class JoinForm(ActingForm):
    """Who wishes to join, and who says so."""

    speaks = BooleanField(_l("I speak for an organisation"))
    language = RadioField(_l("Language of the organisation"), choices=options(OWN), validate_choice=False)
    name = StringField(_l("Name of the organisation"))
    name_nl = StringField(_l("Name in Dutch"))
    name_fr = StringField(_l("Name in French"))
    name_de = StringField(_l("Name in German"))
    name_en = StringField(_l("Name in English"))
    kind = SelectField(_l("Kind of organisation"), choices=[], validate_choice=False)
    about = TextAreaField(_l("What does your organisation do?"))
    website = StringField(_l("Website"))
    municipality = StringField(_l("Municipality"))
    languages = SelectMultipleField(_l("Languages you work in"), choices=options(LANGUAGES.items()), **_boxes)
    enterprise_number = StringField(_l("Enterprise number"))
    applicant = StringField(_l("Your name"))
    function = StringField(_l("Your function in the organisation"))
    email = EmailField(_l("E-mail address"))
    reads = RadioField(
        _l("In which language may we write to you?"), choices=options(LANGUAGES.items()), validate_choice=False
    )
    message = TextAreaField(_l("Message to the moderation team"))
    age = BooleanField(_l("I am 16 or older"))

    def offer(self, language: str) -> None:
        """Fill the kinds, each below its pillar, in the reader's language."""
        blank = SelectChoice("", str(_l("Choose")))
        rows = [SelectChoice(k.key, k.label(language), optgroup=PILLARS[k.pillar].label(language))
                for pillar in PILLARS for k in KINDS.values() if k.pillar == pillar]  # fmt: skip
        self.kind.choices = [blank, *rows]


class WelcomeForm(Form):
    """A first password."""

    password = PasswordField(_l("Password"))
    age = BooleanField(_l("I am 16 or older"))


class RulingForm(ActingForm):
    """The reason of a moderator."""

    reason = TextAreaField(_l("In your own words"))


def wish(fields: "MultiDict[str, str]") -> Wish:
    """Read an application."""
    plain = (
        "language", "name", "kind", "about", "website", "municipality", "enterprise_number", "applicant",
        "function", "email", "reads", "message",
    )  # fmt: skip
    return Wish(
        speaks=bool(fields.get("speaks")),
        age=bool(fields.get("age")),
        names={code: _clean(fields.get(f"name_{code}", "")) for code in LANGUAGES},
        languages=tuple(dict.fromkeys(fields.getlist("languages"))),
        **{name: _clean(fields.get(name, "")) for name in plain},
    )


def _clean(text: str) -> str:
    """Let line ends be one sign, and drop what no database keeps and nobody sees."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
