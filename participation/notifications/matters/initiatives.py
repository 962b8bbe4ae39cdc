"""Events about an initiative."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.clock import BRUSSELS
from participation.initiatives import policy, queries
from participation.initiatives.labels import FIELDS, OUTCOMES
from participation.initiatives.lifecycle import Permission, Role
from participation.initiatives.models import CoSignature, Decision, Initiative
from participation.initiatives.notices import NOTICES
from participation.notifications import labels
from participation.notifications.matters.matter import Link, Quote, Reader, Telling, by_whom
from participation.organisations.models import Organisation
from participation.outbox.audiences import Audience
from participation.outbox.models import Event
from participation.reasons.models import Reason
from participation.web import formats
from participation.web.working_days import working_days_after

# Who once took part is told that it ended or went back, where the text itself is no longer theirs to read.
KNOWING_IS_ENOUGH = frozenset({"request_changes", "recall", "confirm_decline", "withdraw", "unpublish"})
# An administrator reads no unpublished text: only that there is something to arrange.
FOR_ADMINISTRATORS = frozenset(kind for kind, told in NOTICES.items() if Audience.ADMINISTRATORS in told)
NAMING_PEOPLE = Link("administration.people", {})
# A moderator's words are for the proposer and the desk, unless the act gives its reason in public.
PUBLIC_WORDS = frozenset({"publish", "withdraw", "conclude", "follow_up", "unpublish", "republish"})
TEAM = frozenset({Role.MEMBER, Role.MODERATOR})


@dataclass(frozen=True)
class InitiativeMatter:
    """An act on an initiative."""

    event: Event
    initiative: Initiative
    organisation: Organisation | None  # that acted
    reasons: Mapping[str, Reason]

    def may_be_told(self, reader: Reader) -> bool:
        """Ask sight anew: what was open when it happened may be closed by now."""
        if reader.actor.is_administrator and self.event.kind in FOR_ADMINISTRATORS:
            return True
        enough = Permission.KNOW if self.event.kind in KNOWING_IS_ENOUGH else Permission.VIEW
        return policy.allows(reader.actor, enough, self.initiative)

    def telling(self, reader: Reader) -> Telling:
        """Leave title and words out for who may only know of it."""
        seen = policy.allows(reader.actor, Permission.VIEW, self.initiative)
        title, title_language = title_of(self.initiative, reader.language) if seen else ("", "")
        return Telling(
            title=title,
            title_language=title_language,
            reference=self.initiative.reference,
            values=self.values(reader.language),
            quotes=tuple(self.quotes(reader)),
            link=self.link() if seen or self.event.kind not in FOR_ADMINISTRATORS else NAMING_PEOPLE,
        )

    def link(self) -> Link:
        """Lead to its page."""
        return Link("portal.initiative", {"reference": self.initiative.reference})

    def values(self, language: str) -> dict[str, str]:
        """Name who acted, which version is meant, and by when something is due."""
        day = self.event.at.astimezone(BRUSSELS).date()
        due = working_days_after(day, current_app.config["SETTINGS"].desk_days)
        ends = policy.appeal_ends(self.initiative)
        found = self.initiative
        return {
            "by": by_whom(self.organisation, language),
            "version": str(found.shown or ""),
            "due": formats.day(due, language),
            "appeal_until": formats.local_day(ends, language) if ends else "",
            "outcome": str(OUTCOMES[found.outcome]) if found.outcome else "",
            "next_by": found.next_by,
            "unseen": "yes" if found.page_hidden else "",
            "next_on": formats.day(found.next_on, language) if found.next_on else "",
        }

    def quotes(self, reader: Reader) -> Iterable[Quote]:
        """Quote the words that came with the act, for those they are meant for."""
        if signature := self._signature():
            yield from self._signed(signature)
        if self.event.kind == "conclude" and self.initiative.agreed:
            yield Quote(str(labels.AGREED), self.initiative.agreed, self.initiative.language)
        decision = self._decision()
        meant = self.event.kind in PUBLIC_WORDS or not TEAM.isdisjoint(policy.roles_of(reader.actor, self.initiative))
        if decision is None or not meant:
            return
        if reason := self.reasons.get(decision.reason_code or ""):
            yield Quote(str(labels.REASON), reason.wordings[reader.language])
        if decision.words:
            label = labels.MESSAGE if self.event.kind in {"appeal", "follow_up"} else labels.REASON
            yield Quote(str(label), decision.words, decision.language)
        for remark in decision.remarks:
            yield Quote(str(FIELDS[remark.field]), remark.words, decision.language)

    def _decision(self) -> Decision | None:
        return next((d for d in self.initiative.decisions if d.id == self.event.detail_id), None)

    def _signature(self) -> CoSignature | None:
        """Find the co-signature that was given or withdrawn by this very act."""
        ours = (s for s in self.initiative.co_signatures if s.organisation_id == self.event.organisation_id)
        ended = self.event.kind == "withdraw_co_signature"
        return next((s for s in ours if (s.ended_at if ended else s.at) == self.event.at), None)

    def _signed(self, signature: CoSignature) -> Iterable[Quote]:
        if self.event.kind in {"co_sign", "reaffirm"} and signature.statement:
            yield Quote(str(labels.STATEMENT), signature.statement, signature.language)
        if self.event.kind == "withdraw_co_signature" and signature.ending_reason:
            yield Quote(str(labels.REASON), signature.ending_reason, signature.language)


def title_of(found: Initiative, language: str) -> tuple[str, str]:
    """Return the title in the reader's language where it was translated, else the original, with its language."""
    made = found.translation(language) if language != found.language else None
    if made is not None and made.version == found.shown:
        return made.title, language
    return (found.shown_version.title if found.shown else found.copy.title), found.language


def load(session: Session, events: Iterable[Event]) -> dict[int, InitiativeMatter]:
    """Load what the events are about, in as many statements for one as for a hundred; what is gone is left out."""
    meant = list(events)
    initiatives = queries.by_ids(session, {event.subject_id for event in meant})
    organisations = acting(session, meant)
    reasons = {reason.code: reason for reason in session.scalars(select(Reason))}
    return {
        event.id: InitiativeMatter(
            event, initiatives[event.subject_id], organisations.get(event.organisation_id or 0), reasons
        )
        for event in meant
        if event.subject_id in initiatives
    }


def acting(session: Session, events: Iterable[Event]) -> dict[int, Organisation]:
    """Load the organisations that acted."""
    ids = {event.organisation_id for event in events if event.organisation_id is not None}
    return {o.id: o for o in session.scalars(select(Organisation).where(Organisation.id.in_(ids)))} if ids else {}
