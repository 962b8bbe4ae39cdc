"""A picture that comes with a form is drawn before the turn to write, and not too often from one place."""

from participation.errors import Problem
from participation.organisations.forms import LogoForm
from participation.organisations.logo import Drawn
from participation.web.limits import Pace, network, require_pace

OF_NETWORK = Pace("logo", 30)


def drawn_of(sent: LogoForm) -> Drawn | Problem | None:
    """Draw what a form brings; None where it brings no picture."""
    if not sent.brings_logo:
        return None
    require_pace(OF_NETWORK, network())
    return sent.drawn()
