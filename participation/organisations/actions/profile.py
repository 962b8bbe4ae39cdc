"""What an organisation says of itself, what it is called, and its end by its own wish."""

from collections.abc import Mapping

from sqlalchemy import delete, select, update

from participation.accounts.models import SignedIn
from participation.errors import AlreadyDone, Incomplete, Problem, ReasonMissing
from participation.journal.chain import digest
from participation.organisations import reach
from participation.organisations.actions import logos
from participation.organisations.actions.addresses import free_slug
from participation.organisations.actions.invitations import revoke_all, seat_holder
from participation.organisations.actions.telling import announce
from participation.organisations.checks import Profile, profile_problems
from participation.organisations.lifecycle import State
from participation.organisations.logo import Drawn
from participation.organisations.models import FormerName, Organisation, Ruling
from participation.organisations.policy import ActorDeed, require_representative
from participation.organisations.vocabulary import LONGEST
from participation.places.data import find, normalise
from participation.reasons import checks as reasons
from participation.tongues import LANGUAGES
from participation.web.seen import require_seen


def described(organisation: Organisation) -> dict[str, object]:
    """Return what the public reads about the organisation, field by field of the form."""
    about: dict[str, object] = {f"about_{code}": organisation.about.get(code, "") for code in LANGUAGES}
    return about | {
        "website": organisation.website,
        "municipality": organisation.municipality or "",
        "languages": list(organisation.languages),
        **reach.of(organisation),
    }


def describe(deed: ActorDeed, organisation: Organisation, profile: Profile, seen: str | None = None) -> None:
    """Write what the public reads about the organisation; raise `Stale` where a colleague did since it was shown."""
    require_representative(deed.actor, organisation)
    require_seen(seen, described(organisation))
    if problems := profile_problems(profile, organisation.language):
        raise Incomplete(problems)
    place = find(profile.municipality)
    organisation.about = {code: words.strip() for code, words in profile.about.items() if words.strip()}
    organisation.website = reach.website_of(profile.website) if profile.website.strip() else ""
    organisation.municipality = place.nis if place else None
    organisation.languages = list(profile.languages)
    organisation.contact, organisation.links = profile.reach.contact_kept, profile.reach.links_kept
    if isinstance(profile.logo, Drawn):
        logos.put(deed, organisation, profile.logo)
    elif profile.without_logo:
        logos.remove(deed, organisation)
    said = digest(repr(sorted(described(organisation).items())))
    announce(deed, organisation, "edit_profile", None, text=said, logo=organisation.logo)


def called(organisation: Organisation) -> dict[str, object]:
    """Return its names, field by field of the form."""
    others = [code for code in LANGUAGES if code != organisation.language]
    return {"name": organisation.name, **{f"name_{code}": organisation.names.get(code, "") for code in others}}


def rename(
    deed: ActorDeed, organisation: Organisation, name: str, others: Mapping[str, str], seen: str | None = None
) -> None:
    """Give the organisation another name; what it was called until now stays known, and its old address leads here.

    Raises `Stale` where a colleague gave it one since the form was shown.
    """
    require_representative(deed.actor, organisation)
    require_seen(seen, called(organisation))
    problems = {} if name.strip() else {"name": Problem("missing")}
    typed = {"name": name} | {f"name_{code}": words for code, words in others.items()}
    problems |= {field: Problem("too_long", LONGEST["name"]) for field, words in typed.items()
                 if len(words) > LONGEST["name"]}  # fmt: skip
    if problems:
        raise Incomplete(problems)
    bare, own = " ".join(name.split()), organisation.language
    names = {code: " ".join(words.split()) for code, words in others.items() if words.strip()} | {own: bare}
    if bare == organisation.name and names == ({own: bare} | organisation.names):
        raise AlreadyDone
    _keep_former(deed, organisation, bare)
    organisation.name, organisation.names, organisation.sort_name = bare, names, normalise(bare)
    deed.session.flush()
    announce(deed, organisation, "rename", None, name=digest(bare))


def _keep_former(deed: ActorDeed, organisation: Organisation, name: str) -> None:
    before = {"until": deed.at.isoformat(), "name": organisation.name, "names": dict(organisation.names)}
    organisation.names_before = [*organisation.names_before, before]
    former = deed.session.scalars(select(FormerName.slug).where(FormerName.organisation_id == organisation.id))
    slug = free_slug(deed.session, name, frozenset(former) | {organisation.slug})
    if slug == organisation.slug:
        return
    deed.session.execute(delete(FormerName).where(FormerName.slug == slug))  # back to a name it had
    old = FormerName(slug=organisation.slug, organisation_id=organisation.id, name=organisation.name, until=deed.at)
    deed.session.add(old)
    deed.session.execute(update(SignedIn).where(SignedIn.hat == organisation.slug).values(hat=slug))
    organisation.slug = slug


def close(deed: ActorDeed, organisation: Organisation, reason: str) -> None:
    """End the organisation by its own wish; its page and what it did stay readable."""
    seat = require_representative(deed.actor, organisation)
    if problem := reasons.problem(reason):
        raise ReasonMissing(problem)
    organisation.state, organisation.state_reason = State.CLOSED, reason.strip()
    ruling = Ruling(
        organisation_id=seat.organisation_id, act="close", person_id=seat_holder(deed), words=reason.strip(),
        language=organisation.language, at=deed.at,
    )  # fmt: skip
    deed.session.add(ruling)
    revoke_all(deed.session, organisation, deed.at)
    deed.session.flush()
    announce(deed, organisation, "close", ruling.id, reason=digest(reason.strip()))
