"""An act on an organisation is recorded, and told to the audiences of its row."""

from participation.deeds import Deed, Doer
from participation.organisations.models import Organisation
from participation.organisations.notices import NOTICES


def announce(
    deed: Deed[Doer], organisation: Organisation, kind: str, detail_id: int | None, **facts: str | int | bool | None
) -> None:
    """Record an act and put its events into the outbox."""
    deed.record(kind, organisation.subject, **facts)
    for audience in NOTICES[kind]:
        deed.tell(kind, organisation.subject, audience, detail_id)
