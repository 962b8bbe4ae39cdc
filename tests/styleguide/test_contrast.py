"""Every pair of colours that words are written in can be read, in each of the four schemes."""

import re

import pytest

from participation import assets

BODY, SHAPE = 7.0, 3.0
GROUNDS = ("paper", "wash", "raised")
PILLARS = ("citizens", "professions", "neighbours", "inspectorate", "owners")
INK = [("ink", ground) for ground in GROUNDS] + [("ink-soft", ground) for ground in GROUNDS]
INK += [(f"{name}-ink", f"{name}-wash") for name in (*PILLARS, "danger", "warning", "warm")]
INK += [
    ("accent-strong", "accent-wash"),
    ("on-accent", "accent"),
    ("on-band", "band"),
    ("accent", "paper"),
    ("accent", "raised"),
]
SHAPES = [(name, "paper") for name in (*PILLARS, "warm", "danger")]


def values_of(scheme: str) -> dict[str, str]:
    """Read a scheme as the style sheet has it, with what refers to another value followed."""
    assets.build()
    sheet = (assets.STATIC / "dist" / "schemes.css").read_text("utf-8")
    rule = re.search(rf"\.scheme-{scheme}\{{([^}}]*)\}}", sheet)
    assert rule
    found = dict(re.findall(r"--([a-z0-9-]+):([^;]+)", rule[1]))
    for name, value in found.items():
        while link := re.fullmatch(r"var\(--([a-z0-9-]+)\)", value):
            value = found[link[1]]  # noqa: PLW2901  # followed to its end
        found[name] = value
    return found


def light_of(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    whole = colour.strip().lstrip("#")
    whole = "".join(sign * 2 for sign in whole) if len(whole) == 3 else whole
    parts = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((light_of(one), light_of(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", assets.SCHEMES)
def test_words_are_seven_to_one_and_shapes_three_to_one(scheme: str) -> None:
    values = values_of(scheme)
    assert {
        p: round(contrast(values[p[0]], values[p[1]]), 2) for p in INK if contrast(values[p[0]], values[p[1]]) < BODY
    } == {}
    assert {
        p: contrast(values[p[0]], values[p[1]]) for p in SHAPES if contrast(values[p[0]], values[p[1]]) < SHAPE
    } == {}


def test_the_measure_is_the_one_of_wcag() -> None:
    assert round(contrast("#000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
