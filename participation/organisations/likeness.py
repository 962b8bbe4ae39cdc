"""What two organisations have in common, so that a moderator sees what may be one and the same; nothing is refused."""

from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

NEAR = 0.86  # of names; "jeugdraad gent" and "jeugdraad van gent" are nearer, two youth councils of two towns are not
# Everyone's mailboxes: to share one of these says nothing.
SHARED_HOSTS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.be", "hotmail.com", "hotmail.be", "live.be", "yahoo.com",
    "telenet.be", "proximus.be", "skynet.be", "icloud.com", "proton.me", "protonmail.com",
})  # fmt: skip


class Alike(StrEnum):
    """In what two organisations are alike."""

    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"
    DOMAIN = "domain"


class Marks(NamedTuple):
    """What is compared: folded names, the number, the web site and the e-mail addresses."""

    names: frozenset[str]
    number: str | None
    website: str
    addresses: frozenset[str]


def alike(one: Marks, other: Marks) -> list[Alike]:
    """List in what the two are alike, the most telling first."""
    found = []
    if one.number and one.number == other.number:
        found.append(Alike.NUMBER)
    if any(_near(a, b) for a in one.names for b in other.names):
        found.append(Alike.NAME)
    if {mailbox(a) for a in one.addresses} & {mailbox(a) for a in other.addresses}:
        found.append(Alike.ADDRESS)
    if _hosts(one) & _hosts(other):
        found.append(Alike.DOMAIN)
    return found


def mailbox(address: str) -> str:
    """Fold the ways to write what is most often one mailbox: dots and a tag in the part before the @."""
    local, _, host = address.lower().partition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{'gmail.com' if host == 'googlemail.com' else host}"


def host_of(website: str) -> str:
    """Return the host of a web address without its `www.`; empty where there is none."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _near(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return bool(one) and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _hosts(marks: Marks) -> set[str]:
    hosts = {host_of(marks.website), *(address.partition("@")[2] for address in marks.addresses)}
    return hosts - SHARED_HOSTS - {""}
