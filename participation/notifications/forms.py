"""What people choose to be told, and what a visitor types to be told by e-mail."""

from wtforms import EmailField, HiddenField, RadioField, SelectField
from wtforms.fields.core import UnboundField

from participation.languages import lazy as _l
from participation.notifications.importance import CHOSEN, Channel, Group
from participation.notifications.labels import CHANNELS, GROUPS
from participation.web import keyboards
from participation.web.forms import ActingForm, Form, options

HOURS = options((str(hour), f"{hour}:00") for hour in range(24))
OF_MODERATORS = frozenset({Group.DESK})


def _how(group: Group) -> UnboundField:
    return RadioField(GROUPS[group][0], choices=options(CHANNELS.items()), validate_choice=False)


class PreferenceForm(ActingForm):
    """How one is told of each group of kinds, and at which hour digests come."""

    needs_me = _how(Group.NEEDS_ME)
    news = _how(Group.NEWS)
    comments = _how(Group.COMMENTS)
    house = _how(Group.HOUSE)
    elsewhere = _how(Group.ELSEWHERE)
    desk = _how(Group.DESK)
    hour = SelectField(_l("Hour of the day for collected news"), choices=HOURS, validate_choice=False)

    def channels(self) -> dict[str, str]:
        """Return what was chosen; what is no choice is left as it usually is."""
        given = {group.value: self[group.value].data or "" for group in CHOSEN}
        return {group: how for group, how in given.items() if how in {one.value for one in Channel}}


class FollowForm(ActingForm):
    """The address that wants to be told, and of what."""

    email = EmailField(_l("E-mail address"), render_kw=keyboards.EMAIL | keyboards.SEND)
    initiative = HiddenField()
    search = HiddenField()


class ButtonForm(Form):
    """One button."""
