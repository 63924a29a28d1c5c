"""Memory and descriptors of processes that lived through the run: warm, and at its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.cluster.machines import Machine
from tests.postcard import command_of

# Over what a warm process has: memory that allocators keep, connections that are still open.
RSS_GROWTH = 1.25
RSS_MIB = 24
FDS = 12


@dataclass(frozen=True)
class Size:
    """What a process takes."""

    rss_kib: int
    fds: int


def sizes(machines: list[Machine]) -> dict[tuple[str, int], Size]:
    """(machine, pid) → size; of render and model children their parent is the keeper."""
    found: dict[tuple[str, int], Size] = {}
    for machine in machines:
        for pid in machine.pids():
            command = command_of(pid)
            if (
                command
                and "workers.render_process" not in command
                and "workers.model_process" not in command
            ):
                size = _size(pid)
                if size is not None:
                    found[machine.name, pid] = size
    return found


def grown(warm: Size, end: Size) -> bool:
    """Whether it took more and more."""
    most = warm.rss_kib * RSS_GROWTH + RSS_MIB * 1024
    return end.rss_kib > most or end.fds > warm.fds + FDS


def _size(pid: int) -> Size | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        rss = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return Size(int(rss.split()[1]), len(list(Path(f"/proc/{pid}/fd").iterdir())))
    except (OSError, StopIteration):
        return None
