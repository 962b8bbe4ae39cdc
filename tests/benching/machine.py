"""On what a run is made: the machine, how busy it is, and how long a process has computed."""

import os
import platform
import re
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def described() -> str:
    """Name the processor, its cores, the system and Python."""
    model = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, {system}"


def load() -> float:
    """Return how many processes wanted to compute in the last minute; a run by itself adds about two."""
    return os.getloadavg()[0]


def computed(process: int) -> float:
    """Return the seconds for which a process and all it has started have computed, in steps of a hundredth."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    children = [
        int(one) for path in Path(f"/proc/{process}/task").glob("*/children") for one in path.read_text().split()
    ]
    return (int(after_name[11]) + int(after_name[12])) / TICKS + sum(map(computed, children))
