"""The address of an organisation, made of its name."""

from sqlalchemy.orm import Session

from participation.organisations.queries import slugs_like
from participation.places.data import normalise

LONGEST_SLUG = 60


def free_slug(session: Session, name: str, own: frozenset[str] = frozenset()) -> str:
    """Make an address of the name; with a number where it is taken by another than `own`."""
    stem = normalise(name).encode("ascii", "ignore").decode().replace(" ", "-")[:LONGEST_SLUG].strip("-")
    stem = stem or "organisation"
    taken = slugs_like(session, stem) - own
    return stem if stem not in taken else next(s for n in range(2, 10_000) if (s := f"{stem}-{n}") not in taken)
