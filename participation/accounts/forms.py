"""What one signs in with."""

from wtforms import EmailField, HiddenField, PasswordField

from participation.languages import lazy as _l
from participation.web.forms import Form


class SignInForm(Form):
    """An address, a password, and where to go on."""

    email = EmailField(_l("E-mail address"))
    password = PasswordField(_l("Password"))
    next = HiddenField()
    kept = HiddenField()
