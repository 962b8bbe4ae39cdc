"""What each act changes, whom it tells, and what it refuses; on both engines."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from participation.comments.lifecycle import State
from participation.comments.models import Comment, CommentText, Report
from participation.errors import AlreadyDone, DomainError, Incomplete, NotAllowed, WrongStatus
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Voice
from participation.journal.queries import history
from participation.outbox.audiences import Audience
from participation.outbox.models import Event
from tests.comments.scene import PUBLIC, REASON, WORDS, Scene

LATER = "Another thought."

TOLD = select(Event).where(Event.audience != Audience.FOLLOWERS)  # who follows is told of every comment alike


def told(scene: Scene) -> list[tuple[str, str]]:
    scene.session.flush()
    return [(e.kind, e.audience) for e in scene.session.scalars(TOLD.order_by(Event.id))]


def problem(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Incomplete) as refused:
        act()
    return {name: found.key for name, found in refused.value.problems.items()}


def test_a_comment_is_written_recorded_told_and_makes_its_organisation_heard(scene: Scene) -> None:
    one = scene.say("crew", text=f"  {WORDS}\n")
    assert (one.text, one.state, one.organisation and one.organisation.slug) == (WORDS, State.SHOWN, "fire")
    assert one.language == "nl"
    assert len(one.public_id) == 20
    assert [e.kind for e in history(scene.session, *one.subject)] == ["comment"]
    event = scene.session.scalars(TOLD).one()
    assert (event.kind, event.audience, event.detail_id) == ("comment", "proposer", one.id)
    assert (event.subject_kind, event.subject_id) == ("initiative", one.initiative_id)
    scene.say("fire", text=LATER)
    assert [voice.organisation_id for voice in scene.session.scalars(select(Voice))] == [one.organisation_id]


def test_a_reply_has_its_parents_readers_and_cannot_be_replied_to(scene: Scene) -> None:
    one = scene.say("fire", "public")
    reply = scene.do("reply", "youth", one, text="Thank you.")
    assert (reply.parent_id, reply.scope, reply.opened_by_id) == (one.id, one.scope, one.organisation_id)
    assert told(scene)[1:] == [("reply", "proposer"), ("reply", "author")]
    with pytest.raises(WrongStatus) as refused:
        scene.do("reply", "wardens", reply, text="And us?")
    assert refused.value.why == "one_level"


def test_the_database_keeps_a_reply_with_its_parents_readers(scene: Scene) -> None:
    one, other = scene.say("fire"), scene.initiative(PUBLIC)
    reply = scene.do("reply", "youth", one, text="Thank you.")
    for name, value in (("scope", "public"), ("initiative_id", other.id)):
        with pytest.raises(IntegrityError), scene.session.begin_nested():
            scene.session.execute(update(Comment).where(Comment.id == reply.id).values({name: value}))


def test_a_note_waits_for_the_desk_until_it_is_answered(scene: Scene) -> None:
    note = scene.say("fire", "moderators")
    assert note.waiting_since == scene.at
    scene.later(hours=1)
    answer = scene.do("reply", "moderator", note, text="In March.")
    assert (answer.organisation_id, answer.scope, scene.found(note.public_id).waiting_since) == (
        None,
        "moderators",
        None,
    )
    scene.later(hours=1)
    scene.do("reply", "crew", note, text="Which day?")
    assert scene.found(note.public_id).waiting_since == scene.at
    assert told(scene) == [("comment_to_desk", "moderators"), ("reply", "author"), ("comment_to_desk", "moderators")]
    with pytest.raises(NotAllowed):
        scene.do("reply", "moderator", scene.say("fire", text=LATER), text="The desk joins no conversation.")


def test_words_are_changed_and_the_earlier_ones_kept(scene: Scene) -> None:
    one = scene.say("fire")
    scene.later(minutes=14)
    edited = scene.do("edit", "fire", one, text="With three people.")
    assert (edited.text, edited.edited_at) == ("With three people.", scene.at)
    assert scene.session.scalars(select(CommentText.text)).all() == [WORDS]
    with pytest.raises(AlreadyDone):
        scene.do("edit", "fire", one, text="With three people.")
    with pytest.raises(NotAllowed):
        scene.do("edit", "crew", one, text="A colleague's words.")
    scene.later(minutes=2)
    with pytest.raises(WrongStatus) as refused:
        scene.do("edit", "fire", one, text="Too late.")
    assert refused.value.why == "edit_over"


def test_a_representative_takes_back_what_a_colleague_wrote(scene: Scene) -> None:
    one = scene.say("crew")
    scene.do("report", "wardens", one, reason="Wrong place.")
    with pytest.raises(NotAllowed):
        scene.do("take_back", "wardens", one)
    gone = scene.do("take_back", "fire", one)
    assert (gone.state, gone.taken_back_at, gone.text) == (State.TAKEN_BACK, scene.at, WORDS)
    assert [r.handled_at for r in gone.reports] == [scene.at]
    with pytest.raises(AlreadyDone):
        scene.do("take_back", "fire", one)


def test_reports_of_one_person_merge_and_the_desk_is_told_once(scene: Scene) -> None:
    one = scene.say("fire")
    for words in ("Names a person.", "Names a person.", "And it is not true."):
        scene.do("report", "youth", one, reason=words)
    scene.do("report", "wardens", one, reason="Too loud.")
    reports = scene.session.scalars(select(Report).order_by(Report.id)).all()
    assert [r.words for r in reports] == ["Names a person.\n\nAnd it is not true.", "Too loud."]
    assert len({r.receipt for r in reports}) == 2
    assert told(scene)[1:] == [("report", "moderators")]
    assert problem(lambda: scene.do("report", "admin", scene.say("fire", "public", reference=PUBLIC))) == {
        "reason": "reason_needed"
    }


def test_reports_are_dismissed_and_nothing_changes_for_readers(scene: Scene) -> None:
    one = scene.say("fire")
    with pytest.raises(WrongStatus):
        scene.do("dismiss", "moderator", one)
    scene.do("report", "youth", one, reason="Too short.")
    done = scene.do("dismiss", "moderator", one)
    assert (done.state, [r.handled_at for r in done.reports]) == (State.SHOWN, [scene.at])
    with pytest.raises(AlreadyDone):
        scene.do("dismiss", "moderator", one)


def test_who_reports_again_with_other_words_is_looked_at_anew(scene: Scene) -> None:
    one = scene.say("fire")
    scene.do("report", "youth", one, reason="Too short.")
    scene.do("dismiss", "moderator", one)
    scene.do("report", "youth", one, reason="Too short.")
    assert [r.handled_at is None for r in scene.session.scalars(select(Report))] == [False]
    scene.do("report", "youth", one, reason="It names a person.")
    assert [(r.words, r.handled_at) for r in scene.session.scalars(select(Report))] == [("It names a person.", None)]
    assert told(scene)[1:] == [("report", "moderators")] * 2


def test_a_comment_is_hidden_contested_once_and_shown_again_by_another(scene: Scene) -> None:
    one = scene.say("crew")
    scene.do("report", "youth", one, reason="Names a person.")
    hidden = scene.hidden(one)
    assert (hidden.state, hidden.hidden_code, hidden.hidden_words) == (State.HIDDEN, "attacks", REASON)
    assert [r.handled_at for r in hidden.reports] == [scene.at]
    with pytest.raises(AlreadyDone):
        scene.hidden(one)
    with pytest.raises(WrongStatus):
        scene.hidden(one, by="moderator2")
    assert problem(lambda: scene.do("contest", "crew", one, reason="No.")) == {"reason": "too_short"}
    scene.do("contest", "crew", one, reason="It names nobody at all.")
    with pytest.raises(NotAllowed) as refused:
        scene.do("show_again", "moderator", one)
    assert refused.value.why == "same_moderator_hid"
    assert scene.do("show_again", "moderator2", one).state is State.SHOWN_AGAIN
    for act in ("contest", "hide"):
        with pytest.raises((WrongStatus, NotAllowed)):
            scene.do(act, "crew" if act == "contest" else "moderator", one, reason=REASON, reason_code="attacks")
    hide = [("hide", "author"), ("contest", "moderators"), ("show_again", "author")]
    assert told(scene)[2:] == hide


def test_a_comment_stays_hidden_with_a_reason(scene: Scene) -> None:
    one = scene.hidden(scene.say("fire"))
    scene.do("contest", "fire", one, reason="It names nobody at all.")
    assert problem(lambda: scene.do("keep_hidden", "moderator2", one, reason=" ")) == {"reason": "reason_needed"}
    kept = scene.do("keep_hidden", "moderator2", one, reason="The street is named.")
    assert (kept.state, kept.decision_words) == (State.KEPT_HIDDEN, "The street is named.")
    assert told(scene)[-1] == ("keep_hidden", "author")


def test_no_moderator_hides_where_he_or_she_belongs_to_a_side(scene: Scene) -> None:
    for by_fire in (scene.say("fire"), scene.do("reply", "youth", scene.say("fire", text=LATER), text="Thanks.")):
        with pytest.raises(NotAllowed) as refused:
            scene.hidden(by_fire, by="both")
        assert refused.value.why == "own"
    assert scene.hidden(scene.say("wardens"), by="both").state is State.HIDDEN


def test_the_database_lets_nobody_decide_about_an_own_hiding(scene: Scene) -> None:
    scene.hidden(scene.say("fire"))
    with pytest.raises(IntegrityError), scene.session.begin_nested():
        scene.session.execute(update(Comment).values(decided_at=scene.at, decided_by_id=Comment.hidden_by_id))


def test_rights_come_before_the_state_and_the_state_before_the_input(scene: Scene) -> None:
    outcomes: list[type[DomainError]] = []
    for name, status in (("outs", "consultation"), ("fire", "changes_requested"), ("fire", "consultation")):
        scene.initiative().status = Status(status)
        with pytest.raises(DomainError) as refused:
            scene.say(name, "nobody", "")
        outcomes.append(type(refused.value))
    assert outcomes == [NotAllowed, WrongStatus, Incomplete]
    assert scene.session.scalar(select(func.count()).select_from(Comment)) == 0
