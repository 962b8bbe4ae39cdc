"""Second factors: a code from an app, a passkey, and codes on paper for the day both are lost."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import pyotp
from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from participation.accounts.models import Authenticator, Passkey, Person, RecoveryCode
from participation.accounts.policy import OwnDeed
from participation.accounts.tokens import digest_of

STEP = 30  # seconds a code is shown
SLACK = 1  # steps a clock may be off
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
UNSOUND = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)  # whatever a browser may have sent


class Site(NamedTuple):
    """What a passkey is bound to: the host's name, and the address the browser must be at; and what it is called."""

    host: str
    origin: str
    name: str


def has_any(session: Session, person_id: int) -> bool:
    """Tell whether the person has an app or a passkey; codes on paper alone are none."""
    app = exists().where(Authenticator.person_id == person_id)
    key = exists().where(Passkey.person_id == person_id)
    return bool(session.scalar(select(or_(app, key))))


def has_app(session: Session, person_id: int) -> bool:
    """Tell whether there is an app."""
    return session.get(Authenticator, person_id) is not None


def codes_left(session: Session, person_id: int) -> int:
    """Count the codes on paper that are still good."""
    unused = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def new_secret() -> str:
    """Make the secret an app is given."""
    return pyotp.random_base32()


def address_for_app(secret: str, email: str, issuer: str) -> str:
    """Return what the QR code says; `issuer` is the platform's name."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the step the code belongs to; None where it is none of the present ones."""
    now = int(at.timestamp()) // STEP
    typed = code.replace(" ", "")
    if not typed.isascii() or not typed.isdigit():
        return None
    totp = pyotp.TOTP(secret)
    return next(
        (s for s in range(now - SLACK, now + SLACK + 1) if secrets.compare_digest(totp.at(s * STEP), typed)), None
    )


def add_app(deed: OwnDeed, secret: str, code: str) -> bool:
    """Keep the app if its code fits; an earlier one is replaced."""
    try:
        step = step_of(secret, code, deed.at)
    except ValueError:  # not base32: the field was tampered with
        return False
    if step is None:
        return False
    deed.session.merge(Authenticator(person_id=deed.actor.person_id, secret=secret, last_step=step, at=deed.at))
    return True


def code_fits(deed: OwnDeed, code: str) -> bool:
    """Use up a code from the app or from the paper; the same one is never good twice."""
    person_id = deed.actor.person_id
    app = deed.session.get(Authenticator, person_id)
    step = step_of(app.secret, code, deed.at) if app else None
    if step is not None:
        later = update(Authenticator).where(Authenticator.person_id == person_id, Authenticator.last_step < step)
        return bool(deed.session.execute(later.values(last_step=step).returning(Authenticator.person_id)).all())
    unused = update(RecoveryCode).where(
        RecoveryCode.digest == _of_paper(person_id, code), RecoveryCode.used_at.is_(None)
    )
    return bool(deed.session.execute(unused.values(used_at=deed.at).returning(RecoveryCode.digest)).all())


def print_codes(deed: OwnDeed) -> list[str]:
    """Make ten new codes for the paper, shown once; the earlier ones are void."""
    person_id = deed.actor.person_id
    deed.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    deed.session.add_all(RecoveryCode(digest=_of_paper(person_id, code), person_id=person_id) for code in codes)
    return codes


def _of_paper(person_id: int, code: str) -> str:
    return digest_of(f"{person_id}:{code.strip().lower().replace(' ', '')}")


def forget(deed: OwnDeed) -> None:
    """Take every factor away."""
    for table in (Authenticator, Passkey, RecoveryCode):
        deed.session.execute(delete(table).where(table.person_id == deed.actor.person_id))


def registration(person: Person, known: Sequence[str], challenge: bytes, site: Site) -> str:
    """Return, as JSON, what a browser needs to make a passkey; `challenge` must be good once."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=person.pseudonym.encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        exclude_credentials=_described(known),
    )
    return options_to_json(options)


def question(known: Sequence[str], challenge: bytes, site: Site) -> str:
    """Return, as JSON, what a browser needs to show one of the `known` passkeys."""
    options = generate_authentication_options(rp_id=site.host, challenge=challenge, allow_credentials=_described(known))
    return options_to_json(options)


def _described(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in known]


def passkeys_of(session: Session, person_id: int) -> list[Passkey]:
    """List the person's passkeys, oldest first."""
    return list(session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)))


def add_passkey(deed: OwnDeed, answer: str, name: str, challenge: bytes, site: Site) -> bool:
    """Keep the public half of a new passkey if the browser's answer to `registration` is sound."""
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_origin=site.origin, expected_rp_id=site.host
        )
    except UNSOUND:
        return False
    new = Passkey(
        person_id=deed.actor.person_id,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        uses=made.sign_count,
        name=name,
        at=deed.at,
    )
    deed.session.add(new)
    return True


def passkey_fits(deed: OwnDeed, answer: str, challenge: bytes, site: Site) -> bool:
    """Check the browser's answer to `question`; a count that goes back is a copied key."""
    try:
        wanted = str(json.loads(answer).get("id"))
        known = next(key for key in passkeys_of(deed.session, deed.actor.person_id) if key.credential_id == wanted)
        shown = verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_origin=site.origin, expected_rp_id=site.host,
            credential_public_key=known.public_key, credential_current_sign_count=known.uses,
        )  # fmt: skip
    except (*UNSOUND, StopIteration):
        return False
    known.uses = shown.new_sign_count
    return True
