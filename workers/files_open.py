"""Rule: a process that decodes guests' bytes reads the program and their files, and nothing else.

Settings, keys, databases, logs and other processes stay closed to it (Landlock, Linux 5.13 or
later); scratch alone can be written to.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sysconfig
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

# landlock(7); its calls have one number everywhere.
CREATE_RULESET: Final = 444
ADD_RULE: Final = 445
RESTRICT_SELF: Final = 446
VERSION: Final = 1
PATH_BENEATH: Final = 1
# What may be done with files, by bit: execute, write, read, list, then what makes and removes.
EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8
FIRST: Final = 0x1FFF
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
# By version of the interface, all that can be closed.
RIGHTS: Final = {1: FIRST, 2: FIRST | REFER, 3: FIRST | REFER | TRUNCATE}
# Since the sixth version: sockets without a name in the file system, and signals.
SCOPES: Final = 3
SCOPED_SINCE: Final = 6
# What can be said of a file that is not a folder.
OF_FILES: Final = EXECUTE | WRITE | READ | TRUNCATE
ENOSYS: Final = 38
# Of the program everything but the settings and what lies in the data folder.
OURS: Final = ("models", "static", "studio", "workers")
# Libraries, fonts, time zones, and how large the machine is. A folder that Postcard itself may be
# installed in does not stand here: its settings would lie open.
SYSTEM: Final = (
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/share",
    "/usr/local/lib",
    "/usr/local/lib64",
    "/usr/local/share/fonts",
    "/lib",
    "/lib64",
    "/nix/store",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/driver",
    "/proc/sys/kernel",
    "/proc/sys/vm",
    "/sys/devices",
    "/sys/fs/cgroup",
    "/sys/bus",
    "/sys/class",
    "/sys/module",
)
# Of devices those that hold nothing, and graphics cards.
DEVICES: Final = ("null", "zero", "full", "random", "urandom", "shm", "nvidia*")


def close_files(system: Any, root: Path, read: Iterable[Path], write: Iterable[Path]) -> int:
    """Open these alone from now on; the errno where the kernel cannot, or 0."""
    version = _call(system, CREATE_RULESET, None, 0, VERSION)
    if version < 0:
        return ctypes.get_errno()
    handled = RIGHTS.get(version, FIRST | REFER | TRUNCATE | (IOCTL if version >= 5 else 0))
    scoped = SCOPES if version >= SCOPED_SINCE else 0
    # Files, the network, what is scoped; an older kernel takes the first alone.
    attributes = struct.pack("QQQ", handled, 0, scoped)[: 24 if scoped else 8]
    ruleset = _call(system, CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return ctypes.get_errno()
    try:
        shown = (*SYSTEM, *_libraries())
        ours = (root / name for name in OURS)
        for path in (*map(Path, shown), *ours, *read):
            _open(system, ruleset, path, READ | LIST)
        devices = (path for name in DEVICES for path in Path("/dev").glob(name))
        for path in (*devices, *write):
            # Nowhere may a program be started.
            _open(system, ruleset, path, handled & ~EXECUTE)
        return ctypes.get_errno() if _call(system, RESTRICT_SELF, ruleset, 0) else 0
    finally:
        os.close(ruleset)


def _libraries() -> set[str]:
    """Where Python's packages lie, whatever way it was installed."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    return {found for name in names if (found := sysconfig.get_path(name))}


def _open(system: Any, ruleset: int, path: Path, rights: int) -> None:
    """What is not there needs no rule."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                rights &= OF_FILES | IOCTL
            rule = struct.pack("=Qi", rights, descriptor)
            _call(system, ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
        finally:
            os.close(descriptor)


def _call(system: Any, *arguments: Any) -> int:
    plain = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
    found: int = system.syscall(*plain)
    return found
