"""Pictures that somebody uploads as a logo: read once, drawn anew by us in two sizes, and nothing else of them kept.

What is handed out is never what was uploaded: notes in the file, places, and whatever hides behind a picture are gone.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from participation.errors import Problem

FORMATS: Final = ("PNG", "JPEG", "WEBP")
LARGEST = 2_000_000  # bytes
LONGEST_SIDE = 4096
LARGE, SMALL = 256, 64  # pixels a side
LETTERS = 2  # of the initials
# Words between those whose letters make an acronym.
BETWEEN = frozenset(
    {"van", "de", "het", "der", "den", "des", "du", "la", "le", "les", "l", "d", "et", "en", "und", "die", "das"}
)
Face = tuple[str, str]  # initials, and the address of the logo without its size; empty where there is none
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Drawn:
    """A logo in both sizes, as PNG with a transparent ground, and the name of what it shows."""

    large: bytes
    small: bytes

    @property
    def fingerprint(self) -> str:
        """Return a name that changes with the picture."""
        return hashlib.sha256(self.large).hexdigest()[:20]


def read(data: bytes) -> Drawn | Problem:
    """Draw what was uploaded in both sizes, or say what is wrong with it; the name of the file says nothing."""
    if len(data) > LARGEST:
        return Problem("logo_too_large")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if max(found.size) > LONGEST_SIDE:  # before anything is unpacked
                return Problem("logo_too_wide", LONGEST_SIDE)
            found.load()
            upright = ImageOps.exif_transpose(found).convert("RGBA")
        return Drawn(_square(upright, LARGE), _square(upright, SMALL))
    except UnidentifiedImageError:
        return Problem("logo_type")
    except BOMBS:
        return Problem("logo_too_wide", LONGEST_SIDE)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):  # what Pillow raises for a file that is cut off
        return Problem("logo_broken")


def _square(image: Image.Image, side: int) -> bytes:
    """Fit the whole picture into a square, so that every place for it has one size."""
    fitting = ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ground.paste(fitting, ((side - fitting.width) // 2, (side - fitting.height) // 2))
    written = io.BytesIO()
    ground.save(written, "PNG", optimize=True)
    return written.getvalue()


def face(number: int, name: str, fingerprint: str | None) -> Face:
    """Return what stands for an organisation in a list: the address of its logo, or its initials."""
    return _initials(name), f"/logos/{number}-{fingerprint}-" if fingerprint else ""


@lru_cache(maxsize=10_000)
def _initials(name: str) -> str:
    words = [word.strip("«»\"'().,-") for word in re.split(r"[\s'\u2019]+", name)]
    telling = [word for word in words if word and word.lower() not in BETWEEN] or [name or "?"]
    return "".join(word[0] for word in telling[:LETTERS]).upper()
