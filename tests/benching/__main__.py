"""Load both engines, press the real server, and say what each page costs beside the bare one of the same run.

`make bench`; with `--quick` one engine, one size and short runs.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, fields
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import median

import psycopg

from tests import postgres
from tests.benching import machine, verdict
from tests.benching.load import Measured, Site, fetch, press

FOLDER = Path("build/bench")
LARGE, SMALL = 20_000, 2_000
ROUNDS, SECONDS = 3, 1.5
BUSY = 1.0  # load before a run that adds about two
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


def free_port() -> int:
    return postgres._free_port()  # noqa: SLF001  # the tests' own


@contextmanager
def serving(env: dict[str, str]) -> Iterator[Site]:
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
        yield Site(port, process.pid)
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


def measure(site: Site, rounds: int, seconds: float) -> verdict.Figures:
    """Measure every page in turns, so that a busy moment meets them all, and take the median round."""
    known = pages(site.port)
    for turns in known.values():
        press(site, turns, seconds)  # what is made once a process is made
    runs = [{name: press(site, turns, seconds) for name, turns in known.items()} for _ in range(rounds)]
    figures = [field.name for field in fields(Measured)]
    return {name: Measured(*(median(getattr(run[name], field) for run in runs) for field in figures)) for name in known}


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


def main() -> int:
    """Run, print, and keep the figures in build/bench/last.json."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    asked = parser.parse_args()
    sizes = (SMALL,) if asked.quick else (LARGE, SMALL)
    rounds, seconds = (1, 1.0) if asked.quick else (ROUNDS, SECONDS)
    begin, before = time.monotonic(), machine.load()
    print(f"{machine.described()}; load {before:.1f} before the run")
    runs: dict[tuple[str, int], verdict.Figures] = {}
    for engine in asked.engine or ("sqlite", "postgresql"):
        for initiatives in sizes:
            with database(engine, initiatives) as env, serving(env) as site:
                runs[engine, initiatives] = measure(site, rounds, seconds)
            print(f"{engine}, {initiatives} initiatives: load {machine.load():.1f}")
            print("\n".join(verdict.table(runs[engine, initiatives])), flush=True)
    tell(runs)
    if before > BUSY:
        print(f"The machine was busy before (load {before:.1f}): whatever is missed is to be measured on a quiet one.")
    print(f"{(time.monotonic() - begin) / 60:.0f} minutes.")
    return 0


def tell(runs: verdict.Runs) -> None:
    """Print how the pages grow, what has become slower, and which wanted figures are missed; keep all figures."""
    kept = {
        f"{engine}, {number}": {n: asdict(page) for n, page in found.items()}
        for (engine, number), found in runs.items()
    }
    (FOLDER / "last.json").write_text(json.dumps(kept, indent=1))
    found, both = list(verdict.missed(runs)), list(verdict.grown(runs))
    print(
        "With ten times the rows, in bare pages of each run, and by processor time:"
        if both
        else "Growth: not measured."
    )
    print("\n".join([*both, *verdict.worse(runs)]))
    print("\n".join(["Missed:", *found]) if found else "Every wanted figure that was measured is reached.")


if __name__ == "__main__":
    sys.exit(main())
