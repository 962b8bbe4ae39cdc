"""What the domain refuses. `participation.app` alone gives each its HTTP status and its page."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class DomainError(Exception):
    """A request the platform refuses for a reason the person may read."""


class NotFound(DomainError):
    """The actor may not know of the thing, or it does not exist: one answer for both (404)."""


class NotAllowed(DomainError):
    """The actor sees the thing and holds none of the roles the act asks for (403).

    `why` is the act, or a key of `web.words.DENIALS` where something more exact can be said.
    """

    def __init__(self, why: str) -> None:
        """Keep what was asked."""
        super().__init__(why)
        self.why = why


class WrongStatus(DomainError):
    """The thing has moved on to a state the act does not start from (409)."""

    def __init__(self, status: str, why: str = "") -> None:
        """Keep the present state, and a key of `web.words.CONFLICTS` where more can be said."""
        super().__init__(status)
        self.status = status
        self.why = why


class Stale(DomainError):
    """The text was changed by someone else since this form was shown (409)."""


class Named(Protocol):
    """What has a name in several languages."""

    def name_in(self, language: str) -> str:
        """Return its name in `language`, or its own."""


class OtherOrganisation(DomainError):
    """The form was made for an organisation that is no longer the one in force (409).

    `asked` and `now` are organisations, or keys of `web.words.HATS` where there is none to name.
    """

    def __init__(self, asked: Named | str, now: Named | str) -> None:
        """Keep for whom the form was made, and for whom one acts now."""
        super().__init__(asked, now)
        self.asked, self.now = asked, now


class Problem(NamedTuple):
    """What is wrong with one field: a key of `web.words.PROBLEMS`, and the number or word its sentence needs."""

    key: str
    limit: int | str | None = None


class Incomplete(DomainError):
    """Fields that are empty, too long or senseless; all of them at once (422)."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        """Keep the first problem of each field, in the order of the form."""
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class ReasonMissing(Incomplete):
    """The act needs a written reason and got none, or one too short or too long (422)."""

    def __init__(self, problem: Problem) -> None:
        """Name the field `reason`."""
        super().__init__({"reason": problem})


class Forged(DomainError):
    """The form's token is missing, foreign or too old (400); the text comes back to be sent again."""


class BroughtBack(DomainError):
    """No refusal: after sign-in a form comes back with what was typed before it, to be sent by one press (200)."""


class SignInNeeded(DomainError):
    """A visitor acts (303 to sign-in); what was typed is kept aside."""


class ProofNeeded(DomainError):
    """The act changes how one gets in, and it is a while since the person showed who acts (303 to where that is asked).

    What was typed is kept aside.
    """


class AlreadyDone(DomainError):
    """The same act by the same hand, repeated: the same success (303), and nothing new."""

    def __init__(self, where: str | None = None) -> None:
        """Keep the address the first one led to; None for the page the view names."""
        super().__init__(where)
        self.where = where


class SentBefore(DomainError):
    """The form was sent before with something else in it, by way of Back: it comes back (422)."""


class TooMany(DomainError):
    """More than the limit allows; `seconds` until the next try (429)."""

    def __init__(self, seconds: int) -> None:
        """Keep the pause."""
        super().__init__(seconds)
        self.seconds = seconds


class Busy(DomainError):
    """No turn to write was had in time; the same request may succeed later (503)."""


class NotReady(DomainError):
    """The tables are those of another version of the code: nothing is served before they are migrated (503)."""
