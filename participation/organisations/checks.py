"""What an application, a mandate and a profile must say: every problem at once, keyed by the field it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from participation.accounts.mailboxes import address_of
from participation.clock import BRUSSELS
from participation.errors import Problem
from participation.organisations import enterprise, reach
from participation.organisations.lifecycle import MemberRole
from participation.organisations.logo import Drawn
from participation.organisations.reach import Reach, website_of
from participation.organisations.reference import KINDS
from participation.organisations.vocabulary import LONGEST
from participation.places.data import find
from participation.tongues import AUTHENTIC, LANGUAGES

NEEDED = ("name", "about", "applicant", "function", "email")


@dataclass(frozen=True)
class Wish:
    """An application as it was typed."""

    speaks: bool = False
    age: bool = False
    language: str = ""
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # in other languages
    kind: str = ""
    about: str = ""
    abouts: Mapping[str, str] = field(default_factory=dict)  # in other languages
    website: str = ""
    municipality: str = ""
    languages: tuple[str, ...] = ()
    enterprise_number: str = ""
    applicant: str = ""
    function: str = ""
    email: str = ""
    reads: str = ""
    message: str = ""
    contact: str = ""
    links: tuple[tuple[str, str], ...] = ()
    logo: Drawn | Problem | None = None  # what became of the file that was chosen

    @property
    def reach(self) -> Reach:
        """How everyone may reach it."""
        return Reach(self.contact, self.links)


@dataclass(frozen=True)
class Asker:
    """Who asks to join an organisation; without an account as it was typed."""

    name: str
    email: str
    language: str
    person_id: int | None = None


@dataclass(frozen=True)
class Place:
    """What somebody is to be in an organisation, as it was typed."""

    role: str = ""
    words: str = ""  # in which the mandate is given
    until: str = ""  # its last day

    @property
    def ends(self) -> datetime | None:
        """When the mandate ends: with the end of its last day in Belgium."""
        if self.role != MemberRole.REPRESENTATIVE or not self.until.strip():
            return None
        return datetime.combine(date.fromisoformat(self.until.strip()) + timedelta(days=1), time.min, BRUSSELS)


def place_problems(place: Place, at: datetime) -> dict[str, Problem]:
    """Name every problem of a role and its mandate."""
    if place.role not in list(MemberRole):
        return {"role": Problem("not_a_choice")}
    if place.role == MemberRole.EDITOR:
        return {}
    found = {}
    if not place.words.strip():
        found["mandate_words"] = Problem("missing")
    elif len(place.words) > LONGEST["mandate_words"]:
        found["mandate_words"] = Problem("too_long", LONGEST["mandate_words"])
    try:
        if place.ends is not None and place.ends <= at:
            found["mandate_until"] = Problem("date_in_past")
    except (ValueError, OverflowError):
        found["mandate_until"] = Problem("not_a_date")
    return found


@dataclass(frozen=True)
class Profile:
    """What an organisation says of itself, as it was typed."""

    about: Mapping[str, str] = field(default_factory=dict)  # language -> text
    website: str = ""
    municipality: str = ""
    languages: tuple[str, ...] = ()
    reach: Reach = field(default_factory=Reach)
    logo: Drawn | Problem | None = None  # a new one; None leaves it as it is
    without_logo: bool = False


def profile_problems(profile: Profile, own: str) -> dict[str, Problem]:
    """Name every problem of a profile; `own` is the organisation's language, in which it must say something."""
    found = _too_long("about", profile.about)
    if not profile.about.get(own, "").strip():
        found[f"about_{own}"] = Problem("missing")
    if profile.website.strip() and not website_of(profile.website):
        found["website"] = Problem("not_a_link")
    elif len(profile.website) > LONGEST["website"]:
        found["website"] = Problem("too_long", LONGEST["website"])
    if profile.municipality.strip() and find(profile.municipality) is None:
        found["municipality"] = Problem("not_a_municipality")
    if not profile.languages or not set(profile.languages) <= set(LANGUAGES):
        found["languages"] = Problem("not_a_choice")
    return found | reach.problems_of(profile.reach) | _logo_problem(profile.logo)


def _too_long(field: str, texts: Mapping[str, str]) -> dict[str, Problem]:
    """Name the languages in which a text is beyond its length."""
    longest = LONGEST[field]
    return {f"{field}_{code}": Problem("too_long", longest) for code, words in texts.items() if len(words) > longest}


def _logo_problem(logo: Drawn | Problem | None) -> dict[str, Problem]:
    return {"logo": logo} if isinstance(logo, Problem) else {}


def problems_of(wish: Wish) -> dict[str, Problem]:
    """Name every problem of an application, in the order of its form."""
    found = {name: Problem("tick") for name in ("speaks", "age") if not getattr(wish, name)}
    texts = {name: str(getattr(wish, name)) for name in LONGEST if hasattr(wish, name) and name != "contact"}
    found |= _too_long("name", wish.names) | _too_long("about", wish.abouts)
    found |= {name: Problem("too_long", LONGEST[name]) for name, words in texts.items() if len(words) > LONGEST[name]}
    found |= {name: Problem("missing") for name in NEEDED if not texts[name].strip()}
    found |= _choices(wish)
    if "email" not in found and address_of(wish.email) is None:
        found["email"] = Problem("not_an_address")
    if wish.website.strip() and not website_of(wish.website):
        found["website"] = Problem("not_a_link")
    if wish.municipality.strip() and find(wish.municipality) is None:
        found["municipality"] = Problem("not_a_municipality")
    try:
        enterprise.parse(wish.enterprise_number)
    except ValueError:
        found["enterprise_number"] = Problem("not_an_enterprise_number")
    return found | reach.problems_of(wish.reach) | _logo_problem(wish.logo)


def _choices(wish: Wish) -> dict[str, Problem]:
    found = {}
    if wish.language not in AUTHENTIC:
        found["language"] = Problem("language")
    if wish.kind not in KINDS:
        found["kind"] = Problem("not_a_choice")
    if not wish.languages or not set(wish.languages) <= set(LANGUAGES):
        found["languages"] = Problem("not_a_choice")
    if wish.reads not in LANGUAGES:
        found["reads"] = Problem("not_a_choice")
    return found
