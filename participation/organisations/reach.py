"""How everyone may reach an organisation and read on: a contact of its choice, and a few links with names."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from participation.accounts.mailboxes import address_of
from participation.errors import Problem
from participation.organisations.models import Organisation
from participation.organisations.vocabulary import LONGEST, MOST_LINKS

PORTS = 65535
NUMBERS = range(MOST_LINKS)


@dataclass(frozen=True)
class Reach:
    """What was typed: nothing of it is needed."""

    contact: str = ""  # an address of e-mail or of a page
    links: tuple[tuple[str, str], ...] = ()  # name and address, by their number in the form

    @property
    def contact_kept(self) -> str | None:
        """The contact as it is kept; None where there is none."""
        return contact_of(self.contact) or None

    @property
    def links_kept(self) -> list[dict[str, str]] | None:
        """The links as they are kept, without the gaps of the form; None where there is none."""
        sound = [(name.strip(), website_of(address)) for name, address in self.links]
        return [{"name": name, "address": address} for name, address in sound if name and address] or None


def of(organisation: Organisation) -> dict[str, object]:
    """Return what an organisation says of this, field by field of the form."""
    rows: dict[str, object] = {"contact": organisation.contact or ""}
    links = organisation.links or []
    for number in NUMBERS:
        link: Mapping[str, str] = links[number] if number < len(links) else {}
        rows |= {f"link_{number}_name": link.get("name", ""), f"link_{number}_address": link.get("address", "")}
    return rows


def problems_of(reach: Reach) -> dict[str, Problem]:
    """Name every problem, in the order of the form."""
    found = {}
    if len(reach.contact) > LONGEST["contact"]:
        found["contact"] = Problem("too_long", LONGEST["contact"])
    elif reach.contact.strip() and not contact_of(reach.contact):
        found["contact"] = Problem("not_a_contact")
    for number, (name, address) in enumerate(reach.links):
        found |= _of_link(f"link_{number}", name, address)
    return found


def _of_link(field: str, name: str, address: str) -> dict[str, Problem]:
    found = {}
    if address.strip() and not name.strip():
        found[f"{field}_name"] = Problem("missing")
    elif len(name) > LONGEST["link_name"]:
        found[f"{field}_name"] = Problem("too_long", LONGEST["link_name"])
    if name.strip() and not address.strip():
        found[f"{field}_address"] = Problem("missing")
    elif len(address) > LONGEST["link_address"]:
        found[f"{field}_address"] = Problem("too_long", LONGEST["link_address"])
    elif address.strip() and not website_of(address):
        found[f"{field}_address"] = Problem("not_a_link")
    return found


def contact_of(typed: str) -> str:
    """Return an address of e-mail or of a page as it is kept; empty for what is neither."""
    return address_of(typed) or website_of(typed)


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
