"""A share picture: its size, its weight, what stands where, and that its mark changes with all it shows."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from participation.painting import cover as covers
from participation.painting.cover import HEIGHT, WIDTH, Brand, Cover, mark, painted
from participation.settings import STATIC
from participation.web import brand

HEAVIEST = 100_000  # bytes
DOT = '<circle cx="24" cy="24" r="20"/>'
WORN = brand.load("Réseau", STATIC / "brand")
LOOKS = ("citizens", "professions", "neighbours", "inspectorate", "owners", "neutral")
OURS = Brand(WORN.name, str(WORN.logo), WORN.colours, dict.fromkeys(LOOKS, DOT))
PLAIN = Cover(
    look="citizens", label="Youth council", title="Tea with the fire service", place="Namur", day="9 March 2027",
    around=("professions", "neighbours"), seats=3, strong="2 partners co-signed", soft="Needed: 3",
)  # fmt: skip


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def colour(name: str) -> tuple[int, ...]:
    return tuple(int(WORN.colours[name][at : at + 2], 16) for at in (1, 3, 5))


@pytest.mark.parametrize(
    "shown",
    [
        PLAIN,
        PLAIN._replace(title="W" * 120, label="x" * 200, place="y" * 200, day="z" * 90, strong="s" * 90),
        PLAIN._replace(around=LOOKS * 20, note="Concluded"),
        PLAIN._replace(title="", label="", place="", day="", around=(), seats=0, strong="", soft=""),
        PLAIN._replace(look="unheard-of", around=("unheard-of",)),
    ],
)
def test_every_picture_has_its_size_and_is_light(shown: Cover) -> None:
    content = painted(shown, OURS)
    assert opened(content).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(content) < HEAVIEST


def test_who_signed_stands_in_the_circle_in_its_colour() -> None:
    picture = opened(painted(PLAIN, replace(OURS, pictograms={})))
    seats = [covers._seat(number, 3) for number in range(3)]  # noqa: SLF001  # where the eye looks
    seen = [picture.getpixel((round(x), round(y))) for x, y in (covers.MIDDLE, *seats)]
    wanted = [colour("citizens"), colour("professions"), colour("neighbours"), (255, 255, 255)]
    assert all(near(one, other) for one, other in zip(seen, wanted, strict=True))


def near(one: object, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


def test_a_campaign_brings_its_colours_and_a_logo_of_any_kind() -> None:
    theirs = replace(OURS, colours={**OURS.colours, "band": "#123456"}, name="Tafel & Co")
    assert near(opened(painted(PLAIN, theirs)).getpixel((5, HEIGHT - 5)), (0x12, 0x34, 0x56))
    odd = '<svg viewBox="0 0 1 1"><text>T</text></svg>', '<svg viewBox="0 0 2 1"><path d="x"/></svg>'
    assert all(painted(PLAIN, replace(theirs, logo=logo)) for logo in ("", "<svg", *odd))


OTHERS = (
    *(PLAIN._replace(**{name: "other"}) for name in Cover._fields if name not in {"around", "seats"}),  # type: ignore[arg-type]  # texts
    PLAIN._replace(around=("owners",)),
    PLAIN._replace(seats=1),
)


def test_another_picture_has_another_mark() -> None:
    marks = {mark(one, OURS) for one in (PLAIN, *OTHERS)}
    marks |= {mark(PLAIN, replace(OURS, name="Tafel")), mark(PLAIN, replace(OURS, colours={}))}
    assert len(marks) == len(Cover._fields) + 3


@pytest.mark.parametrize("name", ["x" * 40, "Burgers en veiligheid aan één tafel 2027"])
def test_the_longest_name_leaves_room_for_the_support(name: str) -> None:
    picture = opened(painted(PLAIN._replace(strong="", soft=""), replace(OURS, name=name)))
    band = [
        picture.getpixel((x, y)) for x in (*range(700), *range(WIDTH - 40, WIDTH)) for y in range(HEIGHT - 110, HEIGHT)
    ]
    wanted = colour("band")
    assert all(near(one, wanted) for one in band)
