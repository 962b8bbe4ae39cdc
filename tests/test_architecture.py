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


def code_of(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text(path))))


def test_files_and_functions_stay_small() -> None:
    assert not [path for path in SOURCES if text(path).count("\n") > LONGEST_FILE[path.parts[0]]]
    assert not [
        (path, node.name)
        for path in SOURCES
        for node in code_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]


def test_names_say_what_is_inside() -> None:
    assert not [path for path in SOURCES if VAGUE & set(path.with_suffix("").parts)]


def test_only_what_answers_a_person_or_runs_by_itself_commits() -> None:
    commits = {
        path.as_posix(): count
        for path in CODE
        if not MAY_COMMIT & set(path.with_suffix("").parts)
        and (count := [getattr(node, "attr", "") for node in code_of(path)].count("commit"))
    }
    assert commits == dict.fromkeys(COMMITS_APART, 1)


def test_a_silenced_check_says_which_and_why() -> None:
    assert not [(path, comment) for path in SOURCES for comment in comments(path) if is_silent(comment)]


def comments(path: Path) -> list[str]:
    tokens = tokenize.generate_tokens(StringIO(text(path)).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def is_silent(comment: str) -> bool:
    """Tell whether it switches a check off without saying which one, or why."""
    says = r"# noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*  # \w", r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \w"
    return any(
        word in comment and not re.search(said, comment)
        for word, said in zip(("noqa", "type: ignore"), says, strict=True)
    )


def test_nothing_is_left_for_later_or_hidden_from_the_checks() -> None:
    left = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|prag[m]a: no |nos[e]c\b")
    assert not [path for path in SOURCES + TEMPLATES + OTHERS if left.search(text(path))]


def test_a_style_sheet_has_its_one_form() -> None:
    other = [path for path in sheets() if formatted(path.read_text("utf-8")) != path.read_text("utf-8")]
    assert not other, "`make format` puts them right"


def test_templates_ask_no_role_and_no_state() -> None:
    question = re.compile(r"{%-?\s*(?:if|elif)\b.*?%}|{{[^}]*\bif\b[^}]*}}", re.DOTALL)
    forbidden = re.compile(
        r"\.(status|stage|state|roles?|is_moderator|is_administrator)\b"
        r"|\b(status|stage|state|roles?)\s*([=!]=|is\b|in\b|not in\b)|([=!]=|\bin)\s*(status|stage|state|roles?)\b"
    )
    asked = [(path, found) for path in TEMPLATES for found in question.findall(text(path))]
    assert asked
    assert not [(path, found) for path, found in asked if forbidden.search(found)]


def test_templates_leave_style_and_behaviour_to_files() -> None:
    style, behaviour = re.compile(r"\sstyle\s*=|<style\b"), re.compile(r"\son[a-z]+\s*=\s*[\"']|javascript:")
    pages = [path for path in TEMPLATES if "emails" not in path.parts]  # no policy and no sheet reaches a mail reader
    assert not [path for path in pages if style.search(text(path))]
    assert not [path for path in TEMPLATES if behaviour.search(text(path))]
    scripts = [(path, tag) for path in TEMPLATES for tag in re.findall(r"<script\b[^>]*>", text(path))]
    assert not [(path, tag) for path, tag in scripts if tag != DATA and "src=" not in tag]


def test_templates_put_out_no_raw_markup() -> None:
    raw = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\b|\bMarkup\(")
    found = {path.as_posix(): count for path in TEMPLATES if (count := len(raw.findall(text(path))))}
    assert found == {path: count for path, (count, _why) in SAFE_MARKUP.items()}


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
