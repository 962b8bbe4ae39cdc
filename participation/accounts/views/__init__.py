"""The pages of signing in, of the second step, and of one's own account."""

from participation.accounts.views import (
    account,
    address,
    address_codes,
    again,
    entry,
    factors,
    link,
    second_step,
    single_sign_on,
)
from participation.accounts.views.blueprint import bp

__all__ = [
    "account",
    "address",
    "address_codes",
    "again",
    "bp",
    "entry",
    "factors",
    "link",
    "second_step",
    "single_sign_on",
]
