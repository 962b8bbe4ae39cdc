"""E-mail addresses as they are typed: which ones are none, and which ones were hardly meant so."""

from email_validator import EmailNotValidError, validate_email

# Where most Belgian mailboxes are; an address one slip away from one of them is asked about.
COMMON = (
    "gmail.com", "hotmail.com", "hotmail.be", "outlook.com", "outlook.be", "live.be", "live.com", "yahoo.com",
    "icloud.com", "telenet.be", "skynet.be", "proximus.be", "scarlet.be", "pandora.be", "voo.be", "proton.me",
)  # fmt: skip
# Real domains that look like a slip and are none.
REAL = frozenset(
    {
        "mail.com", "gmx.com", "gmx.be", "ymail.com", "email.com", "hotmail.fr", "hotmail.nl", "hotmail.de", "live.nl",
        "live.fr", "live.de", "outlook.fr", "outlook.de", "yahoo.fr", "yahoo.de", "pandora.com",
    }
)  # fmt: skip


def address_of(typed: str) -> str | None:
    """Return an e-mail address in lower case and otherwise as it was typed; None for what is none."""
    lowered = typed.strip().lower()
    try:
        validate_email(lowered, check_deliverability=False, allow_domain_literal=False)
    except EmailNotValidError:
        return None
    return lowered


def meant(address: str) -> str:
    """Return the address that was probably meant; empty where nothing looks like a slip."""
    box, _, domain = address.rpartition("@")
    if domain in COMMON or domain in REAL or not box:
        return ""
    near = [known for known in COMMON if _is_one_slip(domain, known)]
    return f"{box}@{near[0]}" if near else ""


def _is_one_slip(typed: str, known: str) -> bool:
    """Tell whether one letter is missing, added or another one, or two neighbours are swapped."""
    if abs(len(typed) - len(known)) > 1:
        return False
    at = next((n for n, (one, other) in enumerate(zip(typed, known, strict=False)) if one != other), None)
    if at is None:
        return len(typed) != len(known)
    swapped = typed[at : at + 2] == known[at : at + 2][::-1] and typed[at + 2 :] == known[at + 2 :]
    rest = (typed[at + 1 :], known[at:]), (typed[at:], known[at + 1 :]), (typed[at + 1 :], known[at + 1 :])
    return swapped or any(one == other for one, other in rest)
