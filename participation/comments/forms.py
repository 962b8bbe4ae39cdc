"""What a browser may send about a comment: shape only; a wrong one is refused after rights and state."""

from wtforms import RadioField, SelectField, TextAreaField

from participation.comments.actions import Given
from participation.comments.labels import FIELDS, SCOPES
from participation.tongues import LANGUAGES
from participation.web.forms import ActingForm, options


class CommentForm(ActingForm):
    """Every field an act on a comment may ask for; the page draws those of its row."""

    text = TextAreaField(FIELDS["text"])
    scope = RadioField(FIELDS["scope"], choices=options(SCOPES.items()), validate_choice=False)
    language = SelectField(FIELDS["language"], choices=options(LANGUAGES.items()), validate_choice=False)
    reason_code = SelectField(FIELDS["reason_code"], choices=[], validate_choice=False)
    reason = TextAreaField(FIELDS["reason"])

    def given(self) -> Given:
        """Read what the act needs."""
        return Given(
            text=_clean(self.text.data),
            scope=self.scope.data or "",
            language=self.language.data or "",
            reason=_clean(self.reason.data),
            reason_code=self.reason_code.data or "",
        )


def _clean(text: str | None) -> str:
    """Let line ends be one sign, and drop what no database keeps and nobody sees."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
