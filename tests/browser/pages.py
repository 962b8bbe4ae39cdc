"""Every page there is, with an address at which somebody sees it: found by following the links of each account."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from flask import Flask
from playwright.sync_api import APIRequestContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, Rule

LINK = re.compile(r'\shref="/en(/[^"#]*)"')
# One of each role, then whoever speaks for the proposers (`Site.proposers`).
ACCOUNTS = ("", "youth", "editor", "fire", "bin", "aig", "moderator", "moderator2", "admin")
STARTS = (
    "/", "/workspace/", "/desk/", "/initiatives/?q=koffie&sort=place", "/sitemap-1.xml",
    "/municipalities?q=kor", "/desk/organisations/", "/desk/organisations/?state=suspended",
    "/desk/organisations/?state=approved",
)  # fmt: skip
MOST_OF_A_KIND = 2  # pages of one kind that an account opens, and all of them together
MOST_IN_ALL = 8
LEADING = {"portal.initiative": 20, "moderation.organisation": 10}  # more of these: the acts are offered there
NOT_PAGES = re.compile(r"^(static|.*\.bare_.*)$")
# No link of the site leads there; each has tests of its own, and `test_unled` looks at those that are pages.
NOT_LED_TO = {
    "portal.code": "a drawing, shown on the poster and to be downloaded there",
    "portal.picture_of_site": "a picture, named in the head of pages",
    "portal.picture_of_initiative": "a picture, named in the head of its page",
    "portal.picture_of_organisation": "a picture, named in the head of its page",
    "confirming.prepared": "where an organisation wants four eyes; none of the demo does",
    "accounts.from_provider": "where a provider leads back to; a page only where that went wrong",
    "accounts.to_provider": "leads to a provider that the demo does not have",
    "accounts.link": "the link stands in a mail",
    "accounts.mailbox": "the link stands in a mail",
    "accounts.address_codes": "offered while another address waits to be confirmed; the demo data have none",
    "accounts.second_step": "stands between the password and the site, for who has a second factor",
    "accounts.forget_form": "offered to who has a second factor",
    "accounts.paper": "offered to who has a second factor",
    "accounts.again": "stands before what changes how one gets in, for who signed in a while ago",
    "comments.one": "leads on to the conversation; the link stands in a mail",
    "organisations.welcome": "the link stands in a mail",
    "organisations.invitation": "the link stands in a mail",
    "organisations.ask_form": "the link stands on paper, or in a message of the organisation",
    "organisations.request_form:admit": "offered while somebody asks to join; the demo data have nobody",
    "organisations.request_form:refuse": "offered while somebody asks to join; the demo data have nobody",
    "organisations.invitation_form:send-again": "offered while an invitation is open; the demo data have none",
    "organisations.invitation_form:revoke": "offered while an invitation is open; the demo data have none",
    "organisations.mandate_form": "offered while a mandate waits for the desk; the demo data have none",
    "initiatives.form:keep-unpublished": "offered while an appeal against taking down waits; the demo data have none",
    "jobs.state": "what the script of the page of a job asks",
    "notifications.agreement": "the link stands in a mail",
    "notifications.stop": "the link stands in a mail",
    "notifications.mails": "for who writes mails; not there in production",
    "notifications.mail": "for who writes mails; not there in production",
    "notifications.mail_as_html": "a mail as its reader gets it, not a page",
    "organisations.sent": "the answer to an application, at a secret address",
    "organisations.confirmation": "the link stands in a mail",
    "organisations.receipt": "the answer to an application, at a secret address",
}


class Seen(NamedTuple):
    """An account that saw a page, and where (after the language)."""

    account: str
    path: str


def kinds(app: Flask) -> list[str]:
    """Name every page of the URL map; an address that chooses among acts is one page for each."""
    found = {kind for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) for kind in _kinds_of(rule)}
    return sorted(found)


def _kinds_of(rule: Rule) -> Iterator[str]:
    if NOT_PAGES.match(rule.endpoint):
        return
    choices = [one for one in rule._converters.values() if isinstance(one, AnyConverter)]  # noqa: SLF001  # no other way
    if choices:
        yield from (f"{rule.endpoint}:{value}" for value in choices[0].items)
    else:
        yield rule.endpoint


class Search:
    """Lets every account follow its links, and keeps for each kind of page who saw one, and where."""

    def __init__(self, app: Flask, origin: str) -> None:
        self.app, self.origin = app, origin
        self.found: dict[str, list[Seen]] = defaultdict(list)
        self.no_pages: set[str] = set()  # answered, but by a file, or by leading on

    def follow(self, account: str, asking: APIRequestContext, starts: Iterable[str]) -> None:
        """Follow what `account` is offered; pages that were seen often enough are not opened again."""
        waiting = list(starts)
        known = set(waiting)
        opened: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(self.app, path)
            if kind is None or not self._is_wanted(kind, opened):
                continue
            answer = asking.get(f"{self.origin}/en{path}", max_redirects=0)
            if answer.status >= 400:
                continue
            if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
                self.no_pages.add(kind)
                continue
            opened[kind] += 1
            self.found[kind].append(Seen(account, path))
            new = [unescape(link) for link in LINK.findall(answer.text())]
            waiting += [link for link in dict.fromkeys(new) if link not in known]
            known.update(new)

    def _is_wanted(self, kind: str, opened: Counter[str]) -> bool:
        if kind in LEADING:
            return opened[kind] < LEADING[kind]
        return opened[kind] < MOST_OF_A_KIND and len(self.found[kind]) < MOST_IN_ALL


def kind_of(app: Flask, path: str) -> str | None:
    """Say which page stands at `path` (after the language)."""
    try:
        rule, values = app.url_map.bind("").match(f"/en{path.split('?', maxsplit=1)[0]}", return_rule=True)
    except HTTPException:
        return None
    wanted = set(_kinds_of(rule))
    chosen = {f"{rule.endpoint}:{value}" for value in values.values()} | {rule.endpoint}
    return next(iter(wanted & chosen), None)
