"""Names in a history: whoever has left may have the own one replaced, and the public reads nobody's."""

import re
from html import unescape
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.organisations import naming
from participation.organisations.actions import members
from participation.organisations.models import Membership, Organisation
from tests import lasting
from tests.organisations.history import NUMBER, WHO, Network
from tests.templates import settings_for

SIGN = "Zita"  # in the name of everybody, and nowhere else
MOST, STARTS = 24, ("/en/", "/en/initiatives/", "/en/organisations/")
LINK = re.compile(r'\shref="(/en/(?:initiatives|organisations)/[^"#?]+)"')


class Leavers(Network):
    """Replaces names, of one's own past and of what one has nothing to do with."""

    pages_in: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.unnamed: set[int] = set()

    @rule(who=WHO, chosen=NUMBER, really=st.booleans())
    def replace_name(self, who: str, chosen: int, really: bool) -> None:  # noqa: FBT001  # drawn
        left = naming.left(self.session, self.people[who])
        if really and left:
            of, places = left[chosen % len(left)]
            assert all(one.ended_at and one.person_id == self.people[who] for one in places)
        else:
            places = [self.session.get_one(Membership, sorted(self.seats)[chosen % len(self.seats)])]
            of = self.session.get_one(Organisation, places[0].organisation_id)
        named = {one.id: one.ended_at and one.person_id == self.people[who] for one in places}
        named = {number: gone for number, gone in named.items() if number not in self.unnamed}

        def replacing() -> bool:
            members.replace_name(self.own_deed(who), of, places)
            return True

        done = self.attempt(replacing)
        assert (done is True) is (bool(named) and all(named.values())), who
        self.unnamed |= named.keys() if done else set()

    @invariant()
    def a_former_member_is_one_who_asked_for_it(self) -> None:
        rows = self.session.scalars(select(Membership).where(Membership.unnamed_at.is_not(None))).all()
        assert {one.id for one in rows} == self.unnamed
        names = naming.of_people(self.session, {one.person_id for one in rows})
        assert {(one.person_id, one.organisation_id) for one in rows} <= names.until.keys()

    def teardown(self) -> None:
        """Read, at the end of it all, what everybody may read."""
        try:
            if self.session.get_bind().dialect.name == "sqlite":
                require_nobody_named(self.session, self.pages_in / "read.db")
        finally:
            super().teardown()


def require_nobody_named(session: Session, copy: Path) -> None:
    """Let a visitor follow the links of a site that stands as the session sees it, though nothing was committed."""
    session.flush()
    for left in copy.parent.glob(f"{copy.name}*"):  # of the history before
        left.unlink()
    copy.write_bytes(session.connection().connection.driver_connection.serialize())  # type: ignore[union-attr]  # of SQLite
    waiting, seen = list(STARTS), 0
    with lasting.app(settings_for(f"sqlite:///{copy}")) as app:
        client = app.test_client()
        while waiting and seen < MOST:
            page = client.get(waiting.pop(0))
            seen += 1
            assert page.status_code < 500
            assert SIGN not in page.text, page.request.path
            assert "@network.example" not in page.text, page.request.path
            known = {*STARTS, *waiting}
            waiting += [link for link in dict.fromkeys(map(unescape, LINK.findall(page.text))) if link not in known]
    assert seen >= len(STARTS)
