"""Translating: title and summary of one version in another language, with who made it."""

from sqlalchemy import select

from participation.errors import Incomplete, Problem
from participation.initiatives import actions, content, policy
from participation.initiatives.effects import index
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative, Translation
from participation.organisations.policy import ActorDeed

LANGUAGES = ("nl", "fr", "de", "en")


def translate(deed: ActorDeed, initiative: Initiative, language: str, title: str, summary: str) -> None:
    """Write the translation of the version that is shown; of the draft, before there is one."""
    policy.require(deed.actor, Permission.TRANSLATE, initiative)
    problems = content.too_long({"title": title, "summary": summary})
    said = {"title": title, "summary": summary}
    problems |= {name: Problem("missing") for name, words in said.items() if not words.strip()}
    if language not in LANGUAGES or language == initiative.language:
        problems["language"] = Problem("not_a_choice")
    if problems:
        raise Incomplete(problems)
    version = initiative.shown or 0
    same = (Translation.initiative_id == initiative.id) & (Translation.language == language)
    made = deed.session.scalars(select(Translation).where(same, Translation.version == version)).one_or_none()
    if made is None:
        made = Translation(language=language, version=version, body="")
        initiative.translations.append(made)
    made.title, made.summary, made.at = title.strip(), summary.strip(), deed.at
    made.made_by_id, made.checked_by_id, made.checked_at = deed.actor.organisation_id, None, None
    deed.session.flush()
    if initiative.shown:
        index(deed, initiative)
    actions.announce(deed, initiative, "translate", language=language, version=version)
