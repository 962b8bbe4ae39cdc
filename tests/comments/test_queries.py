"""Both readings of sight, the pages of a conversation, and what waits for the desk."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from participation.comments import policy, queries
from participation.comments.lifecycle import Scope
from participation.comments.models import Comment
from participation.initiatives import queries as initiatives
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.organisations.policy import VISITOR, Actor
from tests.comments.scene import NOW, OPEN, PUBLIC, Scene

PEOPLE = ("youth", "editor", "fire", "crew", "both", "wardens", "outs", "moderator", "admin")
SHAPES = [(s, False) for s in ("submitted", "changes_requested", "consultation", "declined", "withdrawn")] + [
    (s, True) for s in ("published", "concluded", "withdrawn", "unpublished")
]


def many(scene: Scene) -> None:
    """Let everyone say something in every scope, with replies, and let some of it be hidden or taken back."""
    dice = random.Random(1830)  # noqa: S311  # the same throws each time
    for reference in (OPEN, PUBLIC):
        for name in ("youth", "fire", "crew", "wardens"):
            for scope in Scope:
                one = scene.say(name, scope, f"{name} {scope}", reference)
                if scope is Scope.MODERATORS:
                    scene.do("reply", "moderator", one, text="Noted.")
                elif dice.random() < 0.5:
                    scene.do("reply", "youth", one, text="Thanks.")
                if dice.random() < 0.3:
                    scene.do("take_back", name, one)
                elif dice.random() < 0.3:
                    scene.hidden(one)


def test_both_readings_of_sight_agree(scene: Scene) -> None:
    many(scene)
    session, compared = scene.session, 0
    actors = [VISITOR, *(scene.actor(name) for name in PEOPLE), scene.actor("both", "fire")]
    ids = list(session.scalars(select(Comment.id)))
    for status, published in SHAPES:
        for thing in session.scalars(select(Initiative)):
            thing.left_status = Status.PUBLISHED if status == "unpublished" else None
            thing.outcome = "took_place" if status == "concluded" else None
            thing.status, thing.published_at = Status(status), NOW if published else None
            thing.first_public = 1 if published else None
        session.flush()
        session.expire_all()
        found = queries.by_ids(session, ids)
        for actor in actors:
            said = set(session.scalars(select(Comment.id).join(Initiative).where(queries.seen(actor))))
            assert said == {one.id for one in found.values() if policy.may_see(actor, one)}, (status, actor.name)
            compared += len(said)
    assert compared > 500


def test_a_conversation_has_fifty_threads_a_page_and_a_fixed_number_of_statements(scene: Scene) -> None:
    made = []
    for number in range(queries.THREADS + 2):
        scene.later(seconds=1)
        made.append(scene.say("fire", "public", f"Number {number}", PUBLIC))
    scene.say("fire", "moderators", "Only for the desk.", PUBLIC)
    scene.do("reply", "youth", made[0], text="The first one has a reply.")
    thing = scene.initiative(PUBLIC)
    first, _replies = queries.talk(scene.session, VISITOR, thing.id, 1)
    assert [one.text for one in first[:2]] == ["Number 51", "Number 50"]
    assert len(first) == queries.THREADS + 1  # one more says that an earlier page follows
    second, replies = queries.talk(scene.session, VISITOR, thing.id, 2)
    assert [one.text for one in second] == ["Number 1", "Number 0"]
    assert [one.text for one in replies[made[0].id]] == ["The first one has a reply."]
    assert queries.page_of(scene.session, VISITOR, made[2]) == 1
    assert queries.page_of(scene.session, VISITOR, made[0]) == 2
    for actor in (VISITOR, scene.actor("fire"), scene.actor("moderator")):
        assert counted(scene, actor, 1) == counted(scene, actor, 2) <= 2


def counted(scene: Scene, actor: Actor, page: int) -> int:
    """Count the statements that a page of the conversation takes."""
    thing, statements = scene.initiative(PUBLIC), []

    def note(*_given: object) -> None:
        statements.append(1)

    engine = scene.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        queries.talk(scene.session, actor, thing.id, page)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def waiting(scene: Scene, name: str = "moderator2") -> list[tuple[str, str, int]]:
    scene.session.flush()
    rows = queries.for_the_desk(scene.session, scene.actor(name))
    assert rows == sorted(rows, key=lambda row: row.since)
    return [(row.kind, row.excerpt, row.reports) for row in rows]


@pytest.mark.parametrize("scope", ["partners", "public"])
def test_asks_3_7_a_report_of_a_comment_reaches_the_desk(scene: Scene, scope: str) -> None:
    one = scene.say("fire", scope, "Loud.")
    assert waiting(scene) == []
    scene.do("report", "youth", one, reason="Too loud.")
    scene.do("report", "wardens", one, reason="Much too loud.")
    assert waiting(scene) == [("report", "Loud.", 2)]
    assert waiting(scene, "youth") == waiting(scene, "admin") == []
    scene.do("dismiss", "moderator", one)
    assert waiting(scene) == []


def test_asks_3_7_a_report_of_a_reply_and_of_a_note_reach_the_desk(scene: Scene) -> None:
    note = scene.say("fire", "moderators", "A note.")
    answer = scene.do("reply", "moderator", note, text="An answer.")
    reply = scene.do("reply", "youth", scene.say("fire", text="A comment."), text="A reply.")
    scene.later(hours=1)
    for one in (answer, reply):
        scene.do("report", "fire", one, reason="Not true.")
    assert set(waiting(scene)) == {("report", "An answer.", 1), ("report", "A reply.", 1)}


def test_asks_3_7_a_contest_and_a_note_reach_the_desk_oldest_first(scene: Scene) -> None:
    note, one = scene.say("wardens", "moderators", "A note."), scene.hidden(scene.say("fire", text="x" * 500))
    scene.at += timedelta(days=1)
    scene.do("contest", "fire", one, reason="It names nobody.")
    assert waiting(scene) == [("note", "A note.", 0), ("contest", "x" * 160 + "…", 0)]
    scene.do("show_again", "moderator2", one)
    scene.do("dismiss", "moderator", note)
    assert waiting(scene) == []


def test_no_page_of_comments_reads_a_whole_table(session: Session, scene: Scene) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    scene.say("fire")
    statements: list[tuple[str, tuple[Any, ...]]] = []

    def note(_c: object, _u: object, statement: str, values: tuple[Any, ...], *_rest: object) -> None:
        statements.append((statement, values))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    thing = initiatives.one(session, OPEN)
    assert thing is not None
    statements.clear()
    for who in (VISITOR, scene.actor("moderator")):
        queries.talk(session, who, thing.id, 1)
    queries.for_the_desk(session, scene.actor("moderator"))
    event.remove(engine, "before_cursor_execute", note)
    for statement, values in statements:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        assert not [row for row in plan if row[3] in {"SCAN comment", "SCAN report", "SCAN initiative"}], statement
