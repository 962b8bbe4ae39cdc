"""Pillars and kinds of organisation, read from `reference.toml` and checked when the platform starts."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from participation.tongues import LANGUAGES

SOURCE = Path(__file__).with_name("reference.toml")
LOOKS = frozenset({"citizens", "professions", "neighbours", "inspectorate", "owners"})
NEUTRAL = "neutral"
PILLAR_FIELDS = {"look": str, "proposes": bool, "counts": bool, "label": dict, "short": dict, "role_note": dict}
KIND_FIELDS = {"pillar": str, "label": dict}
OPTIONAL = frozenset({"look", "role_note"})
TYPE_NAMES = {str: "a text", bool: "true or false", dict: "words in each language"}


class ReferenceDataError(Exception):
    """The rows of pillars and kinds make no sense; the message says every row and field, and what is wrong."""


@dataclass(frozen=True)
class Pillar:
    """A part of the network, with what its organisations may do; an organisation is in one."""

    key: str
    look: str
    """Colours and pictogram: one of `LOOKS`, or neutral."""
    proposes: bool
    counts: bool
    """Whether a co-signature counts towards the threshold."""
    labels: Mapping[str, str] = field(hash=False)
    shorts: Mapping[str, str] = field(hash=False)
    role_notes: Mapping[str, str] = field(hash=False)
    """Empty where its organisations take part as partners like any other."""

    def label(self, language: str) -> str:
        """Return the full name."""
        return self.labels[language]

    def short(self, language: str) -> str:
        """Return the name that fits a chip."""
        return self.shorts[language]

    def role_note(self, language: str) -> str | None:
        """Return in what role it takes part, so that its name reads as no approval; None for any other partner."""
        return self.role_notes.get(language)


@dataclass(frozen=True)
class Kind:
    """What an organisation is, within its pillar."""

    key: str
    pillar: str
    labels: Mapping[str, str] = field(hash=False)

    def label(self, language: str) -> str:
        """Return what one such organisation is called."""
        return self.labels[language]


@dataclass(frozen=True)
class Reference:
    """Every pillar and kind, in the order in which they are shown."""

    pillars: Mapping[str, Pillar]
    kinds: Mapping[str, Kind]
    proposing: frozenset[str]
    """Keys of the pillars whose organisations may propose."""
    counting: frozenset[str]
    """Keys of the pillars whose co-signatures count."""


def read(source: str) -> Reference:
    """Build the reference from the text of a TOML file; raise `ReferenceDataError` naming every fault in it."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"Pillars and kinds cannot be read: {error}") from error
    if faults := list(_faults(tables)):
        raise ReferenceDataError("\n".join(["Pillars and kinds need mending:", *faults]))
    pillars = {key: _pillar(key, row) for key, row in tables["pillars"].items()}
    return Reference(
        pillars=pillars,
        kinds={key: Kind(key, row["pillar"], row["label"]) for key, row in tables["kinds"].items()},
        proposing=frozenset(key for key, pillar in pillars.items() if pillar.proposes),
        counting=frozenset(key for key, pillar in pillars.items() if pillar.counts),
    )


def _pillar(key: str, row: dict[str, Any]) -> Pillar:
    look = row.get("look")
    return Pillar(
        key=key,
        look=look if look in LOOKS else NEUTRAL,
        proposes=row["proposes"],
        counts=row["counts"],
        labels=row["label"],
        shorts=row["short"],
        role_notes=row.get("role_note", {}),
    )


def _faults(tables: dict[str, Any]) -> Iterator[str]:
    for table, fields in (("pillars", PILLAR_FIELDS), ("kinds", KIND_FIELDS)):
        if not tables.get(table):
            yield f"{table}: there is none"
        for key, row in tables.get(table, {}).items():
            yield from (f"{table}.{key}: {fault}" for fault in _row_faults(row, fields))
    for key, row in tables.get("kinds", {}).items():
        pillar = row.get("pillar") if isinstance(row, dict) else None
        if pillar is not None and pillar not in tables.get("pillars", {}):
            yield f"kinds.{key}: there is no pillar {pillar!r}"


def _row_faults(row: object, fields: Mapping[str, type]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "must be a row of fields"
        return
    yield from (f"nobody knows the field {name!r}" for name in row if name not in fields)
    for name, kind in fields.items():
        if name not in row:
            if name not in OPTIONAL:
                yield f"{name} is missing"
        elif not isinstance(row[name], kind):
            yield f"{name} must be {TYPE_NAMES[kind]}"
        elif kind is dict:
            yield from (f"{name} has no words in {lang!r}" for lang in LANGUAGES if not _words(row[name].get(lang)))


def _words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


REFERENCE = read(SOURCE.read_text(encoding="utf-8"))
PILLARS = REFERENCE.pillars
KINDS = REFERENCE.kinds
PROPOSING = REFERENCE.proposing
COUNTING = REFERENCE.counting
