"""Events about a comment: they name its initiative, and the comment as detail."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.comments import policy, queries
from participation.comments.models import Comment
from participation.notifications import labels
from participation.notifications.matters import initiatives
from participation.notifications.matters.initiatives import InitiativeMatter
from participation.notifications.matters.matter import Link, Quote, Reader
from participation.outbox.models import Event


@dataclass(frozen=True)
class CommentMatter(InitiativeMatter):
    """An act on a comment."""

    comment: Comment

    def may_be_told(self, reader: Reader) -> bool:
        """Tell who may still read the words: not of a comment that was taken back since."""
        return policy.may_read(reader.actor, self.comment)

    def link(self) -> Link:
        """Lead to the comment on its initiative's page."""
        return super().link()._replace(fragment=f"comment-{self.comment.public_id}")

    def quotes(self, reader: Reader) -> Iterable[Quote]:
        """Quote the comment, and what was said about it."""
        said = self.comment
        yield from QUOTED.get(self.event.kind, _nothing)(self, reader)
        yield Quote(str(labels.COMMENT), said.text, said.language)

    def of_hiding(self, reader: Reader) -> Iterable[Quote]:
        """Quote why it was hidden."""
        said = self.comment
        if reason := self.reasons.get(said.hidden_code or ""):
            yield Quote(str(labels.REASON), reason.wordings[reader.language])
        if said.hidden_words:
            yield Quote(str(labels.REASON), said.hidden_words, said.hidden_language)

    def of_report(self, _reader: Reader) -> Iterable[Quote]:
        """Quote the report, never who made it."""
        report = next((r for r in self.comment.reports if r.at == self.event.at), None)
        if report is not None and report.words:
            yield Quote(str(labels.REASON), report.words, report.language)

    def of_contest(self, _reader: Reader) -> Iterable[Quote]:
        """Quote the organisation's own words."""
        yield Quote(str(labels.MESSAGE), self.comment.contest_words, self.comment.language)

    def of_decision(self, _reader: Reader) -> Iterable[Quote]:
        """Quote the second moderator."""
        if self.comment.decision_words:
            yield Quote(str(labels.REASON), self.comment.decision_words, self.comment.hidden_language)


def _nothing(_matter: CommentMatter, _reader: Reader) -> Iterable[Quote]:
    return ()


QUOTED = {
    "hide": CommentMatter.of_hiding,
    "report": CommentMatter.of_report,
    "contest": CommentMatter.of_contest,
    "keep_hidden": CommentMatter.of_decision,
}


def load(session: Session, events: Iterable[Event]) -> dict[int, CommentMatter]:
    """Load the comments with their initiatives."""
    meant = list(events)
    comments = queries.by_ids(session, {event.detail_id for event in meant if event.detail_id is not None})
    wholes = initiatives.load(session, meant)
    return {
        event.id: CommentMatter(
            event, wholes[event.id].initiative, wholes[event.id].organisation, wholes[event.id].reasons,
            comments[event.detail_id],
        )
        for event in meant
        if event.id in wholes and event.detail_id in comments
    }  # fmt: skip
