"""Pages kept whole for visitors: drawn anew as soon as anything has happened to what they show.

What has happened is counted in the journal, which every act writes in its own transaction; a count also grows when
an older entry is committed late, as the highest number would not.
"""

import gzip
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NamedTuple

from flask import current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import ScalarSelect, Select, Text, bindparam, cast, func, literal_column, select

from participation import clock
from participation.comments.models import Comment
from participation.extensions import db
from participation.initiatives import reading
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.journal.models import Entry
from participation.organisations.session import current_actor
from participation.portal.touched import VOICES, moment
from participation.web.kept import Kept

PAGES = 600  # of some 40 kB, and 8 as they travel
Key = tuple[str, object, Hashable]

# Written out, so that PostgreSQL knows how rare each is and plans the statement once.
_OF_INITIATIVE, _OF_COMMENT, _OF_ORGANISATION, _OF_REASON = (
    Entry.subject_kind == literal_column(f"'{kind}'") for kind in ("initiative", "comment", "organisation", "reason")
)
_ABOUT = select(func.count(Entry.id)).correlate(Initiative)
_COMMENTS = _ABOUT.join(Comment, Comment.id == Entry.subject_id).where(Comment.initiative_id == Initiative.id)


def _of_organisations(dialect: str, named_by: tuple[reading.Named, ...]) -> ScalarSelect[str | None]:
    """Write down each organisation that is named, with how much has happened to it.

    One that is no longer named takes its number along: a sum could be the same as before.
    """
    named = reading.named(Initiative.id, named_by).subquery("named")
    acts = select(func.count(Entry.id)).where(_OF_ORGANISATION, Entry.subject_id == named.c.id).scalar_subquery()
    listed, array = reading.JSON[dialect]
    return select(cast(listed(array(named.c.id, acts)), Text)).correlate(Initiative).scalar_subquery()


class Happened(NamedTuple):
    """What changes with every act on an initiative, its comments, whoever its page names, or a reason's wording."""

    status: Status
    published_at: datetime | None
    left_status: Status | None
    page_hidden: bool
    shown: int | None
    changed_at: datetime | None
    entries: int
    comments: int
    named: str | None
    voices: str | None
    reasons: int


@cache
def _of_initiative(dialect: str) -> Select[Any]:
    one = Initiative
    return select(
        *(one.status, one.published_at, one.left_status, one.page_hidden, one.shown, one.changed_at),
        _ABOUT.where(_OF_INITIATIVE, Entry.subject_id == one.id).scalar_subquery(),
        _COMMENTS.where(_OF_COMMENT).scalar_subquery(),
        _of_organisations(dialect, reading.NAMED),
        _of_organisations(dialect, VOICES),
        _ABOUT.where(_OF_REASON).scalar_subquery(),
    ).where(one.reference == bindparam("reference"))


def happened(reference: str) -> Happened | None:
    """Read what had happened to an initiative when this request began to read: once a request."""
    known: dict[str, Happened | None] = g.setdefault("happened", {})
    if reference not in known:
        connection = db.session.connection()
        found = connection.execute(_of_initiative(connection.dialect.name), {"reference": reference}).one_or_none()
        known[reference] = Happened._make(found) if found else None
    return known[reference]


def of_everything() -> Hashable:
    """Return what changes with every act."""
    return moment()


class Page:
    """A page as it is read, and as it travels: made small when a browser first takes it so, and kept so."""

    def __init__(self, text: str) -> None:
        """Take the page."""
        self.text = text

    @cached_property
    def small(self) -> bytes:
        """The page in gzip; nothing in it is secret, so that its length tells nobody anything."""
        return gzip.compress(self.text.encode(), compresslevel=6, mtime=0)


def once(stamp: Callable[[], Hashable], draw: Callable[[], str]) -> ResponseReturnValue:
    """Draw the page of this request, or find it drawn: its address, the day, and what has happened are its key."""
    if current_actor().person_id is not None or "_flashes" in session:  # a message waits for this browser alone
        return draw()
    store: Kept[Key, Page] = current_app.extensions.setdefault("portal.drawn", Kept(PAGES))
    key = request.full_path, clock.today(), stamp()
    page = store.get(key) or store.put(key, Page(draw()))
    is_small = request.accept_encodings.quality("gzip") > 0
    answer = make_response(page.small if is_small else page.text)
    if is_small:
        answer.content_encoding = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer
