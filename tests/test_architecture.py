"""Habits that the type checker, the linter and the import contracts cannot see."""

import ast
import re
import tokenize
import tomllib
from io import StringIO
from pathlib import Path

import pytest

from tests.sheets import formatted, sheets

ROOT = Path(__file__).parents[1]


def files(*patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path.relative_to(ROOT) for path in found if "dist" not in path.parts)


def folders(parent: str) -> set[str]:
    """Name the folders below `parent` that hold anything written."""
    return {path.name for path in (ROOT / parent).iterdir() if path.is_dir() and path.name != "__pycache__"}


def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


SOURCES = files("participation/**/*.py", "tests/**/*.py", "wsgi.py")
CODE = [path for path in SOURCES if path.parts[0] == "participation"]
TEMPLATES = [path for path in files("templates/**/*") if path.suffix in {".html", ".txt", ".xml", ".svg"}]
OTHERS = files("static/css/**/*.css", "static/js/**/*.js", "migrations/**/*.py", "docs/**/*.md", "*.md")
PACKAGES = {path.parts[1] for path in files("participation/*/__init__.py")}

LONGEST_FILE = {"participation": 300, "tests": 350, "wsgi.py": 300}
LONGEST_FUNCTION = 40
# Whoever answers a person, or runs by itself, ends the transaction; an action never does.
MAY_COMMIT = {"views", "commands", "worker"}
COMMITS_APART = {
    "participation/organisations/session.py": "last seen, in a short transaction of its own",
    "participation/db.py": "a setting of a connection",
    "participation/app.py": "the end of what only read",
}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
NOT_PAGES = {"layouts", "components", "errors", "emails"}
NOT_PACKAGES = {"attacks", "browser", "system"}
DATA = '<script type="application/ld+json">'  # is read by search engines, and run by nobody
# How often a template puts markup out as it stands, and why it may: nothing of it was ever typed by a person.
SAFE_MARKUP = {
    "templates/components/banner.html": (1, "drawings written in the same file"),
    "templates/components/bars.html": (1, "drawings written in pictogram.html"),
    "templates/components/network.html": (1, "drawings written in pictogram.html"),
    "templates/components/pictogram.html": (1, "drawings written in the same file"),
    "templates/layouts/base.html": (2, "our own sentence; the name put into it is escaped"),
}


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_files_and_functions_stay_small(path: Path) -> None:
    source = text(path)
    assert source.count("\n") <= LONGEST_FILE[path.parts[0]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_names_say_what_is_inside(path: Path) -> None:
    assert not VAGUE & set(path.with_suffix("").parts)


@pytest.mark.parametrize("path", CODE, ids=str)
def test_only_what_answers_a_person_or_runs_by_itself_commits(path: Path) -> None:
    if MAY_COMMIT & set(path.with_suffix("").parts):
        return
    named = [node.attr for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Attribute)]
    assert named.count("commit") == (path.as_posix() in COMMITS_APART)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_silenced_check_says_which_and_why(path: Path) -> None:
    tokens = tokenize.generate_tokens(StringIO(text(path)).readline)
    for comment in (token.string for token in tokens if token.type == tokenize.COMMENT):
        if "noqa" in comment:
            assert re.search(r"# noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*  # \w", comment)
        if "type: ignore" in comment:
            assert re.search(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \w", comment)


@pytest.mark.parametrize("path", SOURCES + TEMPLATES + OTHERS, ids=str)
def test_nothing_is_left_for_later_or_hidden_from_the_checks(path: Path) -> None:
    assert not re.search(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|prag[m]a: no |nos[e]c\b", text(path))


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.name)
def test_a_style_sheet_has_its_one_form(path: Path) -> None:
    assert formatted(path.read_text("utf-8")) == path.read_text("utf-8"), "`make format` puts it right"


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_ask_no_role_and_no_state(path: Path) -> None:
    questions = re.findall(r"{%-?\s*(?:if|elif)\b.*?%}|{{[^}]*\bif\b[^}]*}}", text(path), re.DOTALL)
    forbidden = re.compile(
        r"\.(status|stage|state|roles?|is_moderator|is_administrator)\b"
        r"|\b(status|stage|state|roles?)\s*([=!]=|is\b|in\b|not in\b)|([=!]=|\bin)\s*(status|stage|state|roles?)\b"
    )
    assert not [question for question in questions if forbidden.search(question)]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_leave_style_and_behaviour_to_files(path: Path) -> None:
    source = text(path)
    if "emails" not in path.parts:  # no policy reaches a mail reader, and no style sheet either
        assert not re.search(r"\sstyle\s*=|<style\b", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']|javascript:", source)
    scripts = [tag for tag in re.findall(r"<script\b[^>]*>", source) if tag != DATA]
    assert all("src=" in tag for tag in scripts)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_put_out_no_raw_markup(path: Path) -> None:
    raw = re.findall(r"\|\s*safe\b|{%-?\s*autoescape\b|\bMarkup\(", text(path))
    expected, _why = SAFE_MARKUP.get(path.as_posix(), (0, ""))
    assert len(raw) == expected


def test_a_package_names_its_blueprint_its_templates_and_its_tests() -> None:
    assert folders("templates") <= PACKAGES | NOT_PAGES
    assert folders("tests") <= PACKAGES | NOT_PACKAGES
    if (ROOT / "templates/emails").is_dir():
        assert folders("templates/emails") <= PACKAGES
    named = {(path.parts[1], name) for path in CODE for name in re.findall(r"\bBlueprint\(\s*\"([^\"]*)\"", text(path))}
    assert all(package == name for package, name in named), named


def test_every_package_has_its_import_contract() -> None:
    contracts = tomllib.loads(text(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    assert all(contract["exhaustive"] for contract in layered)
    contained = {container for contract in layered for container in contract["containers"]}
    assert {f"participation.{package}" for package in PACKAGES} <= contained


@pytest.mark.parametrize("path", files("requirements/*.txt"), ids=str)
def test_the_lock_names_hashes_and_no_place(path: Path) -> None:
    lock = text(path)
    assert lock.count("==") <= lock.count("--hash=sha256:")
    assert "://" not in lock
    # A package with its version, the hashes that go with it, comments: nothing else, so no option that names a place.
    line = re.compile(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#.*|")
    assert not [wrong for wrong in lock.splitlines() if not line.fullmatch(wrong)]
