"""The life of an initiative as a picture and tables, drawn from the rows, for docs/lifecycle.md (`make diagram`)."""

from collections.abc import Iterator
from pathlib import Path

from participation.initiatives.lifecycle import KNOW, STAGES, VIEW, Effect, Role, Stage, Status
from participation.initiatives.transitions import TRANSITIONS, Transition

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"
BEGIN, END = "<!-- drawn by `make diagram`: begin -->", "<!-- drawn by `make diagram`: end -->"
SHOWN = (Role.MEMBER, Role.MODERATOR, Role.INVOLVED, Role.PARTNER)  # and the public, in this order in the table


def drawn(page: str) -> str:
    """Return `page` with everything between its marks drawn anew."""
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{whole()}\n\n{END}{after}"


def whole() -> str:
    """Return the picture and its tables as Markdown."""
    picture = "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in _arrows()), "```"])
    acts = _table(("act", "who", "from", "to", "only if", "asks for", "checks"), map(_act, TRANSITIONS.values()))
    sight = _table(("state", "public", *(str(role) for role in SHOWN)), map(_sight, STAGES))
    return f"{picture}\n\n## Every act\n\n{acts}\n\n## Who sees what\n\n{sight}"


def _arrows() -> Iterator[str]:
    yield f"[*] --> {Status.DRAFT}: create"
    for act in TRANSITIONS.values():
        for source, target in _moves(act):
            yield f"{source} --> {target}: {_words(act.name)}"


def _moves(act: Transition) -> list[tuple[str, str]]:
    """List the moves that an eye can follow: those that change the state, or end it."""
    if Effect.DISCARD in act.effects:
        return [(source, "[*]") for source in act.moves]
    if Effect.RESTORE in act.effects:  # to wherever it was taken from
        return [(source, left) for source in act.moves for left in _left_by(Effect.UNPUBLISH)]
    return [(source, target) for source, target in act.moves.items() if source != target]


def _left_by(effect: Effect) -> list[Status]:
    return [status for act in TRANSITIONS.values() if effect in act.effects for status in act.moves]


def _act(act: Transition) -> tuple[str, ...]:
    moves = _moves(act)
    targets = dict.fromkeys("gone" if target == "[*]" else _words(target) for _source, target in moves)
    return (
        f"`{act.name}`",
        ", ".join(sorted(_words(role) for role in act.roles)),
        ", ".join(_words(status) for status in act.moves),
        ", ".join(targets) or "unchanged",
        ", ".join(_words(guard) for guard in act.guards),
        ", ".join(_words(asked) for asked in act.asks),
        ", ".join(_words(check) for check in act.checks),
    )


def _sight(stage: Stage) -> tuple[str, ...]:
    facts = (
        " after publication" if stage == Stage(Status.WITHDRAWN, ever_published=True) else "",
        " while taken down" if stage.taken_down and stage.status is Status.WITHDRAWN else "",
        ", page hidden" if stage.page_hidden else "",
    )
    return (_words(stage.status) + "".join(facts), _seen(stage, Role.PUBLIC), *(_seen(stage, role) for role in SHOWN))


def _seen(stage: Stage, role: Role) -> str:
    if role in VIEW[stage]:
        return "text"
    return "state and date" if role in KNOW[stage] else "-"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _table(head: tuple[str, ...], rows: "map[tuple[str, ...]]") -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")
