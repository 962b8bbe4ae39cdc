"""What one signs in with."""

from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField

from participation.languages import lazy as _l
from participation.tongues import LANGUAGES
from participation.web import keyboards
from participation.web.forms import ActingForm, Form, options


class SignInForm(Form):
    """An address, a password, and where to go on."""

    email = EmailField(_l("E-mail address"), render_kw=keyboards.SIGNS_IN)
    password = PasswordField(_l("Password"), render_kw=keyboards.PASSWORD | keyboards.GO)
    next = HiddenField()
    kept = HiddenField()


class LinkForm(Form):
    """The address a link is sent to, and where to go on."""

    email = EmailField(_l("E-mail address"), render_kw=keyboards.SIGNS_IN | keyboards.SEND)
    next = HiddenField()
    kept = HiddenField()


class CodeForm(Form):
    """The six digits of a mail."""

    code = StringField(_l("Code from the mail"), render_kw=keyboards.DIGITS)


class LinkCodeForm(CodeForm):
    """The six digits of the mail that signs in, and where to go on."""

    next = HiddenField()
    kept = HiddenField()


class SecondStepForm(Form):
    """A code, or a browser's answer about a passkey, and where to go on."""

    code = StringField(_l("Code"), render_kw=keyboards.CODE)
    answer = HiddenField()
    next = HiddenField()
    kept = HiddenField()


class AgainForm(SecondStepForm):
    """The password, a code or a passkey once more; `seed` is what the passkey's question is made of, good once."""

    current = PasswordField(_l("Your password now"), render_kw=keyboards.PASSWORD)
    seed = HiddenField()


class AccountForm(ActingForm):
    """How one is called, and in which language one is written to."""

    name = StringField(_l("Your name"), render_kw=keyboards.NAME)
    language = RadioField(_l("Language of your mails"), choices=options(LANGUAGES.items()), validate_choice=False)


class AddressForm(ActingForm):
    """Another address to sign in with."""

    email = EmailField(_l("Your new e-mail address"), render_kw=keyboards.EMAIL | keyboards.SEND)


class AddressCodesForm(ActingForm):
    """The six digits of the mails to both ends of a change of address."""

    old = StringField(render_kw=keyboards.DIGITS)
    new = StringField(render_kw=keyboards.DIGITS)


class PasswordForm(ActingForm):
    """The old password and the new one."""

    current = PasswordField(_l("Your password now"), render_kw=keyboards.PASSWORD)
    new = PasswordField(_l("Your new password"), render_kw=keyboards.NEW_PASSWORD)


class AppForm(ActingForm):
    """The secret the app was given, and the code it shows."""

    secret = HiddenField()
    code = StringField(_l("Code"), render_kw=keyboards.DIGITS)


class PasskeyForm(ActingForm):
    """What the browser answered, and a name to know the key by."""

    answer = HiddenField()
    name = StringField(_l("A name for this passkey, such as \u201cmy telephone\u201d"), render_kw=keyboards.OUR_OWN)


class ConfirmForm(ActingForm):
    """The password once more, before something is taken away."""

    current = PasswordField(_l("Your password now"), render_kw=keyboards.PASSWORD)
