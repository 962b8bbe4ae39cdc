"""What a person is told about the own account: rows, as in every package."""

from participation.outbox.audiences import Audience

_OWN = (Audience.PERSON,)
NOTICES: dict[str, tuple[Audience, ...]] = {
    "change_password": _OWN,
    "add_factor": _OWN,
    "forget_factors": _OWN,
    "print_codes": _OWN,
    "sign_in_link": _OWN,
    "confirm_new_address": (Audience.ADDRESS,),
    "confirm_old_address": _OWN,
    "change_address": (Audience.PERSON, Audience.ADDRESS),  # at the new address, and at the one of before
}
