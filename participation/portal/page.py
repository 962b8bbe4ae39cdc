"""Plain values for cards and for the page of one initiative: templates only draw them."""

from datetime import datetime
from typing import Any

from flask import current_app

from participation.drafting import page as drafting
from participation.extensions import db
from participation.initiatives import content, policy, reading
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import STATUSES, WRITTEN_IN
from participation.initiatives.lifecycle import PERMISSIONS, Permission, Role
from participation.initiatives.models import Initiative, Version
from participation.journal import queries as journal
from participation.journal.queries import Step
from participation.languages import spoken
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.logo import face
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, Actor
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import municipality, name_of, province_name
from participation.portal import colleagues, dossier, history, life, listing
from participation.web import formats


def organisations_in_words(number: int) -> str:
    """Say how many organisations."""
    return _n("%(number)s organisation", "%(number)s organisations", number)


def place_of(nis: str) -> str:
    """Name a municipality with its province."""
    found = municipality(nis)
    return f"{name_of(nis, spoken())}, {province_name(found.province, spoken())}" if found else nis


def located(nis: str) -> tuple[str, str] | None:
    """Return the province a municipality lies in, and the words for it; None where none is said yet."""
    found = municipality(nis)
    if found is None:
        return None
    return found.province, _("On the map of Belgium: %(province)s", province=province_name(found.province, spoken()))


def meter_words(organisations: int) -> str:
    """Say what the meter shows."""
    if not organisations:
        return _("No partner has co-signed yet")
    return _n("%(number)s partner co-signed", "%(number)s partners co-signed", organisations)


def notice(actor: Actor, found: Initiative, steps: list[Step]) -> dict[str, Any]:
    """Return what is said of an initiative whose text is not shown: state, date, reason, and what one signed."""
    last = dossier.decided(found, "unpublish") if found.published_at else None
    ours = [s for s in found.co_signatures if s.organisation_id in actor.organisations]
    return {
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "since": formats.local_day(_entered(found, steps), spoken()),
        "reason": last.words if last else "",
        "reason_language": last.language if last else "",
        "signed": [
            (s.organisation.name_in(spoken()), s.version, dossier.version_address(found, s.version)) for s in ours
        ],
    }


def _entered(found: Initiative, steps: list[Step]) -> datetime:
    """Return when it came into its present state; what was done in that state since does not count."""
    for step in reversed(steps):
        facts = journal.facts(step)
        if facts.get("to") == found.status and facts.get("from") != found.status:
            return step.at
    return found.changed_at


def makes_sense(actor: Actor, permission: Permission, found: Initiative) -> bool:
    """Tell whether to offer an act that would change nothing: to co-sign twice, to confirm what stands."""
    own = [s for s in found.co_signatures if s.organisation_id == actor.organisation_id and s.ended_at is None]
    if permission is Permission.CO_SIGN:
        return not own
    if permission is Permission.CHECK_TRANSLATION:
        return any(made.checked_at is None for made in found.translations)
    if permission is Permission.REAFFIRM:
        return bool(own) and own[0].version != found.shown
    return True


def loaded(actor: Actor, reference: str) -> tuple[Initiative, list[Step]]:
    """Load what the page needs for this reader, who may know of it."""
    if actor == VISITOR:
        found, steps = reading.public(db.session(), reference, spoken())
        return policy.require_known(actor, found), steps
    known = policy.require_known(actor, initiatives.one(db.session(), reference))
    return known, journal.steps(db.session(), *known.subject)


def is_seen_by_all(found: Initiative) -> bool:
    """Tell whether everyone may read its text."""
    return policy.allows(VISITOR, Permission.VIEW, found)


def seen_by_all(reference: str) -> Initiative:
    """Load an initiative whose text everyone may read, whoever asks; raise `NotFound` for any other."""
    found, _steps = reading.public(db.session(), reference, spoken())
    return policy.require_seen(VISITOR, found)


def whole(actor: Actor, found: Initiative, steps: list[Step], *, written: bool = False) -> dict[str, Any]:
    """Return everything the page of one initiative shows: the version readers see, or the text as it is `written`.

    A draft has no version, so its own members read the text as it is written.
    """
    written = written or not found.shown
    said = _as_written(found) if written else found.shown_version
    practical = found.copy if written else found
    people = colleagues.NOBODY if written else colleagues.of(actor, found, steps)
    here, is_public, brought = dossier.address(found), is_seen_by_all(found), life.brought(found)
    return {
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "kind": KINDS[found.organisation.kind].label(spoken()),
        "look": PILLARS[found.organisation.pillar].look,
        "proposer": found.organisation.name_in(spoken()),
        "proposer_href": dossier.organisation_address(found.organisation),
        "language": found.language,
        "language_name": WRITTEN_IN[found.language],
        **_words(said),
        "located": located(said.municipality),
        "facts": dossier.facts(said, practical, place_of(said.municipality), found.language),
        "links": dossier.links(practical),
        "asks": dossier.asks(found, said, brought),
        "wanted": life.wanted(found, said, brought),
        "timeline": history.timeline(found, steps, people),
        "outcome": dossier.outcome(found),
        "overdue": dossier.overdue(found),
        "versions": dossier.versions(actor, found),
        "readers": _readers(found),
        "ending": _ending(found),
        "translation": None if written else _translation(actor, found),
        "own": drafting.own(actor, found),
        "shared": "" if written or not is_public else current_app.config["SETTINGS"].public_url + here,
        "calendar": f"{here}.ics" if has_calendar(found) else "",
        "feed": f"{here}.atom" if is_public else "",
        "poster": f"{here}/poster" if has_poster(found) else "",
        **_support(found, people),
    }


def _words(said: Version) -> dict[str, Any]:
    return {
        "title": said.title,
        "summary": said.summary,
        "body": said.body,
        "limits": said.limits,
        "version": said.number,
        "version_day": dossier.instant(said.created_at),
    }


def _as_written(found: Initiative) -> Version:
    """Read the working copy as the version it would become; it has no number yet, and is kept nowhere."""
    return content.freeze(content.fixed_of_copy(found.copy), 0, found.copy.saved_at)


def _support(found: Initiative, people: colleagues.Colleagues) -> dict[str, Any]:
    counted = policy.pillars_signed(found)
    count, needed = initiatives.summed(counted), current_app.config["THRESHOLD"]
    published, is_open = dossier.decided(found, "publish"), found.stage in PERMISSIONS[Permission.CO_SIGN]
    return {
        "signers": dossier.signers(found, counting=True, people=people),
        "also": dossier.signers(found, counting=False, people=people),
        "taken_back": dossier.withdrawn(found, people),
        "gathered": life.gathered(found, needed),
        "signed": [PILLARS[pillar].look for pillar, number in counted for _one in range(number)],
        "needed": needed.organisations,
        "needed_words": dossier.threshold_words(count, needed) if is_open else "",
        "meter_words": meter_words(count.organisations),
        "exception": published.words if published else "",
        "exception_language": published.language if published else "",
    }


def _readers(found: Initiative) -> str:
    """Say who else can read what is not public, from the very table that decides it; empty where everyone can."""
    roles = PERMISSIONS[Permission.VIEW][found.stage]
    if Role.PUBLIC in roles:
        return ""
    if Role.PARTNER in roles:
        return _("Not public yet: the organisations of the network and the moderation team can read this.")
    if Role.MODERATOR in roles:
        return _("Not public: the proposing organisation and the moderation team can read this.")
    return _("Not public: only your organisation can read this.")


def _ending(found: Initiative) -> dict[str, Any] | None:
    """Return when and why it was withdrawn or taken offline; None where it stands."""
    if found.status not in listing.OUT_OF_LISTS:
        return None
    last = next((d for d in reversed(found.decisions) if d.act in {"withdraw", "unpublish"}), None)
    at = last.at if last else found.changed_at
    return {
        "title": _("%(state)s on %(date)s", state=STATUSES[found.status], date=formats.local_day(at, spoken())),
        "reason": last.words if last else "",
        "language": last.language if last else "",
    }


def has_poster(found: Initiative) -> bool:
    """Tell whether everyone may hang it up: public, and not over."""
    return is_seen_by_all(found) and dossier.awaits_outcome(found)


def has_calendar(found: Initiative) -> bool:
    """Tell whether everyone may put its date into a calendar: as a poster, and dated."""
    return has_poster(found) and found.shown_version.date_from is not None


def _translation(actor: Actor, found: Initiative) -> dict[str, Any] | None:
    """Return what stands before the original, with who made it."""
    made = dossier.translated(actor, found)
    if made is None:
        return None
    credit, behind = drafting.credit(found, made), made.version != found.shown
    return {"title": made.title, "summary": made.summary, "body": made.body, "behind": behind, "credit": credit}


def organisation_card(found: Organisation) -> dict[str, Any]:
    """Return the values of one row of the directory."""
    return {
        "href": dossier.organisation_address(found),
        "name": found.name_in(spoken()),
        "look": PILLARS[found.pillar].look,
        "face": face(found.id, found.name_in(spoken()), found.logo),
        "kind_label": KINDS[found.kind].label(spoken()),
        "place": name_of(found.municipality, spoken()) if found.municipality else "",
    }
