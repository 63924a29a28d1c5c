"""Rule: a process that decodes what guests sent reaches no network and grows past no limit.

Decoders of pictures and films are large, and bytes that were made to break them may end in code of
a stranger's. Such code has no use for its process here: no socket of the internet can be made in
it, no other process can be looked into, nothing is gained by starting a program with more rights,
and the system ends it with its parent. Limits are the system's own and hold for every library.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from typing import Any, Final, NamedTuple

# prctl(2)
PR_SET_PDEATHSIG: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38
# seccomp(2): a filter, for every thread that there is.
SECCOMP_SET_MODE_FILTER: Final = 1
SECCOMP_FILTER_FLAG_TSYNC: Final = 1
ALLOW: Final = 0x7FFF0000
REFUSE: Final = 0x00050000  # and the errno in its lower half
KILL: Final = 0x80000000
EPERM: Final = 1
EACCES: Final = 13
ENOSYS: Final = 38
# Families of socket(2) that lead to this machine's kernel and processes alone; CUDA asks for them.
AF_UNIX: Final = 1
AF_NETLINK: Final = 16
# Where struct seccomp_data keeps what a filter may look at.
NR: Final = 0
ARCH: Final = 4
FIRST_ARGUMENT: Final = 16
# Instructions of the filter: load a word, compare and jump, answer.
LOAD: Final = 0x20
IS: Final = 0x15
IS_AT_LEAST: Final = 0x35
ANSWER: Final = 0x06
# x32, a second set of numbers on x86_64.
X32: Final = 0x40000000


class ProcessLimits(NamedTuple):
    """What one render may take."""

    memory_bytes: int
    file_bytes: int
    open_files: int
    cpu_seconds: int


class SystemCallNumbers(NamedTuple):
    """The numbers of system calls on one kind of processor."""

    audit: int
    seccomp: int
    socket: int
    ptrace: int
    process_vm_readv: int
    process_vm_writev: int


SYSTEM_CALLS: Final = {
    "x86_64": SystemCallNumbers(0xC000003E, 317, 41, 101, 310, 311),
    "aarch64": SystemCallNumbers(0xC00000B7, 277, 198, 117, 270, 271),
}
# These have one number everywhere.
IO_URING_SETUP: Final = 425
PIDFD_GETFD: Final = 438


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def confine() -> None:
    """Give up, for the rest of this process, what its work has no need of."""
    # What lay in memory, guests' photos too, is not left on the disk when it ends badly.
    lower(resource.RLIMIT_CORE, 0)
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None, use_errno=True)
    _command(system, PR_SET_PDEATHSIG, signal.SIGKILL)
    _command(system, PR_SET_NO_NEW_PRIVS, 1)
    calls = SYSTEM_CALLS.get(platform.machine())
    if calls is not None:
        _close_network(system, calls)


def lower(limit: int, most: int) -> None:
    """Let a limit be at most so much; what was set lower stays."""
    soft, hard = resource.getrlimit(limit)
    if soft == resource.RLIM_INFINITY or soft > most:
        resource.setrlimit(limit, (most, hard))


def allow_seconds(seconds: int) -> None:
    """From now on so much processor time, all threads together; beyond it the process ends."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _command(system: Any, option: int, value: int) -> None:
    rest = (ctypes.c_ulong(number) for number in (value, 0, 0, 0))
    if system.prctl(option, *rest):
        _tell("prctl", ctypes.get_errno())


def _close_network(system: Any, calls: SystemCallNumbers) -> None:
    program = b"".join(_program(calls))
    packed = _Filter(len(program) // 8, program)
    arguments = (calls.seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC)
    if system.syscall(*map(ctypes.c_long, arguments), ctypes.byref(packed)):
        # A kernel without filters, or a container that lends none: the limits hold all the same.
        _tell("seccomp", ctypes.get_errno())


def _program(calls: SystemCallNumbers) -> list[bytes]:
    """What the kernel runs at each system call: the number of the call decides, and the family
    of a socket. A jump of 0 goes to the next instruction, of 1 over it."""
    closed = (
        (calls.ptrace, EPERM),
        (calls.process_vm_readv, EPERM),
        (calls.process_vm_writev, EPERM),
        # It takes sockets out of other processes.
        (PIDFD_GETFD, EPERM),
        # It makes sockets, and no filter sees what is asked of it.
        (IO_URING_SETUP, ENOSYS),
    )
    refusals = [
        instruction
        for number, errno in closed
        for instruction in (_step(IS, number, no=1), _step(ANSWER, REFUSE | errno))
    ]
    return [
        # Numbers of another kind of processor would mean other calls.
        _step(LOAD, ARCH),
        _step(IS, calls.audit, yes=1),
        _step(ANSWER, KILL),
        _step(LOAD, NR),
        _step(IS_AT_LEAST, X32, no=1),
        _step(ANSWER, REFUSE | ENOSYS),
        *refusals,
        _step(IS, calls.socket, yes=1),
        _step(ANSWER, ALLOW),
        _step(LOAD, FIRST_ARGUMENT),
        _step(IS, AF_UNIX, no=1),
        _step(ANSWER, ALLOW),
        _step(IS, AF_NETLINK, no=1),
        _step(ANSWER, ALLOW),
        _step(ANSWER, REFUSE | EACCES),
    ]


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One instruction: struct sock_filter of linux/filter.h."""
    return struct.pack("HBBI", code, yes, no, value)


def _tell(call: str, errno: int) -> None:
    print(f"postcard: {call} is refused here: {os.strerror(errno)}", file=sys.stderr)
