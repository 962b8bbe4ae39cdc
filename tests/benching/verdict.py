"""What the figures of a run say: each page beside the bare one, more rows beside fewer, and beside what is wanted."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benching.load import Measured

NOTED = Path("docs/bench.md")
LOWEST, GROWTH, WORSE = 1 / 3, 1.2, 0.8
Figures = Mapping[str, Measured]
Runs = Mapping[tuple[str, int], Figures]  # of an engine, with so many initiatives


def ratio(found: Figures, name: str) -> float:
    """Return the rate of a page in bare pages of the same run."""
    return found[name].rate / found["bare"].rate


def table(found: Figures) -> Iterator[str]:
    """Write one run in lines."""
    yield f"{'':26}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'of bare':>8}"
    for name, page in found.items():
        figures = f"{page.rate:8.0f}{page.p50:8.2f}{page.p99:8.2f}{page.computed:8.2f}{ratio(found, name):8.2f}"
        yield f"{name:26}{figures}{'  below a third' if ratio(found, name) < LOWEST else ''}"


def pairs(runs: Runs) -> Iterator[tuple[str, Figures, Figures]]:
    """List each engine that was measured with many rows and with few: name, many, few."""
    for engine in dict.fromkeys(engine for engine, _number in runs):
        sizes = sorted(number for one, number in runs if one == engine)
        if len(sizes) > 1:
            yield engine, runs[engine, sizes[-1]], runs[engine, sizes[0]]


def growth(large: Figures, small: Figures, name: str) -> float:
    """Return what a page costs with many rows, in what it costs with few, both in bare pages of their own run."""
    return ratio(small, name) / ratio(large, name)


def grown(runs: Runs) -> Iterator[str]:
    """Write how each page grows; the processor time is that of the web process alone, whoever else computes."""
    for engine, large, small in pairs(runs):
        for name, page in large.items():
            computed = page.computed / small[name].computed if small[name].computed else 1.0
            much = "  too much" if growth(large, small, name) > GROWTH else ""
            yield f"{engine}, {name}: costs {growth(large, small, name):.2f} of it, computes {computed:.2f}{much}"


def missed(runs: Runs) -> Iterator[str]:
    """Say in words which of the wanted figures are missed."""
    for (engine, number), found in runs.items():
        for name in found:
            if ratio(found, name) < LOWEST:
                said = f"{ratio(found, name):.2f} of the bare page's rate, wanted is {LOWEST:.2f} or more"
                yield f"{engine}, {number}: {name} reaches {said}."
    for engine, large, small in pairs(runs):
        for name in large:
            if (much := growth(large, small, name)) > GROWTH:
                yield f"{engine}: {name} costs {much:.2f} of what it does with fewer rows, wanted is {GROWTH} or less."


def worse(runs: Runs) -> Iterator[str]:
    """Say which pages have become slower by a fifth than they were when last written down, in bare pages."""
    rows = re.findall(r"^\| (\w+, \d+, [^|]+?) \|.*\| ([\d.]+) \|$", NOTED.read_text(), re.MULTILINE)
    before = {name: float(of_bare) for name, of_bare in rows}
    for (engine, number), found in runs.items():
        for name in found:
            then = before.get(f"{engine}, {number}, {name}", 0)
            if ratio(found, name) < then * WORSE:
                yield f"{engine}, {number}: {name} reaches {ratio(found, name):.2f}, {then:.2f} when written down."
