"""What the browser gets of the look: one style sheet, two small fonts, the icons and a map, made from their sources."""

import gzip
import os
import re
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import fontpkg_atkinson_hyperlegible as atkinson
from fontTools import subset
from fontTools.ttLib import TTFont

from participation import icons
from participation.fingerprints import fingerprint

STATIC = Path(__file__).parents[1] / "static"
OUTLINES = Path(__file__).parent / "places" / "outlines.toml"
FIRST = ("tokens.css", "fonts.css", "base.css", "layouts.css")  # the rest may rely on these
LAST = ("contrast.css", "print.css")  # and these have the last word
BRAND = STATIC / "brand"
BRAND_COLOURS, BRAND_ICON = "colours.css", "icon.svg"
ICONS: dict[str, Callable[[str], bytes]] = {
    "favicon.ico": icons.ico,
    "apple-touch-icon.png": partial(icons.png, side=180, margin=0.1, opaque=True),
    "icon-192.png": partial(icons.png, side=192, margin=0.1, opaque=True),
    "icon-512.png": partial(icons.png, side=512, margin=0.1, opaque=True),
}
# Each scheme as a class, for the page that shows them side by side: the blocks of tokens it is made of, in order.
LIGHT, DARK, MORE = "", "@media screen and (prefers-color-scheme: dark)", "@media screen and (prefers-contrast: more)"
SCHEMES = {
    "light": ("light", (LIGHT,)),
    "dark": ("dark", (LIGHT, DARK)),
    "contrast": ("light", (LIGHT, MORE)),
    "dark-contrast": ("dark", (LIGHT, DARK, MORE, f"{MORE} and (prefers-color-scheme: dark)")),
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


def build(folder: Path = STATIC, brand: Path | None = None) -> None:
    """Write `dist/` below `folder`, in the colours and with the icon of `brand`, unless it is there already."""
    made = folder / "dist"
    made.mkdir(parents=True, exist_ok=True)
    for name, weight in FONTS.items():
        font = atkinson.ROOT / "files" / f"AtkinsonHyperlegible-{weight}.ttf"
        if is_stale(made / name, [font, Path(__file__)]):
            cut_down(font, made / name)
    worn = brand or Path(os.environ.get("BRAND_DIR") or BRAND)
    sheets = sources(folder / "css", worn)
    write(made / "site.css", stamped("\n".join(shorten(sheet.read_text("utf-8")) for sheet in sheets), made))
    write(made / "schemes.css", schemes([sheet.read_text("utf-8") for sheet in sheets[:2]]))
    icon, drawing = made / "favicon.svg", (worn / BRAND_ICON).read_text("utf-8")
    if not icon.exists() or icon.read_text("utf-8") != drawing:
        replace(icon, drawing.encode())
    for name, draw in ICONS.items():
        if is_stale(made / name, [icon, Path(icons.__file__)]):
            replace(made / name, draw(drawing))
    if is_stale(made / "belgium.svg", [OUTLINES, Path(__file__)]):
        shapes = provinces().encode()
        replace(made / "belgium.svg", shapes)
        replace(made / "belgium.svg.gz", gzip.compress(shapes, mtime=0))


def provinces() -> str:
    """Draw the provinces for whoever says where something is: each by its key, and all of them as `belgium`."""
    tables = tomllib.loads(OUTLINES.read_text("utf-8"))
    paths = {key: row["path"] for key, row in tables["areas"].items()}
    shapes = "".join(f'<path id="{key}" d="{path}"/>' for key, path in paths.items())
    whole = f'<path id="belgium" d="{"".join(paths.values())}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{shapes}{whole}</defs></svg>'


def sources(css: Path, brand: Path = BRAND) -> list[Path]:
    """List the sheets in the order of the cascade."""
    components = sorted((css / "components").glob("*.css"))
    return [brand / BRAND_COLOURS, *(css / name for name in FIRST), *components, *(css / name for name in LAST)]


def schemes(sheets: Iterable[str]) -> str:
    """Write each scheme's values as a class, whatever the reader's own is."""
    blocks: dict[str, str] = {}
    for sheet in sheets:
        for medium, values in re.findall(
            r"^(@media [^{]*?)?\s*\{?\s*:root \{([^}]*)\}", without_comments(sheet), re.MULTILINE
        ):
            blocks[medium.strip()] = blocks.get(medium.strip(), "") + values
    rules = (
        f".scheme-{name} {{ {''.join(blocks[medium] for medium in media)} color-scheme: {native}; }}"
        for name, (native, media) in SCHEMES.items()
    )
    return shorten("\n".join(rules))


def stamped(sheet: str, made: Path) -> str:
    """Put the fingerprint of each file that a sheet names into its address."""
    return re.sub(r'url\("([\w.-]+)"\)', lambda found: f'url("{found[1]}?v={fingerprint(made, found[1])}")', sheet)


def write(target: Path, sheet: str) -> None:
    """Write a sheet and its small form, which `web.files` hands out, unless they say the same already."""
    if not target.exists() or target.read_text("utf-8") != sheet:
        replace(target, sheet.encode())
    small = target.with_suffix(".css.gz")
    if is_stale(small, [target]):
        replace(small, gzip.compress(target.read_bytes(), mtime=0))


def is_stale(made: Path, from_: Iterable[Path]) -> bool:
    """Tell whether `made` is missing or older than something it is made from."""
    return not made.exists() or any(source.stat().st_mtime > made.stat().st_mtime for source in from_)


def without_comments(sheet: str) -> str:
    """Take out what is said to readers of the source."""
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def shorten(sheet: str) -> str:
    """Take out comments and needless white space; no string of ours holds a sign followed by a space."""
    closer = re.sub(r"\s+", " ", without_comments(sheet))
    return re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", closer).replace(";}", "}").strip()


def cut_down(font: Path, target: Path) -> None:
    """Keep the letters we use of `font`, as WOFF2, with the reshaping that belongs to them."""
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "liga", "mark", "mkmk", "locl", "tnum"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
    with TTFont(font, recalcTimestamp=False) as whole:  # the same letters make the same file
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
