"""Rule: a process that decodes what guests sent reaches no network and grows past no limit.

Decoders of pictures and films are large, and bytes that were made to break them may end in code of
a stranger's. Such code has no use for its process here: no socket can be made in it, no file of the
operator's read, no other process looked into or ended, nothing is gained by starting a program, and
the system ends it with its parent. Limits are the system's own and hold for every library.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from workers.files_open import close_files
from workers.system_calls import close_calls

ROOT: Final = Path(__file__).resolve().parents[1]
# prctl(2)
PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_NO_NEW_PRIVS: Final = 38
# capset(2), the third version of its structures.
CAPABILITY_VERSION: Final = 0x20080522
# Where there is such a card, its libraries ask the kernel about it.
CARD: Final = Path("/dev/nvidiactl")


class ProcessLimits(NamedTuple):
    """What one order may take; memory without a limit is None."""

    memory_bytes: int | None
    file_bytes: int
    open_files: int
    cpu_seconds: int


def confine(read: Iterable[Path] = (), write: Iterable[Path] = ()) -> None:
    """Give up, for the rest of this process, what its work has no need of; the folders stay."""
    # What lay in memory, guests' photos too, is not left on the disk when it ends badly.
    lower(resource.RLIMIT_CORE, 0)
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None, use_errno=True)
    _command(system, PR_SET_PDEATHSIG, signal.SIGKILL)
    _command(system, PR_SET_NO_NEW_PRIVS, 1)
    # Others of the same user cannot look into it either.
    _command(system, PR_SET_DUMPABLE, 0)
    if errno := _give_up_rights(system):
        _tell("capset", errno)
    # A kernel or a container that lends one of them not: the others and the limits hold.
    if errno := close_files(system, ROOT, read, write):
        _tell("landlock", errno)
    if errno := close_calls(system, os.getpid(), netlink=CARD.exists()):
        _tell("seccomp", errno)


def allow(limits: ProcessLimits) -> None:
    """From now on one order may take so much.

    Of memory, what is private and can be written, and not all addresses: threads and libraries
    reserve much more of those than they ever use.
    """
    if limits.memory_bytes is not None:
        lower(resource.RLIMIT_DATA, limits.memory_bytes)
    lower(resource.RLIMIT_FSIZE, limits.file_bytes)
    lower(resource.RLIMIT_NOFILE, limits.open_files)
    allow_seconds(limits.cpu_seconds)


def lower(limit: int, most: int) -> None:
    """Let a limit be at most so much, for good; what was set lower stays."""
    soft, hard = resource.getrlimit(limit)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    lowered = wanted if soft == resource.RLIM_INFINITY else min(soft, wanted)
    resource.setrlimit(limit, (lowered, wanted))


def allow_seconds(seconds: int) -> None:
    """From now on so much processor time, all threads together; beyond it the process ends.

    What was once given up is not given back by the system, so that a process has time for two
    orders in all, and a second to end; see `is_worn`.
    """
    used = _used()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY:
        hard = 2 * (used + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(used + seconds, hard), hard))


def is_worn() -> bool:
    """Whether there may not be time enough left for another order."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    return hard != resource.RLIM_INFINITY and 2 * _used() >= hard


def _used() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime)


def _command(system: Any, option: int, value: int) -> None:
    rest = (ctypes.c_ulong(number) for number in (value, 0, 0, 0))
    if system.prctl(option, *rest):
        _tell("prctl", ctypes.get_errno())


def _give_up_rights(system: Any) -> int:
    """Root without any of its rights may raise no limit; for others there is nothing to give up."""
    header = struct.pack("Ii", CAPABILITY_VERSION, 0)
    refused = system.capset(header, bytes(24))
    return ctypes.get_errno() if refused else 0


def _tell(call: str, errno: int) -> None:
    print(f"postcard: {call} is refused here: {os.strerror(errno)}", file=sys.stderr)
