"""The person behind the browser's cookie, and the deed a POST on the own account begins."""

from datetime import datetime, timedelta

from flask import Response, after_this_request, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from sqlalchemy import select

from participation import clock
from participation.accounts import factors, policy, tries
from participation.accounts.models import Person, SignedIn
from participation.accounts.policy import Holder, OwnDeed, Way
from participation.db import begin_write
from participation.errors import SignInNeeded
from participation.extensions import db
from participation.web.forms import ActingForm
from participation.web.request_id import request_id

SWITCHED = "switched"  # in the cookie: which page a change of hats led back to, and when
A_MOMENT = timedelta(seconds=30)  # in which the browser has followed that
WAY = "way"  # in the cookie: by what the person signed in
PROVED = "proved"  # in the cookie: when this browser's person last showed, after signing in, to be that person
A_YEAR = 365 * 24 * 3600


def enter(token: str, person_id: int) -> None:
    """Sign this browser in, and know it again; whatever it carried as a visitor ends, but for the way it came."""
    way = session.get(WAY, Way.PASSWORD)
    session.clear()
    session[WAY] = way
    login_user(_Entering(token))
    name, is_secure = _device_cookie()
    value = tries.known_here(str(current_app.secret_key), person_id, request.cookies.get(name, ""))

    @after_this_request
    def remember(answer: Response) -> Response:
        answer.set_cookie(name, value, max_age=A_YEAR, secure=is_secure, httponly=True, samesite="Lax")
        return answer


def agent() -> str:
    """Return what this browser says of itself."""
    return request.user_agent.string


def device(person_id: int | None) -> str:
    """Return the name of this browser if the person has signed in with it before; the same work is done for nobody."""
    return tries.device_of(str(current_app.secret_key), person_id, request.cookies.get(_device_cookie()[0], ""))


def _device_cookie() -> tuple[str, bool]:
    is_secure = current_app.config["SETTINGS"].secure
    return ("__Host-reseau_device" if is_secure else "reseau_device"), is_secure


class _Entering:
    """What Flask-Login needs at the moment of signing in: the token for the cookie."""

    is_active = is_authenticated = True

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


def session_id() -> int | None:
    """Return the row of this browser's session; None for a visitor."""
    found: int | None = getattr(current_user, "session_id", None)
    return found


def current_person() -> Person | None:
    """Load the person whose account this is; None for a visitor."""
    own = select(Person).join(SignedIn, SignedIn.person_id == Person.id).where(SignedIn.id == session_id())
    return db.session.scalars(own.where(SignedIn.until > clock.now())).one_or_none()


def require_signed_in_lately() -> None:
    """Raise `ProofNeeded` where the person has not shown lately who acts, and `SignInNeeded` for a visitor.

    The proof stands in the cookie: whoever copied an earlier one has no part in it.
    """
    row = db.session.get(SignedIn, session_id() or 0)
    if row is None:
        raise SignInNeeded
    shown_at = max(row.since, datetime.fromisoformat(session[PROVED])) if PROVED in session else row.since
    policy.require_signed_in_lately(shown_at, clock.now(), is_whole=is_whole(row))


def is_whole(row: SignedIn) -> bool:
    """Tell whether every step the person has set up was shown in this session."""
    return row.with_factor or not factors.has_any(db.session(), row.person_id)


def is_asked_for_password(person: Person) -> bool:
    """Tell whether the own password is wanted once more; who has none must have shown lately who acts."""
    if person.password is None:
        require_signed_in_lately()
        return False
    row = db.session.get_one(SignedIn, session_id() or 0)
    return policy.is_asked_for_password(Way(session.get(WAY, Way.PASSWORD)), row.since, clock.now())


def note_switch(path: str) -> None:
    """Remember that this page comes next under another hat, which may not see it."""
    session[SWITCHED] = path, clock.now().isoformat()


def has_just_switched(path: str) -> bool:
    """Tell, once, whether this page is where a change of hats has led a moment ago."""
    where, at = session.pop(SWITCHED, ("", ""))
    return where == path and clock.now() - datetime.fromisoformat(at) < A_MOMENT


def note_proof() -> None:
    """Note that the person has just shown who acts."""
    session[PROVED] = clock.now().isoformat()


def to_sign_in() -> ResponseReturnValue:
    """Lead a visitor to sign-in and back to this page."""
    return redirect(url_for("accounts.sign_in", next=request.path), 303)


def begin_own_deed(form: ActingForm, leads_to: str) -> OwnDeed:
    """Begin writing on the own account. Raises `SignInNeeded`, `Forged`, and `AlreadyDone` for a form sent before."""
    if session_id() is None:
        raise SignInNeeded
    form.require_genuine()
    begin_write(db.session())
    person = current_person()
    if person is None:
        raise SignInNeeded
    deed = OwnDeed(db.session(), Holder(person), clock.now(), request_id())
    if form.nonce.data:
        form.use_up(deed, leads_to)
    return deed
