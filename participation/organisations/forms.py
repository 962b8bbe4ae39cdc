"""What a browser may send to join, to be welcomed, and about an organisation at the desk: shape only."""

import base64
import binascii
from typing import Self

from flask import request
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from participation.accounts.forms import CodeForm
from participation.errors import Problem
from participation.languages import lazy as _l
from participation.organisations.checks import Place, Profile, Wish
from participation.organisations.logo import LARGEST, Drawn, read
from participation.organisations.reach import NUMBERS, Reach
from participation.organisations.reference import KINDS, PILLARS
from participation.tongues import AUTHENTIC, LANGUAGES
from participation.web import keyboards
from participation.web.forms import ActingForm, Form, MarkedForm, options

OWN = [(code, LANGUAGES[code]) for code in AUTHENTIC]
MOST_RECEIVED = 12_000_000  # bytes; what is larger is not read at all
_boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput(), "validate_choice": False}


class LogoForm(ActingForm):
    """A form with which a logo may come; what was drawn of it goes along until the form is taken."""

    logo = FileField(_l("Logo"))
    logo_kept = HiddenField()

    @classmethod
    def received(cls) -> Self:
        """Read what was sent; a file beyond its size is read as well, so that the words in the form come back."""
        request.max_content_length = MOST_RECEIVED
        return cls()

    @property
    def brings_logo(self) -> bool:
        """Tell whether there is a picture to draw, which takes a moment."""
        return bool(self.logo.data or self.logo_kept.data)

    def drawn(self) -> Drawn | Problem | None:
        """Draw the file that was chosen, or what was drawn of it before."""
        try:
            sent = self.logo.data
            data = _whole(sent) if sent else base64.b64decode(self.logo_kept.data or "", validate=True)
        except (binascii.Error, ValueError):
            data = b""
        found = read(data) if data or self.logo.data else None
        self.logo_kept.data = base64.b64encode(found.large).decode() if isinstance(found, Drawn) else ""
        return found


class ReachForm(LogoForm):
    """A form with what everyone may use to reach an organisation, and the links it gives."""

    contact = StringField(_l("Contact for everyone"), render_kw=keyboards.OUR_OWN)
    link_0_name = StringField(_l("Name of link %(number)s", number=1), render_kw=keyboards.OUR_OWN)
    link_0_address = StringField(_l("Address of link %(number)s", number=1), render_kw=keyboards.ADDRESSES)
    link_1_name = StringField(_l("Name of link %(number)s", number=2), render_kw=keyboards.OUR_OWN)
    link_1_address = StringField(_l("Address of link %(number)s", number=2), render_kw=keyboards.ADDRESSES)
    link_2_name = StringField(_l("Name of link %(number)s", number=3), render_kw=keyboards.OUR_OWN)
    link_2_address = StringField(_l("Address of link %(number)s", number=3), render_kw=keyboards.ADDRESSES)

    @property
    def reach(self) -> Reach:
        """What was typed."""
        typed = [_clean(self[name].data or "") for number in NUMBERS for name in _link_fields(number)]
        return Reach(_clean(self.contact.data or ""), tuple(zip(typed[::2], typed[1::2], strict=True)))

    @property
    def has_links(self) -> bool:
        """Tell whether there is anything in the fields of the links."""
        return any(field.data or field.errors for pair in self.link_fields for field in pair)

    @property
    def link_fields(self) -> list[tuple[Field, Field]]:
        """List name and address of each link."""
        return [(self[name], self[address]) for name, address in map(_link_fields, NUMBERS)]


def _link_fields(number: int) -> tuple[str, str]:
    return f"link_{number}_name", f"link_{number}_address"


class JoinForm(ReachForm):
    """Who wishes to join, and who says so."""

    speaks = BooleanField(_l("I speak for an organisation"))
    language = RadioField(_l("Language of the organisation"), choices=options(OWN), validate_choice=False)
    name = StringField(_l("Name of the organisation"), render_kw=keyboards.ORGANISATION)
    name_nl = StringField(_l("Name in Dutch"))
    name_fr = StringField(_l("Name in French"))
    name_de = StringField(_l("Name in German"))
    name_en = StringField(_l("Name in English"))
    kind = SelectField(_l("Kind of organisation"), choices=[], validate_choice=False)
    about = TextAreaField(_l("What does your organisation do?"))
    about_nl = TextAreaField(_l("About, in Dutch"))
    about_fr = TextAreaField(_l("About, in French"))
    about_de = TextAreaField(_l("About, in German"))
    about_en = TextAreaField(_l("About, in English"))
    website = StringField(_l("Website"), render_kw=keyboards.WEBSITE)
    municipality = StringField(_l("Municipality"), render_kw=keyboards.OUR_OWN)
    languages = SelectMultipleField(_l("Languages you work in"), choices=options(LANGUAGES.items()), **_boxes)
    enterprise_number = StringField(_l("Enterprise number"), render_kw=keyboards.OUR_OWN)
    applicant = StringField(_l("Your name"), render_kw=keyboards.NAME)
    function = StringField(_l("Your function in the organisation"), render_kw=keyboards.FUNCTION)
    email = EmailField(_l("E-mail address"), render_kw=keyboards.EMAIL)
    reads = RadioField(
        _l("In which language may we write to you?"), choices=options(LANGUAGES.items()), validate_choice=False
    )
    message = TextAreaField(_l("Message to the moderation team"))
    age = BooleanField(_l("I am 16 or older"))
    sure = HiddenField()  # the address that was asked about before and is right as it is

    def offer(self, language: str) -> None:
        """Fill the kinds, each below its pillar, in the reader's language."""
        blank = SelectChoice("", str(_l("Choose")))
        rows = [SelectChoice(k.key, k.label(language), optgroup=PILLARS[k.pillar].label(language))
                for pillar in PILLARS for k in KINDS.values() if k.pillar == pillar]  # fmt: skip
        self.kind.choices = [blank, *rows]


class AnswerForm(ActingForm):
    """What an applicant answers to the desk."""

    text = TextAreaField(_l("Your answer"))


class RulingForm(ActingForm):
    """The reason of a moderator."""

    reason = TextAreaField(_l("In your own words"))


class PlaceForm(ActingForm):
    """What somebody is to be, and the words of the mandate."""

    role = RadioField(
        _l("Role"),
        choices=options([("editor", _l("editor")), ("representative", _l("representative"))]),
        validate_choice=False,
    )
    mandate_words = StringField(_l("Words of the mandate"))
    mandate_until = StringField(_l("Last day of the mandate"), widget=DateInput())

    @property
    def place(self) -> Place:
        """What was typed."""
        return Place(self.role.data or "", _clean(self.mandate_words.data or ""), self.mandate_until.data or "")


class InviteForm(PlaceForm):
    """Whom one invites, as what."""

    email = EmailField(_l("E-mail address"), render_kw=keyboards.OF_ANOTHER)
    language = RadioField(_l("Language of the mail"), choices=options(LANGUAGES.items()), validate_choice=False)


class AcceptForm(ActingForm):
    """Accepting with the account one has."""

    age = BooleanField(_l("I am 16 or older"))


class NewAccountForm(ActingForm):
    """Accepting with an account that is made now."""

    name = StringField(_l("Your name"), render_kw=keyboards.NAME)
    password = PasswordField(_l("Password"), render_kw=keyboards.NEW_PASSWORD)
    age = BooleanField(_l("I am 16 or older"))


class DigitsForm(CodeForm):
    """The six digits of a mail that invites, and the address it went to."""

    email = EmailField(_l("E-mail address"), render_kw=keyboards.EMAIL)


class JoiningLinkForm(ActingForm):
    """Until when a link is good."""

    until = StringField(_l("Last day of the link"), widget=DateInput())


class AskForm(ActingForm):
    """Who asks to join, without an account."""

    name = StringField(_l("Your name"), render_kw=keyboards.NAME)
    email = EmailField(_l("E-mail address"), render_kw=keyboards.EMAIL)
    language = RadioField(
        _l("In which language may we write to you?"), choices=options(LANGUAGES.items()), validate_choice=False
    )
    age = BooleanField(_l("I am 16 or older"))


class ProfileForm(ReachForm, MarkedForm):
    """What the public reads about an organisation."""

    about_nl = TextAreaField(_l("About, in Dutch"))
    about_fr = TextAreaField(_l("About, in French"))
    about_de = TextAreaField(_l("About, in German"))
    about_en = TextAreaField(_l("About, in English"))
    website = StringField(_l("Website"), render_kw=keyboards.WEBSITE)
    municipality = StringField(_l("Municipality"), render_kw=keyboards.OUR_OWN)
    languages = SelectMultipleField(_l("Languages you work in"), choices=options(LANGUAGES.items()), **_boxes)
    without_logo = BooleanField(_l("Remove the logo"))

    @property
    def profile(self) -> Profile:
        """What was typed."""
        return Profile(
            about={code: _clean(self[f"about_{code}"].data or "") for code in LANGUAGES},
            website=_clean(self.website.data or ""),
            municipality=_clean(self.municipality.data or ""),
            languages=tuple(dict.fromkeys(self.languages.data or ())),
            reach=self.reach,
            without_logo=bool(self.without_logo.data),
        )


class RenameForm(MarkedForm):
    """What an organisation is called from now on."""

    name = StringField(_l("Name of the organisation"), render_kw=keyboards.ORGANISATION)
    name_nl = StringField(_l("Name in Dutch"))
    name_fr = StringField(_l("Name in French"))
    name_de = StringField(_l("Name in German"))
    name_en = StringField(_l("Name in English"))

    @property
    def others(self) -> dict[str, str]:
        """The names in other languages, as they were typed."""
        return {code: _clean(self[f"name_{code}"].data or "") for code in LANGUAGES}


class WelcomeForm(Form):
    """A first password."""

    password = PasswordField(_l("Password"), render_kw=keyboards.NEW_PASSWORD)
    age = BooleanField(_l("I am 16 or older"))


def _whole(sent: FileStorage) -> bytes:
    """Read a file, but no more of it than shows that it is too large."""
    with sent.stream:
        return sent.stream.read(LARGEST + 1)


def wish(sent: JoinForm, fields: "MultiDict[str, str]", logo: Drawn | Problem | None) -> Wish:
    """Read an application."""
    reach = sent.reach
    plain = (
        "language", "name", "kind", "about", "website", "municipality", "enterprise_number", "applicant",
        "function", "email", "reads", "message",
    )  # fmt: skip
    return Wish(
        speaks=bool(fields.get("speaks")),
        age=bool(fields.get("age")),
        names={code: _clean(fields.get(f"name_{code}", "")) for code in LANGUAGES},
        abouts={code: _clean(fields.get(f"about_{code}", "")) for code in LANGUAGES},
        contact=reach.contact,
        links=reach.links,
        languages=tuple(dict.fromkeys(fields.getlist("languages"))),
        logo=logo,
        **{name: _clean(fields.get(name, "")) for name in plain},
    )


def _clean(text: str) -> str:
    """Let line ends be one sign, and drop what no database keeps and nobody sees."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
