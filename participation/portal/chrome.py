"""What stands around every page: menus, languages, and for whom one acts."""

from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import current_app, g, request, url_for

from participation.extensions import db
from participation.languages import SOURCE, choose, spoken
from participation.languages import text as _
from participation.languages import texts as _n
from participation.notifications import queries as messages
from participation.organisations.policy import DESK_HAT, VISITOR, Actor
from participation.organisations.reference import PILLARS
from participation.organisations.session import current_actor
from participation.portal.queries import at_the_desk
from participation.tongues import LANGUAGES
from participation.web import csrf
from participation.web.formats import LOCALES

HATS_AT_ONCE = 4  # more of them would push the page off a telephone: then the last ones are folded
LONGEST_WARNING = 300  # seconds; with the shortest idle time that is allowed it is still a minute
Row = tuple[str, str, str, bool]
Hat = tuple[str, str, str]  # value, name, and what pressing does in words


class Account(NamedTuple):
    """The signed-in person, as the top of the page shows it."""

    name: str
    speaks_for: str  # an organisation
    speaks_language: str  # of its name
    is_at_the_desk: bool
    look: str
    others: list[Hat]  # to put on by one press
    folded: list[Hat]  # likewise, once they are unfolded
    links: list[Row]
    switch_to: str
    sign_out: str
    csrf: str
    browser: str  # tells apart, in a browser's own store, the people who use it; says nothing about them
    stay: str
    idle: int  # seconds after which the session ends; 0: it does not
    warn: int  # how long before that the page asks


def chrome() -> dict[str, Any]:
    """Return the values the layout draws."""
    if "catalogue" not in g:  # an address without a language
        choose(SOURCE)
    actor = VISITOR if g.get("visitor_only") else current_actor()
    language = g.get("language", SOURCE)
    rest = request.path.removeprefix(f"/{language}") if request.path.startswith(f"/{language}/") else "/"
    known = not g.get("visitor_only")
    origin = current_app.config["SETTINGS"].public_url
    here = f"/{language}{rest}" if known else f"/{language}/"
    query = f"?{urlencode(request.args)}" if known and request.args else ""
    return {
        "languages": [(c, name, f"/{c}{rest if known else '/'}", c == language) for c, name in LANGUAGES.items()],
        "nav": _nav(language),
        "sign_in": None if actor.person_id else _sign_in(language, here + query if known and rest != "/" else ""),
        "canonical": f"{origin}{here}" if known else "",
        "origin": origin,
        "neutral": origin + neutral(rest),
        "locales": _locales(language),
        "home": f"/{language}/",
        "here": here,
        "query": query,
        "footer": _footer(language),
        "actor": _account(actor) if actor.person_id else None,
    }


def neutral(rest: str) -> str:
    """Return the address of a page for whoever speaks none of our languages; `rest` is what follows the language.

    The root asks the browser, which may know better; of any other page it is the English one.
    """
    return rest if rest == "/" else f"/{SOURCE}{rest}"


def _nav(language: str) -> list[Row]:
    return [(key, label, href, request.path.startswith(href)) for key, label, href in _menu(language)]


@cache
def _menu(language: str) -> tuple[tuple[str, str, str], ...]:  # noqa: ARG001  # of this request: `_` and url_for know it
    return (
        ("initiatives", _("Initiatives"), url_for("portal.index")),
        ("organisations", _("Network"), url_for("portal.organisations")),
        ("about", _("About the campaign"), url_for("portal.about")),
    )


def _sign_in(language: str, here: str) -> str:
    """Lead to where one signs in; whoever reads something comes back to it, with the filters of a list."""
    reads = (request.endpoint or "").startswith("portal.")
    return f"{_entry(language)}?{urlencode({'next': here})}" if reads and here else _entry(language)


@cache
def _entry(language: str) -> str:  # noqa: ARG001  # of this request: url_for knows it
    return url_for("accounts.sign_in")


def _messages(person_id: int) -> str:
    """Name the bell, with how many are unread."""
    new = messages.unread(db.session(), person_id)
    return _n("Messages (%(number)s new)", "Messages (%(number)s new)", new) if new else _("Messages")


@cache
def _locales(language: str) -> list[tuple[str, bool]]:
    """List the language that is read first, then the others, as networks name them."""
    return sorted(((name, c == language) for c, name in LOCALES.items()), key=lambda row: not row[1])


@cache
def _footer(language: str) -> list[tuple[str, str]]:  # noqa: ARG001  # of this request: `_` and url_for know it
    return [
        (_("Map"), url_for("portal.map_page")),
        (_("Who stands together"), url_for("portal.network")),
        (_("Statistics"), url_for("portal.statistics")),
        (_("What is a good initiative?"), url_for("portal.good_initiative")),
        (_("How we moderate"), url_for("portal.how_we_moderate")),
        (_("About the campaign"), url_for("portal.about")),
        (_("Accessibility"), url_for("portal.accessibility")),
        (_("Privacy"), url_for("portal.privacy")),
        (_("Contact"), url_for("portal.contact")),
    ]


def _other_hats(actor: Actor) -> list[Hat]:
    """List what the person could act for instead."""
    rest = [seat for seat in actor.seats if seat is not actor.in_force]
    named = [(seat.slug, seat.name_in(spoken())) for seat in rest]
    found = [(slug, name, _("Act for %(organisation)s", organisation=name)) for slug, name in named]
    if actor.is_moderator and not actor.at_the_desk:
        return [(DESK_HAT, _("Moderation team"), _("Act as the moderation team")), *found]
    return found


def _account(actor: Actor) -> Account:
    hats = _other_hats(actor)
    shown = len(hats) if len(hats) <= HATS_AT_ONCE else HATS_AT_ONCE - 1
    links = [
        ("workspace", _("Workspace"), url_for("drafting.workspace")),
        ("messages", _messages(actor.person_id or 0), url_for("notifications.messages")),
    ]
    last = [("account", _("My account"), url_for("accounts.account"))]
    if actor.is_moderator:
        waiting = at_the_desk(db.session())
        label = _("Cases (%(number)s waiting)", number=waiting) if waiting else _("Cases")
        links.append(("desk", label, url_for("moderation.desk")))
    if actor.is_administrator:
        links.append(("admin", _("Administration"), url_for("administration.reasons")))
    seat = actor.in_force
    if seat:
        links.append(("members", _("Members"), url_for("organisations.members", slug=seat.slug)))
    pillar = PILLARS.get(seat.pillar) if seat else None
    idle = current_app.config["SETTINGS"].session_idle_minutes * 60
    return Account(
        name=actor.name,
        speaks_for=seat.name_in(spoken()) if seat else "",
        speaks_language=seat.language_in(spoken()) if seat else "",
        is_at_the_desk=actor.at_the_desk,
        look=pillar.look if pillar else "owners",
        others=hats[:shown],
        folded=hats[shown:],
        links=[(key, label, href, request.path.startswith(href)) for key, label, href in links + last],
        switch_to=url_for("accounts.switch"),
        sign_out=url_for("accounts.sign_out"),
        csrf=csrf.token(),
        browser=csrf.sign("browser", actor.key)[:16],
        stay=url_for("accounts.stay"),
        idle=idle,
        warn=min(LONGEST_WARNING, idle // 2),
    )
