"""Forms that wait behind a link or a row of their own: for each a place, and somebody who may send it there."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from flask import Flask
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import addresses, tokens
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.barriers import actions as barriers
from participation.initiatives.models import Initiative, Prepared
from participation.notifications import filters, following
from participation.notifications.models import Follow, Mail
from participation.organisations.actions import applying, asking, four_eyes, invitations, joining, members
from participation.organisations.checks import Asker, Wish
from participation.organisations.lifecycle import DESK_ACTS, MemberRole
from participation.organisations.models import Membership
from participation.organisations.queries import application_key
from participation.outbox.models import Event
from tests import network
from tests.organisations.people import EDITOR, membership, organisation

NAMES = frozenset({
    "accounts.confirm_address", "accounts.enter_by_link", "accounts.refuse_address", "administration.send_again",
    "barriers.answer",
    "confirming.settle", "notifications.agree", "organisations.accept", "organisations.accept_invitation",
    "organisations.answer", "organisations.answer_request", "organisations.ask", "organisations.change_invitation",
    "organisations.change_member", "organisations.confirm", "organisations.confirm_by_code",
    "organisations.confirm_mandate", "organisations.leave",
    "organisations.make_account", "organisations.replace_name", "organisations.send_again",
})  # fmt: skip


class Place(NamedTuple):
    """Where a form is, and who may send it."""

    path: str
    who: str = "visitor"


def make(net: Session, site: Flask) -> dict[str, Place]:
    """Make all of it, with the actions; the name of the route leads to its place."""
    secret = site.config["SECRET_KEY"]
    made = _of_visitors(net, secret) | _of_houses(net, secret) | _of_accounts(net, secret)
    assert made.keys() == NAMES
    return made


def _of_visitors(net: Session, secret: str) -> dict[str, Place]:
    now, visitor = clock.now(), network.deed(net, "admin")
    wish = Wish(
        speaks=True, age=True, language="nl", name="Kust", kind="youth_council", about="Wij zijn met twaalf.",
        municipality="Oostende", languages=("nl",), applicant="Mie", function="voorzitter", email="mie@kust.example",
        reads="nl",
    )  # fmt: skip
    sent = applying.ask(visitor, wish, "", secret)
    asked = joining.apply(visitor, replace(wish, name="Duin", email="mie@duin.example"))
    joining.rule(network.deed(net, "desk"), asked, DESK_ACTS["ask_more"], network.REASON, secret)
    follow = Follow(
        address="vera@elsewhere.example", about=filters.canonical({"q": "koffie"}), language="nl", asked_at=now
    )
    event = Event(
        at=now, kind="publish", audience="partners", actor_key="", organisation_id=None, subject_kind="initiative",
        subject_id=1, detail_id=None, told_at=now,
    )  # fmt: skip
    net.add_all([follow, event])
    net.flush()
    barrier = barriers.tell(
        visitor, {"words": "The list is hard to read aloud.", "page": "", "name": "", "email": ""}, "en"
    )
    parked = Mail(
        event_id=event.id, person_id=None, address="box@elsewhere.example", language="nl", message_id="<1@x.example>",
        queued_at=now, next_try_at=now, tries=9, last_error="550", given_up_at=now,
    )  # fmt: skip
    net.add(parked)
    net.flush()
    application = asked.application
    assert application is not None
    return {
        "organisations.answer": Place(f"join/{application.number}/{application_key(secret, application)}"),
        "organisations.confirm": Place(f"join/confirm/{applying.token_of(secret, sent)}"),
        "organisations.confirm_by_code": Place(f"join/sent/{sent.id}/{applying.page_key(secret, sent)}/code"),
        "organisations.send_again": Place(f"join/sent/{sent.id}/{applying.page_key(secret, sent)}"),
        "notifications.agree": Place(following.confirmation(secret, follow)[1:]),
        "barriers.answer": Place(f"desk/barriers/{barrier.public_id}", "desk"),
        "administration.send_again": Place(f"admin/mails/{parked.id}/send-again", "admin"),
    }


def _of_houses(net: Session, secret: str) -> dict[str, Place]:
    young, now = organisation(net, "young"), clock.now()
    asked = invitations.Asked("new@elsewhere.example", "nl", EDITOR)
    invited = invitations.invite(network.deed(net, "young"), young, asked, secret)
    link = asking.make(network.deed(net, "young"), young, (clock.today() + timedelta(days=9)).isoformat(), secret)
    token, invitation = asking.token_of(secret, link), invitations.token_of(secret, invited)
    found = asking.find(net, token)
    assert found is not None
    wish = asking.ask(network.deed(net, "fans"), found, Asker("Ann", "ann@elsewhere.example", "nl"), is_of_age=True)
    waits = Membership(
        person_id=network.deed(net, "old_editor").actor.person_id, organisation_id=organisation(net, "fire").id,
        role=MemberRole.REPRESENTATIVE, mandate_from=now, awaits_desk=True,
    )  # fmt: skip
    net.add(waits)
    members.leave(network.deed(net, "watch2"), organisation(net, "watch"), membership(net, "watch2", "watch"))
    four_eyes.switch_on(network.deed(net, "wardens"), organisation(net, "wardens"))
    net.flush()
    reference = network.standing_at(net, "consultation")
    network.sign(net, "wardens", reference)
    thing = net.query(Initiative.id).filter(Initiative.reference == reference).scalar()
    prepared = net.query(Prepared.id).filter(Prepared.initiative_id == thing).scalar()
    editor = membership(net, "young_editor", "young").id
    return {
        "organisations.accept_invitation": Place(f"invitation/{invitation}", "old"),
        "organisations.make_account": Place(f"invitation/{invitation}/account"),
        "organisations.change_invitation": Place(f"organisations/young/invitations/{invited.id}/send-again", "young"),
        "organisations.ask": Place(f"ask/{token}"),
        "organisations.answer_request": Place(f"organisations/young/requests/{wish.id}/refuse", "young"),
        "organisations.change_member": Place(f"organisations/young/members/{editor}/end-membership", "young"),
        "organisations.confirm_mandate": Place(f"desk/organisations/fire/members/{waits.id}/confirm-mandate", "desk"),
        "organisations.leave": Place("organisations/fire/leave", "fire_editor"),
        "organisations.replace_name": Place("account/left/watch", "watch2"),
        "confirming.settle": Place(f"workspace/prepared/{prepared}/confirm", "wardens2"),
    }


def _of_accounts(net: Session, secret: str) -> dict[str, Place]:
    now = clock.now()
    people = {name: net.get_one(Person, network.deed(net, name).actor.person_id) for name in ("old", "new", "fans")}
    change = addresses.ask(OwnDeed(net, Holder(people["old"]), now, "test"), "old@elsewhere.example", secret)
    link = tokens.issue(net, secret, tokens.SIGN_IN, people["fans"], now)
    welcome = tokens.issue(net, secret, tokens.INVITATION, people["new"], now)
    net.flush()
    mailbox = f"confirm-address/{addresses.token_of(secret, change, addresses.NEW)}"
    return {
        "accounts.confirm_address": Place(f"{mailbox}/confirm"),
        "accounts.refuse_address": Place(f"{mailbox}/stop"),
        "accounts.enter_by_link": Place(f"sign-in/link/{tokens.token_of(secret, link)}"),
        "organisations.accept": Place(f"welcome/{tokens.token_of(secret, welcome)}"),
    }
