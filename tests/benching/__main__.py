"""Load both engines, press the real server, and say what each page costs beside the bare one of the same run.

`make bench`; with `--quick` one engine, one size and short runs.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import median

import psycopg

from tests import postgres
from tests.benching.load import Measured, fetch, press

FOLDER = Path("build/bench")
NOTED = Path("docs/bench.md")
LARGE, SMALL = 20_000, 2_000
ROUNDS, SECONDS = 3, 1.5
LOWEST, GROWTH = 1 / 3, 1.2
FILTERED = (
    "q=koffie&audience=youth", "q=brandweer&language=nl", "q=quiz&pillar=security_professions",
    "q=pompiers&state=published", "q=bibliotheek&kind=youth_council",
)  # fmt: skip
# A full first page with a tenth of the rows too, so that like is compared with like.
FILTERS = (
    "language=fr", "language=nl", "audience=youth", "kind=youth_council", "kind=youth_work", "state=concluded",
    "pillar=security_professions", "audience=youth&language=nl", "kind=youth_work&state=published",
)  # fmt: skip
SEARCHES = (
    "q=quiz", "q=ambulanciers", "q=koffie", "q=brandweer", "q=wandeling", "q=stewards", "q=koffie&audience=youth",
    "q=brandweer&language=nl", "q=quiz&pillar=security_professions", "q=pompiers&state=published",
)  # fmt: skip
# Ten full pages and more.
LONG = (
    "", "language=fr", "audience=youth", "state=concluded", "pillar=security_professions", "q=quiz", "q=ambulanciers",
    "q=brandweer", "q=quiz&pillar=security_professions", "q=pompiers&state=published",
)  # fmt: skip
SPOKEN = ("nl", "fr", "de", "en")
Figures = dict[str, Measured]


def free_port() -> int:
    return postgres._free_port()  # noqa: SLF001  # the tests' own


@contextmanager
def site(env: dict[str, str]) -> Iterator[int]:
    """Serve as `flask serve` does, with the bare page beside, and stop what was started."""
    port = free_port()
    given = os.environ | env | {"RATE_LIMITS": "off", "PORT": str(port)}
    flask = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command = [*flask, "--workers", "1", "--blocking-threads", "8", "--log-level", "warning", "tests.benching.site:app"]
    process = subprocess.Popen(command, env=given)  # noqa: S603  # our own server
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                fetch(HTTPConnection("127.0.0.1", port, timeout=5), "/healthz")
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def pages(port: int) -> dict[str, Iterator[str]]:
    """Name the addresses of each kind of page: a few that are kept, or one after another that nobody has asked for."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    lists = [f"/{language}/initiatives/?page={page}" for page in range(1, 11) for language in ("nl", "fr")]
    found = [re.findall(r'data-reference="([^"]+)"', fetch(connection, path)) for path in lists]
    references = list(dict.fromkeys(reference for page in found for reference in page))
    connection.close()
    here = [f"/{language}/initiatives/{one}?" for language in SPOKEN for one in references[:20]]  # all pressed once
    orders = ("page=1", "page=2", "page=3", "sort=date", "sort=place")
    return {
        "bare": cycle(["/bare"]),
        "home": cycle(["/nl/", "/fr/", "/de/"]),
        "list": cycle(lists),
        "list, filter and search": cycle(in_languages(FILTERED)),
        "one initiative": cycle(one.strip("?") for one in here[:20]),
        "organisations": cycle(["/nl/organisations/", "/fr/organisations/"]),
        "an initiative drawn anew": anew(here),
        "an initiative's first look": cycle(unseen(port, set(references))),
        "a list drawn anew": anew(in_languages(orders)),
        "a filter drawn anew": anew(in_languages(FILTERS)),
        "a search drawn anew": anew(in_languages(SEARCHES)),
        "a later page drawn anew": anew(in_languages(f"{asked}&page={page}" for asked in LONG for page in (2, 5, 10))),
    }


def unseen(port: int, known: set[str]) -> list[str]:
    """Name initiatives that nobody has asked for, more than are kept: of their pages every piece is to be drawn."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    listed = re.findall(r"<loc>[^<]*(/nl/initiatives/[^<]+)</loc>", fetch(connection, "/nl/sitemap-1.xml"))
    connection.close()
    rest = [path.removeprefix("/nl") for path in listed if path.rsplit("/", 1)[1] not in known]
    return [f"/{language}{path}" for language in SPOKEN for path in rest]


def in_languages(queries: Iterable[str]) -> list[str]:
    """Write the address of each list in each language."""
    return [f"/{language}/initiatives/?{query}" for query in queries for language in SPOKEN]


def anew(paths: list[str]) -> Iterator[str]:
    """Make each address one that was never asked for; it shows the same, and its page is drawn as after an act."""
    return (f"{path}&time={time}" for time, path in enumerate(cycle(paths)))


def measure(port: int, rounds: int, seconds: float) -> Figures:
    """Measure every page in turns, so that a busy moment meets them all, and take the median round."""
    known = pages(port)
    for turns in known.values():
        press(port, turns, seconds)  # what is made once a process is made
    runs = [{name: press(port, turns, seconds) for name, turns in known.items()} for _ in range(rounds)]
    return {
        name: Measured(*(median(getattr(run[name], field) for run in runs) for field in ("rate", "p50", "p99")))
        for name in known
    }


@contextmanager
def database(engine: str, initiatives: int) -> Iterator[dict[str, str]]:
    """Fill a database of its own."""
    folder = FOLDER / f"{engine}-{initiatives}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with postgres.server() if engine == "postgresql" else nullcontext() as server:
        if server:
            server.create("bench")
        env = {"DATA_DIR": str(folder), "APP_ENV": "", "DATABASE_URL": server.url("bench") if server else ""}
        flask = [sys.executable, "-m", "flask", "--app", "wsgi", "bench-data", "--initiatives", str(initiatives)]
        begin = time.monotonic()
        subprocess.run(flask, check=True, env=os.environ | env, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
        if server:  # as it does by itself in time: without it, what was deleted while loading is read again and again
            with psycopg.connect(server.url("bench").replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        print(f"{engine}, {initiatives} initiatives: loaded in {time.monotonic() - begin:.0f} s")
        yield env


def show(engine: str, initiatives: int, found: Figures) -> None:
    """Print one run."""
    print(f"{'':26}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'of bare':>8}")
    for name, page in found.items():
        ratio = page.rate / found["bare"].rate
        low = "  below a third" if ratio < LOWEST else ""
        print(f"{name:26}{page.rate:8.0f}{page.p50:8.2f}{page.p99:8.2f}{ratio:8.2f}{low}")


def growth(large: Figures, small: Figures) -> Iterator[str]:
    """Name each page that costs more with ten times the rows, measured in bare pages of its own run."""
    for name in large:
        ratio = (small[name].rate / small["bare"].rate) / (large[name].rate / large["bare"].rate)
        yield f"{name}: costs {ratio:.2f} of what it does with a tenth of the rows{' (too much)' * (ratio > GROWTH)}"


def noted() -> dict[str, float]:
    """Read the ratios of the last figures written down: rows `| engine, initiatives, page | ... | ratio |`."""
    if not NOTED.exists():
        return {}
    rows = re.findall(r"^\| (\w+, \d+, [^|]+?) \|.*\| ([\d.]+) \|$", NOTED.read_text(), re.MULTILINE)
    return {name: float(ratio) for name, ratio in rows}


def main() -> int:
    """Run, print, and keep the figures in build/bench/last.json."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    asked = parser.parse_args()
    sizes = (SMALL,) if asked.quick else (LARGE, SMALL)
    rounds, seconds = (1, 1.0) if asked.quick else (ROUNDS, SECONDS)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}")
    kept: dict[str, dict[str, dict[str, float]]] = {}
    for engine in asked.engine or ("sqlite", "postgresql"):
        found: dict[int, Figures] = {}
        for initiatives in sizes:
            with database(engine, initiatives) as env, site(env) as port:
                found[initiatives] = measure(port, rounds, seconds)
            show(engine, initiatives, found[initiatives])
            kept[f"{engine}, {initiatives}"] = {name: asdict(page) for name, page in found[initiatives].items()}
        if len(found) > 1:
            print("\n".join(growth(found[LARGE], found[SMALL])))
    (FOLDER / "last.json").write_text(json.dumps(kept, indent=1))
    before = noted()
    for run, figures in kept.items():
        for name, page in figures.items():
            then, now = before.get(f"{run}, {name}"), page["rate"] / figures["bare"]["rate"]
            if then and now < then * 0.8:
                print(f"{run}, {name}: {now:.2f} of the bare page, {then:.2f} when written down")
    return 0


if __name__ == "__main__":
    sys.exit(main())
