"""Translating one version of a text, and checking what was translated; each with who did it."""

from typing import NamedTuple

from sqlalchemy import select

from participation.errors import AlreadyDone, Incomplete, Problem, Stale
from participation.initiatives import actions, content, policy
from participation.initiatives.effects import index
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative, Translation
from participation.organisations.policy import ActorDeed
from participation.tongues import LANGUAGES
from participation.web.seen import require_seen


class Made(NamedTuple):
    """What a translator hands in; `version` is the one the form showed, None where it named none."""

    language: str
    title: str
    summary: str
    body: str = ""
    version: int | None = None
    seen: str | None = None  # the mark of the translation the form showed


def so_far(initiative: Initiative, language: str) -> dict[str, str]:
    """Return what the newest translation into `language` says; empty texts where there is none."""
    made = initiative.translation(language)
    return {name: getattr(made, name) if made else "" for name in ("title", "summary", "body")}


def translate(deed: ActorDeed, initiative: Initiative, made: Made) -> None:
    """Write the translation of the version that is shown; of the draft, before there is one.

    Raises `Stale` where the text, or its translation, was changed since the form was shown.
    """
    policy.require(deed.actor, Permission.TRANSLATE, initiative)
    version = initiative.shown or 0
    if made.version is not None and made.version != version:
        raise Stale
    require_seen(made.seen, so_far(initiative, made.language))
    if problems := _problems(initiative, made):
        raise Incomplete(problems)
    same = (Translation.initiative_id == initiative.id) & (Translation.language == made.language)
    found = deed.session.scalars(select(Translation).where(same, Translation.version == version)).one_or_none()
    if found is None:
        found = Translation(language=made.language, version=version)
        initiative.translations.append(found)
    found.title, found.summary, found.body = made.title.strip(), made.summary.strip(), made.body.strip()
    found.at, found.made_by_id = deed.at, deed.actor.organisation_id
    found.checked_by_id, found.checked_at = None, None
    deed.session.flush()
    if initiative.shown:
        index(deed.session, initiative)
    actions.announce(deed, initiative, "translate", language=made.language, version=version)


def _problems(initiative: Initiative, made: Made) -> dict[str, Problem]:
    said = {"title": made.title, "summary": made.summary}
    problems = {name: Problem("missing") for name, words in said.items() if not words.strip()}
    problems |= content.too_long({**said, "body": made.body})
    if made.language not in LANGUAGES or made.language == initiative.language:
        problems["language"] = Problem("not_a_choice")
    return problems


def check_translation(deed: ActorDeed, initiative: Initiative, language: str, version: int | None = None) -> None:
    """Note that the newest translation says what its original says; the desk checks for the team."""
    policy.require(deed.actor, Permission.CHECK_TRANSLATION, initiative)
    found = initiative.translation(language)
    if found is None:
        raise Incomplete({"language": Problem("not_a_choice")})
    if version is not None and version != found.version:
        raise Stale
    if found.checked_at is not None and found.checked_by_id == deed.actor.organisation_id:
        raise AlreadyDone
    found.checked_by_id, found.checked_at = deed.actor.organisation_id, deed.at
    actions.announce(deed, initiative, "check_translation", language=language, version=found.version)
