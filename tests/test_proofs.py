"""The table of proofs names tests that are there, and leaves out no attack that was tried."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLES = (HERE.parent / "docs" / "tests.md").read_text("utf-8")
PROOFS = sorted(set(re.findall(r"`([\w/]+\.py::[\w.]+)`", TABLES)))
ATTACKS = sorted(path.relative_to(HERE).as_posix() for path in (HERE / "attacks").glob("test_*.py"))
ROW = re.compile(r"(?<=_)[a-l]\d{1,2}(?=_)")


@cache
def names(file: str) -> frozenset[str]:
    """Name the functions of a file, and the methods of its classes with their class."""
    body = ast.parse((HERE / file).read_text("utf-8")).body
    classes = [one for one in body if isinstance(one, ast.ClassDef)]
    methods = {f"{one.name}.{each.name}" for one in classes for each in one.body if isinstance(each, ast.FunctionDef)}
    return frozenset(methods | {one.name for one in body if isinstance(one, ast.FunctionDef)})


def test_every_invariant_and_every_row_has_a_proof() -> None:
    rows = [line for line in TABLES.splitlines() if line.startswith("|") and not line.startswith("|--")]
    bare = [line for line in rows if "::" not in line]
    assert [line.split("|")[1].strip() for line in bare] == ["always", "row", "wanted"]
    assert len(rows) > len(bare)


@pytest.mark.parametrize("proof", PROOFS)
def test_a_proof_that_is_named_is_there(proof: str) -> None:
    file, _colons, name = proof.partition("::")
    assert name in names(file)


@pytest.mark.parametrize("file", ATTACKS)
def test_every_file_of_attacks_is_named(file: str) -> None:
    assert f"`{file}::" in TABLES


def test_every_row_that_a_test_or_a_file_carries_in_its_name_is_in_the_table() -> None:
    files = [path.relative_to(HERE).as_posix() for path in HERE.rglob("test_*.py")]
    carried = {row for file in files for row in ROW.findall(file.replace("/", "_"))}
    carried |= {row for file in files for name in names(file) if name.startswith("test_") for row in ROW.findall(name)}
    listed = {row.lower() for row in re.findall(r"^\| ([A-L]\d{1,2}) \|", TABLES, re.MULTILINE)}
    assert carried == listed
