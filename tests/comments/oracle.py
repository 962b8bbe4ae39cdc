"""Who sees and may do what with a comment, by rules of its own over what a history remembers; no table is asked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.models import Initiative
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import ActorDeed
from tests.organisations import ledger

TALKED_ABOUT = {"consultation", "published", "concluded"}
STANDING = {"shown", "shown_again"}
WITH_WORDS = {"reply", "edit", "report", "hide", "contest", "keep_hidden"}  # these ask for some


@dataclass(eq=False)
class Said:
    """A comment as it is remembered."""

    id: int
    public_id: str
    about: int  # an initiative
    parent: "Said | None"
    writer: int | None  # organisation; None: the desk
    called: str  # the writer, at that moment
    person: int
    at: datetime
    opener: int | None = None  # organisation that began the thread
    scope: str = ""
    text: str = ""
    state: str = "shown"
    older: list[str] = field(default_factory=list)
    reports: dict[int, bool] = field(default_factory=dict)  # by whom, and whether the desk has yet to look
    waits: bool = False  # a note that is not answered
    hidden_by: int = 0


@dataclass(frozen=True)
class Someone:
    """A person under one hat, as the plain rows have it; nobody in particular is a visitor."""

    person: int = 0
    ours: int | None = None  # in force
    belongs: frozenset[int] = frozenset()
    takes_part: bool = False  # a member of one that is approved or suspended
    moderates: bool = False
    rights: frozenset[str] = frozenset()


def someone(session: Session, deed: ActorDeed) -> Someone:
    person = deed.actor.person_id
    own = select(Organisation.id, Organisation.state).join(Membership)
    seats = session.execute(own.where(Membership.person_id == person, Membership.ended_at.is_(None))).all()
    return Someone(
        person or 0, deed.actor.organisation_id, frozenset(one for one, _state in seats),
        any(state in ledger.TAKING_PART for _one, state in seats), deed.actor.is_moderator,
        frozenset(ledger.rights(session, deed)),
    )  # fmt: skip


class World:
    """What was said about a few initiatives, as it is remembered."""

    def __init__(self, things: dict[int, Initiative]) -> None:
        self.things = things
        self.said: list[Said] = []
        self.signed: dict[int, set[int]] = {}  # initiative: organisations that ever co-signed

    def reads(self, one: Someone, about: int) -> bool:
        """Tell who reads the text of an initiative that partners were consulted about."""
        thing = self.things[about]
        if thing.organisation_id in one.belongs or one.moderates:
            return True
        spoke = {said.writer for said in self.said if said.about == about} | self.signed[about]
        if not one.belongs.isdisjoint(spoke - {None}) and thing.status in {"consultation", "unpublished", "withdrawn"}:
            return thing.status != "withdrawn" or thing.published_at is not None
        if thing.status == "consultation":
            return one.takes_part
        taken_down = thing.status == "unpublished" or thing.left_status is not None
        return thing.published_at is not None and not taken_down

    def sees(self, one: Someone, said: Said) -> bool:
        """Tell whether one sees it, or the notice in its place."""
        if not self.reads(one, said.about):
            return False
        if said.scope == "moderators":
            return one.moderates or said.opener in one.belongs
        if said.scope == "public" and self.things[said.about].published_at is not None:
            return True
        return one.moderates or one.takes_part or self.things[said.about].organisation_id in one.belongs

    def reads_words(self, one: Someone, said: Said) -> bool:
        own = one.moderates or said.writer in one.belongs
        return self.sees(one, said) and (said.state in STANDING or own)

    def may_say(self, one: Someone, about: int) -> bool:
        return self.reads(one, about) and self.things[about].status in TALKED_ABOUT and "member" in one.rights

    def may(self, one: Someone, act: str, said: Said, now: datetime) -> bool:
        """Tell whether one may do it now, with whatever input it asks for."""
        if not one.person or not self.sees(one, said):
            return False
        ours = "member" in one.rights and one.ours == said.writer
        impartial = "desk" in one.rights and one.belongs.isdisjoint(self._sides(said))
        wrote = one.person == said.person and (ours if said.writer else "desk" in one.rights)
        talks = self.things[said.about].status in TALKED_ABOUT
        another = impartial and one.person != said.hidden_by
        return {
            "reply": said.state in STANDING and talks and said.parent is None and self._answers(one, said, impartial),
            "edit": said.state == "shown" and talks and wrote and now - said.at < timedelta(minutes=15),
            "take_back": said.state in STANDING and (wrote or (ours and "voice" in one.rights)),
            "report": said.state in STANDING,
            "hide": said.state == "shown" and impartial,
            "contest": said.state == "hidden" and ours,
            "show_again": said.state == "contested" and another,
            "keep_hidden": said.state == "contested" and another,
            "dismiss": impartial and (said.waits or any(said.reports.values())),
        }[act]

    def _answers(self, one: Someone, said: Said, impartial: bool) -> bool:  # noqa: FBT001  # a fact
        if said.scope != "moderators":
            return "member" in one.rights
        return impartial or ("member" in one.rights and one.ours == said.opener)

    def _sides(self, said: Said) -> set[int | None]:
        return {self.things[said.about].organisation_id, said.opener, said.writer} | self.signed[said.about]

    def settle(self, said: Said) -> None:
        said.waits, said.reports = False, dict.fromkeys(said.reports, False)

    def change(self, act: str, one: Someone, said: Said, text: str) -> None:
        """Remember what an act does to what it is done to."""
        targets = {"take_back": "taken_back", "hide": "hidden", "contest": "contested"}
        targets |= {"show_again": "shown_again", "keep_hidden": "kept_hidden"}
        said.state = targets.get(act, said.state)
        if act in {"take_back", "hide", "dismiss"}:
            self.settle(said)
        if act == "hide":
            said.hidden_by = one.person
        elif act == "report":
            said.reports.setdefault(one.person, True)
        elif act == "edit":
            said.older.append(said.text)
            said.text = text
        elif act == "reply" and said.scope == "moderators":
            said.waits = one.ours is not None

    def merge(self, source: int, into: int) -> None:
        """Let one answer for what the other said."""
        for said in self.said:
            said.opener = into if said.opener == source else said.opener
            said.writer = into if said.writer == source else said.writer

    def waiting(self) -> list[tuple[str, str]]:
        """List what the desk has yet to look at: its kind, and which."""
        found = [("report", said) for said in self.said if any(said.reports.values())]
        found += [("contest", said) for said in self.said if said.state == "contested"]
        found += [("note", said) for said in self.said if said.waits and said.state in STANDING]
        return sorted((kind, said.public_id) for kind, said in found)
