"""The picture that goes with a page wherever it is passed on: what it says, at which address, and how it is kept.

It is painted when somebody first asks for it, from what every visitor reads, and kept in a file named for all it shows.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import NamedTuple

from flask import current_app

from participation import errors
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import DATE_KINDS, OUTCOMES, STATUSES
from participation.initiatives.lifecycle import PERMISSIONS, Permission
from participation.initiatives.models import Initiative
from participation.languages import spoken
from participation.languages import text as _
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR
from participation.organisations.reference import KINDS, PILLARS
from participation.painting.cover import HEIGHT, WIDTH, Brand, Cover, mark, painted
from participation.portal import dossier
from participation.portal.listing import OUT_OF_LISTS
from participation.portal.page import meter_words, place_of
from participation.web import formats
from participation.web.limits import Pace, network, require_pace

MOST = 600  # files of some 30 kB; the ones that were not asked for the longest go
PAINTINGS = Pace("pictures", 60, 60)
PATIENCE = 5  # seconds to wait for the brush: one picture at a time takes one processor
BRUSH = Lock()
log = logging.getLogger(__name__)


class Picture(NamedTuple):
    """What the head of a page says of its picture."""

    address: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def of_initiative(found: Initiative) -> Cover:
    """Say what the picture of a public initiative shows, in the reader's language."""
    said, counted = found.shown_version, policy.pillars_signed(found)
    made = dossier.translated(VISITOR, found)
    count, needed = initiatives.summed(counted), current_app.config["THRESHOLD"]
    is_open = found.stage in PERMISSIONS[Permission.CO_SIGN]
    came = _("The dialogue %(outcome)s.", outcome=OUTCOMES[found.outcome]) if found.outcome else ""
    is_over = not is_open or found.status in OUT_OF_LISTS
    return Cover(
        look=PILLARS[found.organisation.pillar].look,
        label=KINDS[found.organisation.kind].label(spoken()),
        title=made.title if made else said.title,
        place=place_of(said.municipality),
        day=when(found),
        around=tuple(PILLARS[pillar].look for pillar, number in counted for _one in range(number)),
        seats=needed.organisations if is_open else 0,
        strong=meter_words(count.organisations),
        soft=dossier.threshold_words(count, needed) if is_open else came,
        note=str(STATUSES[found.status]) if is_over else "",
    )


def when(found: Initiative) -> str:
    """Write when it takes place, in one line."""
    said = found.shown_version
    if said.date_from is None:
        return str(DATE_KINDS[said.date_kind])
    if said.date_to and said.date_to != said.date_from:
        return formats.days(said.date_from, said.date_to, spoken())
    day = formats.long_day(said.date_from, spoken())
    return f"{day}, {formats.hour(found.hour, spoken())}" if found.hour else day


def of_organisation(found: Organisation) -> Cover:
    """Say what the picture of an organisation shows."""
    pillar = PILLARS[found.pillar]
    return Cover(
        look=pillar.look,
        label=KINDS[found.kind].label(spoken()),
        title=found.name_in(spoken()),
        place=place_of(found.municipality) if found.municipality else "",
        day="",
        around=(),
        seats=0,
        strong=pillar.label(spoken()),
        soft=pillar.role_note(spoken()) or "",
    )


def of_site() -> Cover:
    """Say what the picture of every other page shows: all who stand together."""
    first, *others = (pillar.look for pillar in PILLARS.values())
    return Cover(
        look=first,
        label="",
        title=_("Citizens and safety professions, round one table"),
        place="",
        day="",
        around=tuple(others),
        seats=0,
        strong=_("Dialogue initiatives"),
        soft=_("Citizen organisations propose, partners co-sign, everyone can follow."),
    )


def brand() -> Brand:
    """Return what this campaign's pictures wear, read once."""
    found: Brand | None = current_app.extensions.get("portal.brand")
    if found is None:
        worn = current_app.jinja_env.globals["brand"]
        drawn = current_app.jinja_env.get_template("components/pictogram.html").module
        found = Brand(worn.name, str(worn.logo), worn.colours, drawn.shapes)  # type: ignore[attr-defined]  # both named in templates
        current_app.extensions["portal.brand"] = found
    return found


def picture(cover: Cover, where: str) -> Picture:
    """Describe a picture that lies at the address `where`; its own is another one whenever it looks otherwise."""
    origin = current_app.config["SETTINGS"].public_url
    words = (cover.title, cover.place, cover.day, cover.strong, cover.soft.rstrip("."))
    said = ". ".join(one for one in words if one)
    return Picture(f"{origin}{where}/picture-{mark(cover, brand())}.png", f"{said}. {brand().name}")


def of_public(found: Initiative) -> Picture | None:
    """Return the picture of an initiative that everyone may read; None for any other, whose page has the site's."""
    if not policy.allows(VISITOR, Permission.VIEW, found):
        return None
    return picture(of_initiative(found), dossier.address(found))


def of_page() -> Picture:
    """Return the picture of a page that has none of its own, known once for each language."""
    store: dict[str, Picture] = current_app.extensions.setdefault("portal.pictures", {})
    if (found := store.get(spoken())) is None:
        found = store[spoken()] = picture(of_site(), f"/{spoken()}")
    return found


def png(cover: Cover) -> bytes:
    """Return the picture, painted or found; raise `TooMany` or `Busy` where too many are to be painted."""
    file = current_app.config["SETTINGS"].data_dir / "pictures" / f"{mark(cover, brand())}.png"
    return _found(file) or _painted(file, lambda: painted(cover, brand()))


def _found(file: Path) -> bytes | None:
    try:
        content = file.read_bytes()
        os.utime(file)  # so that what is asked for stays
    except OSError:
        return None
    return content


def _painted(file: Path, paint: Callable[[], bytes]) -> bytes:
    require_pace(PAINTINGS, network())
    if not BRUSH.acquire(timeout=PATIENCE):
        raise errors.Busy
    try:
        return _found(file) or _kept(file, paint())
    finally:
        BRUSH.release()


def _kept(file: Path, content: bytes) -> bytes:
    """Write a picture in one step, and let the oldest go; where nothing can be written, it is painted again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
            part.write(content)
        Path(part.name).replace(file)
        for old in sorted(file.parent.glob("*"), key=_age, reverse=True)[MOST:]:
            old.unlink(missing_ok=True)
    except OSError:
        log.exception("a picture could not be kept")
    return content


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # another process let it go
        return 0
