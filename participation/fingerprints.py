"""What tells one state of a static file from every other: the part of its address that lets browsers keep it."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

TOGETHER = "js"  # a folder whose files load one another: they change their addresses together
LENGTH = 12


def fingerprint(folder: Path, name: str) -> str:
    """Say in a few letters what a file below `folder` says now; empty where there is none."""
    files = sorted((folder / TOGETHER).glob("*.js")) if name.startswith(f"{TOGETHER}/") else [folder / name]
    if not (folder / name).is_file():
        return ""
    return _of(tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files))


@lru_cache(maxsize=200)
def _of(files: tuple[tuple[str, int, int], ...]) -> str:
    """Read the files once for each of their states."""
    said = sha256()
    for path, _changed, _size in files:
        said.update(Path(path).read_bytes())
    return said.hexdigest()[:LENGTH]
