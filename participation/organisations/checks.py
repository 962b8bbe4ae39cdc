"""What an application must say: every problem at once, keyed by the field it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from participation.errors import Problem
from participation.organisations import enterprise
from participation.organisations.reference import KINDS
from participation.organisations.vocabulary import LANGUAGES, LONGEST, OWN_LANGUAGES, SHORTEST_REASON
from participation.places.data import find

NEEDED = ("name", "about", "applicant", "function", "email")
PORTS = 65535


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
    website: str = ""
    municipality: str = ""
    languages: tuple[str, ...] = ()
    enterprise_number: str = ""
    applicant: str = ""
    function: str = ""
    email: str = ""
    reads: str = ""
    message: str = ""


def problems_of(wish: Wish) -> dict[str, Problem]:
    """Name every problem of an application, in the order of its form."""
    found = {name: Problem("tick") for name in ("speaks", "age") if not getattr(wish, name)}
    texts = {name: str(getattr(wish, name)) for name in LONGEST if name != "reason"}
    found |= {f"name_{code}": Problem("too_long", LONGEST["name"]) for code, words in wish.names.items()
              if len(words) > LONGEST["name"]}  # fmt: skip
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
    return found


def _choices(wish: Wish) -> dict[str, Problem]:
    found = {}
    if wish.language not in OWN_LANGUAGES:
        found["language"] = Problem("language")
    if wish.kind not in KINDS:
        found["kind"] = Problem("not_a_choice")
    if not wish.languages or not set(wish.languages) <= set(LANGUAGES):
        found["languages"] = Problem("not_a_choice")
    if wish.reads not in LANGUAGES:
        found["reads"] = Problem("not_a_choice")
    return found


def address_of(typed: str) -> str | None:
    """Return an e-mail address in lower case and otherwise as it was typed; None for what is none."""
    lowered = typed.strip().lower()
    try:
        validate_email(lowered, check_deliverability=False, allow_domain_literal=False)
    except EmailNotValidError:
        return None
    return lowered


def website_of(typed: str) -> str:
    """Return a web address with its scheme; empty for what is none, or leads elsewhere than to a site."""
    bare = typed.strip()
    full = bare if "://" in bare else f"https://{bare}"
    try:
        parts = urlsplit(full)
        sound = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and (parts.port or 0) <= PORTS
    except ValueError:
        return ""
    clean = not any(sign.isspace() or sign in "<>\"'`\\" for sign in full) and parts.username is None
    return full if sound and clean else ""


def reason_problem(reason: str) -> Problem | None:
    """Say what is wrong with a reason; None where nothing is."""
    written = len(reason.strip())
    if written == 0:
        return Problem("reason_needed")
    if written < SHORTEST_REASON:
        return Problem("too_short", SHORTEST_REASON)
    return Problem("too_long", LONGEST["reason"]) if written > LONGEST["reason"] else None
