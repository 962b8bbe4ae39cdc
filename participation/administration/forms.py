"""What a browser may send about reasons and roles: shape only."""

from wtforms import BooleanField, StringField, TextAreaField

from participation.administration.actions import Wording
from participation.languages import lazy as _l
from participation.tongues import LANGUAGES
from participation.web.forms import ActingForm, MarkedForm


class ReasonForm(MarkedForm):
    """A reason in four languages."""

    code = StringField(_l("Short code"))
    title_nl = StringField(_l("Title in Dutch"))
    title_fr = StringField(_l("Title in French"))
    title_de = StringField(_l("Title in German"))
    title_en = StringField(_l("Title in English"))
    wording_nl = TextAreaField(_l("Public wording in Dutch"))
    wording_fr = TextAreaField(_l("Public wording in French"))
    wording_de = TextAreaField(_l("Public wording in German"))
    wording_en = TextAreaField(_l("Public wording in English"))
    hides_page = BooleanField(_l("So serious that the page itself is hidden"))

    def wording(self) -> Wording:
        """Read what the reason is called and says."""
        return Wording(
            titles={code: self[f"title_{code}"].data or "" for code in LANGUAGES},
            wordings={code: self[f"wording_{code}"].data or "" for code in LANGUAGES},
            hides_page=bool(self.hides_page.data),
        )


class PressForm(ActingForm):
    """A button alone."""
