"""What whoever watches over the site must find: refused acts and read lists, a line each.

Ids only, never a name, a text or a token.
"""

import json
import logging

from flask import request

from participation import clock
from participation.web.request_id import request_id

log = logging.getLogger("participation.security")
# What an address may tell: other parts of addresses are secrets of their owner.
TELLING = ("reference", "public_id", "slug", "act", "number", "code", "person_id", "mail_id")


def denied(status: int, actor_key: str, organisation_id: int | None) -> None:
    """Write who tried what where, with the number of the request that the error page quotes."""
    _write("denied", actor_key, organisation_id, status=status)


def read(actor_key: str, organisation_id: int | None) -> None:
    """Write who looked at a list of names and addresses that are not of the own organisation."""
    _write("read", actor_key, organisation_id)


def _write(event: str, actor_key: str, organisation_id: int | None, **more: int) -> None:
    given = request.view_args or {}
    line = {
        "event": event,
        "at": clock.now().isoformat(timespec="milliseconds"),
        **more,
        "method": request.method,
        "route": request.endpoint,
        "about": {name: str(given[name]) for name in TELLING if name in given},
        "actor": actor_key or None,
        "organisation": organisation_id,
        "request": request_id(),
    }
    log.warning("%s", json.dumps(line))
