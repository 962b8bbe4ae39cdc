"""What the browser gets of the look: one style sheet, two small fonts, the icons and a map, made from their sources."""

import gzip
import re
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import fontpkg_atkinson_hyperlegible as atkinson
from fontTools import subset
from fontTools.ttLib import TTFont

from participation import icons

STATIC = Path(__file__).parents[1] / "static"
OUTLINES = Path(__file__).parent / "places" / "outlines.toml"
FIRST = ("tokens.css", "fonts.css", "base.css", "layouts.css")  # the rest may rely on these
LAST = "print.css"
ICONS: dict[str, Callable[[str], bytes]] = {
    "favicon.ico": icons.ico,
    "apple-touch-icon.png": partial(icons.png, side=180, margin=0.1, opaque=True),
    "icon-192.png": partial(icons.png, side=192, margin=0.1, opaque=True),
    "icon-512.png": partial(icons.png, side=512, margin=0.1, opaque=True),
}
FONTS = {"atkinson-regular.woff2": "Regular", "atkinson-bold.woff2": "Bold"}
# Ranges of code points: Latin with its accents; dashes, quotes and bullets; euro, arrows, minus.
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2026),
    (0x2030, 0x203A),
    (0x20AC,) * 2,
    (0x2190, 0x2193),
    (0x2212,) * 2,
)


def build(folder: Path = STATIC) -> None:
    """Write `dist/` below `folder`; what is newer than its sources is left alone."""
    made = folder / "dist"
    made.mkdir(parents=True, exist_ok=True)
    sheets = sources(folder / "css")
    if is_stale(made / "site.css", [*sheets, Path(__file__)]):
        replace(made / "site.css", "\n".join(shorten(sheet.read_text("utf-8")) for sheet in sheets).encode())
    if is_stale(made / "site.css.gz", [made / "site.css"]):  # handed out by `web.files`
        replace(made / "site.css.gz", gzip.compress((made / "site.css").read_bytes(), mtime=0))
    brand = folder / "favicon.svg"
    for name, draw in ICONS.items():
        if is_stale(made / name, [brand, Path(icons.__file__)]):
            replace(made / name, draw(brand.read_text("utf-8")))
    if is_stale(made / "belgium.svg", [OUTLINES, Path(__file__)]):
        shapes = provinces().encode()
        replace(made / "belgium.svg", shapes)
        replace(made / "belgium.svg.gz", gzip.compress(shapes, mtime=0))
    for name, weight in FONTS.items():
        font = atkinson.ROOT / "files" / f"AtkinsonHyperlegible-{weight}.ttf"
        if is_stale(made / name, [font, Path(__file__)]):
            cut_down(font, made / name)


def provinces() -> str:
    """Draw the provinces for whoever says where something is: each by its key, and all of them as `belgium`."""
    tables = tomllib.loads(OUTLINES.read_text("utf-8"))
    paths = {key: row["path"] for key, row in tables["areas"].items()}
    shapes = "".join(f'<path id="{key}" d="{path}"/>' for key, path in paths.items())
    whole = f'<path id="belgium" d="{"".join(paths.values())}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{shapes}{whole}</defs></svg>'


def sources(css: Path) -> list[Path]:
    """List the sheets in the order of the cascade."""
    return [*(css / name for name in FIRST), *sorted((css / "components").glob("*.css")), css / LAST]


def is_stale(made: Path, from_: Iterable[Path]) -> bool:
    """Tell whether `made` is missing or older than something it is made from."""
    return not made.exists() or any(source.stat().st_mtime > made.stat().st_mtime for source in from_)


def shorten(sheet: str) -> str:
    """Take out comments and needless white space; no string of ours holds a sign followed by a space."""
    without = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    closer = re.sub(r"\s+", " ", without)
    return re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", closer).replace(";}", "}").strip()


def cut_down(font: Path, target: Path) -> None:
    """Keep the letters we use of `font`, as WOFF2, with the reshaping that belongs to them."""
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "liga", "mark", "mkmk", "locl", "tnum"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
    with TTFont(font) as whole:
        cutter.subset(whole)
        whole.flavor = "woff2"
        part = target.with_suffix(".part")
        whole.save(part)
    part.replace(target)


def replace(target: Path, content: bytes) -> None:
    """Write in one step, so that a server running meanwhile never reads half a file."""
    part = target.with_suffix(".part")
    part.write_bytes(content)
    part.replace(target)


if __name__ == "__main__":
    build()
