"""What an organisation did goes over to the one it has merged into, with a trace on every initiative."""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from participation.initiatives import effects, queries
from participation.initiatives.models import CoSignature, Ending, Initiative, Prepared, PreparedEnd, Voice
from participation.organisations.models import Organisation
from participation.organisations.policy import ActorDeed


def carry_over(deed: ActorDeed, source: Organisation, target: Organisation) -> None:
    """Carry proposals, co-signatures and voices over; every initiative concerned is held, in one order."""
    # What waited for a second representative of the source has nobody left to confirm it: it can be prepared again.
    waits = (Prepared.organisation_id == source.id) & Prepared.ended_at.is_(None)
    deed.session.execute(update(Prepared).where(waits).values(ended_at=deed.at, ended_as=PreparedEnd.LAPSED))
    for initiative in _concerned(deed.session, source):
        facts: dict[str, int | None] = {"source": source.id, "successor": target.id}
        if initiative.organisation_id == source.id:
            initiative.organisation_id, initiative.organisation = target.id, target
        _end_the_second(deed, initiative, source, target)
        deed.session.flush()
        moved = [one for one in initiative.co_signatures if one.organisation_id == source.id]
        for one in moved:
            one.organisation_id, one.signed_as_id = target.id, one.signed_as_id or source.id
        if source.id in {voice.organisation_id for voice in initiative.voices}:
            deed.session.merge(Voice(initiative_id=initiative.id, organisation_id=target.id))
        deed.session.flush()
        deed.record("carry_over", initiative.subject, co_signatures=len(moved), **facts)
        if initiative.shown:
            effects.index(deed.session, initiative)


def _concerned(session: Session, source: Organisation) -> list[Initiative]:
    signed = select(CoSignature.initiative_id).where(CoSignature.organisation_id == source.id)
    spoken = select(Voice.initiative_id).where(Voice.organisation_id == source.id)
    concerned = or_(Initiative.organisation_id == source.id, Initiative.id.in_(signed), Initiative.id.in_(spoken))
    ids = session.scalars(select(Initiative.id).where(concerned).order_by(Initiative.id).with_for_update()).all()
    found = queries.by_ids(session, ids)
    return [found[one] for one in ids]


def _end_the_second(deed: ActorDeed, initiative: Initiative, source: Organisation, target: Organisation) -> None:
    """Let the older of two stand; on what is now its own initiative none does."""
    both = {source.id, target.id}
    standing = [one for one in initiative.co_signatures if one.organisation_id in both and one.ended_at is None]
    standing.sort(key=lambda one: (one.at, one.id))
    for one in standing if initiative.organisation_id == target.id else standing[1:]:
        one.ended_at, one.ended_as = deed.at, Ending.MERGED


def index_anew(session: Session, organisation_id: int) -> None:
    """Let the search find by its new name what a renamed organisation proposed."""
    own = select(Initiative.id).where(Initiative.organisation_id == organisation_id, Initiative.shown.is_not(None))
    for initiative in queries.by_ids(session, session.scalars(own)).values():
        effects.index(session, initiative)
