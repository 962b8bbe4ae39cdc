"""The logo of an organisation: put there with an application or by a representative, replaced, removed."""

from sqlalchemy import delete, select

from participation.db import UNSYNCED
from participation.organisations.logo import Drawn
from participation.organisations.models import Logo, Organisation, UnconfirmedApplication
from participation.organisations.policy import ActorDeed


def keep(deed: ActorDeed, asked: UnconfirmedApplication, drawn: Drawn) -> None:
    """Keep the logo with an application that waits for its address."""
    made = Logo(application_id=asked.id, fingerprint=drawn.fingerprint, large=drawn.large, small=drawn.small)
    deed.session.add(made)


def carry_over(deed: ActorDeed, asked: UnconfirmedApplication, made: Organisation) -> None:
    """Let the organisation have what came with its application."""
    kept = deed.session.scalars(select(Logo).where(Logo.application_id == asked.id)).one_or_none()
    if kept is not None:
        kept.application_id, kept.organisation_id, made.logo = None, made.id, kept.fingerprint


def put(deed: ActorDeed, organisation: Organisation, drawn: Drawn) -> None:
    """Give the organisation this logo in the place of the one it has."""
    if organisation.logo == drawn.fingerprint:
        return
    _clear(deed, organisation)
    deed.session.add(
        Logo(organisation_id=organisation.id, fingerprint=drawn.fingerprint, large=drawn.large, small=drawn.small)
    )
    organisation.logo = drawn.fingerprint


def remove(deed: ActorDeed, organisation: Organisation) -> None:
    """Take the logo away; the initials stand in its place."""
    _clear(deed, organisation)
    organisation.logo = None


def _clear(deed: ActorDeed, organisation: Organisation) -> None:
    deed.session.execute(delete(Logo).where(Logo.organisation_id == organisation.id), execution_options=UNSYNCED)
