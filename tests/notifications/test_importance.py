"""Every notice of every package has its row of importance, and what one chose is what one gets."""

import pytest

from participation.notifications.importance import CHOSEN, KINDS, USUAL, Channel, Group, channel, group_of
from participation.notifications.labels import CHANNELS, GROUPS
from participation.notifications.subjects import PACKAGE_OF, TELLERS
from participation.outbox.audiences import Audience


def test_every_notice_of_every_package_has_a_row_and_every_row_a_notice() -> None:
    assert set(KINDS) == set(PACKAGE_OF)
    for teller in TELLERS.values():
        for kind, audiences in teller.notices.items():
            assert all(group_of(kind, audience) in Group for audience in audiences)
    assert set(USUAL) == set(Group)
    assert set(GROUPS) == set(CHOSEN)
    assert set(CHANNELS) == set(Channel)


@pytest.mark.parametrize(
    ("kind", "audience", "usual"),
    [
        ("request_changes", Audience.PROPOSER, Channel.AT_ONCE),
        ("request_changes", Audience.CO_SIGNERS, Channel.WEEKLY),
        ("publish", Audience.PROPOSER, Channel.AT_ONCE),
        ("publish", Audience.FOLLOWERS, Channel.WEEKLY),
        ("revise", Audience.CO_SIGNERS, Channel.AT_ONCE),
        ("mark_substantive", Audience.CO_SIGNERS, Channel.AT_ONCE),
        ("comment", Audience.PROPOSER, Channel.WEEKLY),
        ("comment", Audience.FOLLOWERS, Channel.NEVER),
        ("submit", Audience.MODERATORS, Channel.DAILY),
        ("contest", Audience.MODERATORS, Channel.DAILY),
        ("desk_late", Audience.MODERATORS, Channel.AT_ONCE),
        ("sign_in_link", Audience.PERSON, Channel.AT_ONCE),
        ("approve", Audience.APPLICANT, Channel.AT_ONCE),
    ],
)
def test_what_needs_me_comes_at_once_and_the_rest_is_collected(kind: str, audience: Audience, usual: Channel) -> None:
    assert channel({}, group_of(kind, audience)) is usual


def test_what_concerns_the_own_account_cannot_be_switched_off() -> None:
    assert channel({"always": "never"}, Group.ALWAYS, stopped=True) is Channel.AT_ONCE
    assert channel({}, Group.NEEDS_ME, stopped=True) is Channel.NEVER
