"""Where a long word may be parted: a browser without a dictionary parts it anywhere, and a drawing not at all.

Dutch and German put words together; the joints known here are those of the words on our pages.
"""

import re
from functools import lru_cache

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
HELD = "-\N{WORD JOINER}"  # a hyphen at which no line ends
JOINT = re.compile(
    r"(?<=\w{4})(?=organis|vereini|verenig|f[eö]derat|verband|verbond|net[sz]?werk|informati|beroep|beruf|professio"
    r"|zeichnung|ondertekening|verklaring|erklärung|behörde|autoriteit|komitee|wacht|dienst|zentrum|leitfaden)",
    re.IGNORECASE,
)
SOME = 1.4  # times as long as asked for is too long
BETWEEN, AT_JOINT, MIDDLE = range(3)
LONG = re.compile(r"\w{19,}")


def parted(words: object) -> str:
    """Mark where long words may be parted, in words that are translated only now as well; room hides the marks."""
    return _parted(str(words))


@lru_cache(maxsize=4000)
def _parted(words: str) -> str:
    return LONG.sub(lambda found: JOINT.sub(SOFT_HYPHEN, found[0]), words)


def held(words: object) -> str:
    """Keep "e-mail" in one piece, which a browser parts at its hyphen; markup stays markup."""
    text = words if isinstance(words, str) else str(words)
    return text.replace("-mail", f"{HELD}mail").replace("-Mail", f"{HELD}Mail")


@lru_cache(maxsize=4000)
def in_lines(words: str, longest: int) -> tuple[str, ...]:
    """Set words on one line of some `longest` signs, or on two: parted between words, else inside one."""
    whole = " ".join(words.split())
    if len(whole) <= longest:
        return (whole,)
    halves = [(BETWEEN, whole[: at.start()], whole[at.end() :]) for at in re.finditer(r" |(?<=[\w)][-/])(?=\w)", whole)]
    halves += [(AT_JOINT, f"{whole[: at.start()]}-", whole[at.start() :]) for at in JOINT.finditer(whole)]
    middle = len(whole) // 2
    halves.append((MIDDLE, f"{whole[:middle]}-", whole[middle:]))
    _how, *lines = min(halves, key=lambda half: _cost(half, longest))
    return tuple(lines)


def _cost(half: tuple[int, str, str], longest: int) -> tuple[bool, bool, int, int]:
    """Say how badly words are parted: a line a little too long is better than a word parted where nobody would."""
    how, *lines = half
    longer = max(len(line) for line in lines)
    return longer > SOME * longest, longer > longest and how == MIDDLE, how, longer
