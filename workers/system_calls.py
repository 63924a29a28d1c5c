"""Rule: what a process that decodes guests' bytes has no use for, its kernel refuses to do.

A filter (seccomp) is a small program that the kernel runs at each system call: the number of the
call decides, and where it has to, one of its arguments.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

# seccomp(2): a filter, for every thread that there is.
SECCOMP_SET_MODE_FILTER: Final = 1
SECCOMP_FILTER_FLAG_TSYNC: Final = 1
ALLOW: Final = 0x7FFF0000
REFUSE: Final = 0x00050000  # and the errno in its lower half
KILL: Final = 0x80000000
EPERM: Final = 1
EACCES: Final = 13
ENOSYS: Final = 38
# Where struct seccomp_data keeps what a filter may look at; arguments are eight bytes long.
NR: Final = 0
ARCH: Final = 4
FIRST_ARGUMENT: Final = 16
# Instructions of the filter: load a word, compare and jump, answer.
LOAD: Final = 0x20
IS: Final = 0x15
IS_AT_LEAST: Final = 0x35
HAS: Final = 0x45
ANSWER: Final = 0x06
# x32, a second set of numbers on x86_64.
X32: Final = 0x40000000
AF_NETLINK: Final = 16
# fcntl(2) and ioctl(2): who gets a signal when something can be read, and which signal.
F_SETOWN: Final = 8
F_SETSIG: Final = 10
F_SETOWN_EX: Final = 15
FIOSETOWN: Final = 0x8901
SIOCSPGRP: Final = 0x8902
# clone(2): a thread of this process, and no process.
CLONE_THREAD: Final = 0x00010000


class Numbers(NamedTuple):
    """The numbers of system calls on one kind of processor."""

    audit: int
    seccomp: int
    socket: int
    clone: int
    # Older calls that do as clone(2) does, where a kernel has them.
    forks: tuple[int, ...]
    ptrace: int
    process_vm_readv: int
    process_vm_writev: int
    kill: int
    tkill: int
    tgkill: int
    rt_sigqueueinfo: int
    rt_tgsigqueueinfo: int
    prlimit64: int
    fcntl: int
    ioctl: int
    setpriority: int
    mount: int
    unshare: int
    setns: int
    bpf: int
    perf_event_open: int
    keyctl: int
    migrate_pages: int
    move_pages: int


NUMBERS: Final = {
    "x86_64": Numbers(
        audit=0xC000003E,
        seccomp=317,
        socket=41,
        clone=56,
        forks=(57, 58),
        ptrace=101,
        process_vm_readv=310,
        process_vm_writev=311,
        kill=62,
        tkill=200,
        tgkill=234,
        rt_sigqueueinfo=129,
        rt_tgsigqueueinfo=297,
        prlimit64=302,
        fcntl=72,
        ioctl=16,
        setpriority=141,
        mount=165,
        unshare=272,
        setns=308,
        bpf=321,
        perf_event_open=298,
        keyctl=250,
        migrate_pages=256,
        move_pages=279,
    ),
    "aarch64": Numbers(
        audit=0xC00000B7,
        seccomp=277,
        socket=198,
        clone=220,
        forks=(),
        ptrace=117,
        process_vm_readv=270,
        process_vm_writev=271,
        kill=129,
        tkill=130,
        tgkill=131,
        rt_sigqueueinfo=138,
        rt_tgsigqueueinfo=240,
        prlimit64=261,
        fcntl=25,
        ioctl=29,
        setpriority=140,
        mount=40,
        unshare=97,
        setns=268,
        bpf=280,
        perf_event_open=241,
        keyctl=219,
        migrate_pages=238,
        move_pages=239,
    ),
}
# These have one number everywhere.
PIDFD_SEND_SIGNAL: Final = 424
IO_URING_SETUP: Final = 425
CLONE3: Final = 435
PIDFD_OPEN: Final = 434
PIDFD_GETFD: Final = 438
PROCESS_MADVISE: Final = 440


class Rule(NamedTuple):
    """A call that is refused with `errno`: always, or by what one of its arguments is.

    `only`: it is allowed where the argument is one of these; `never`: it is refused there;
    `bit`: it is allowed where the argument has this one.
    """

    call: int
    errno: int = EPERM
    argument: int = 0
    only: Sequence[int] | None = None
    never: Sequence[int] | None = None
    bit: int | None = None


def rules(calls: Numbers, pid: int, *, netlink: bool) -> list[Rule]:
    """For the process of this number; `netlink`: its libraries ask the kernel for devices."""
    # By number 0 a process names itself, but kill(2) its whole group.
    itself = (0, pid)
    return [
        # A socket is a way to other machines, and to other programs of this one.
        Rule(calls.socket, EACCES, 0, only=(AF_NETLINK,) if netlink else ()),
        # It makes sockets and files, and no filter sees what is asked of it.
        Rule(IO_URING_SETUP, ENOSYS),
        # One process has work for as many threads as it likes, and none for another process; no
        # filter sees what clone3(2) is asked for, and who is told that it is not there asks clone.
        Rule(calls.clone, argument=0, bit=CLONE_THREAD),
        *map(Rule, calls.forks),
        Rule(CLONE3, ENOSYS),
        # Other processes of the same user: looking into them,
        Rule(calls.ptrace),
        Rule(calls.process_vm_readv),
        Rule(calls.process_vm_writev),
        Rule(PIDFD_OPEN),
        Rule(PIDFD_GETFD),
        Rule(PROCESS_MADVISE),
        Rule(calls.migrate_pages),
        Rule(calls.move_pages, argument=0, only=itself),
        # ending them, at once or when something can be read,
        Rule(calls.kill, argument=0, only=(pid,)),
        Rule(calls.tgkill, argument=0, only=(pid,)),
        Rule(calls.tkill),
        Rule(calls.rt_sigqueueinfo, argument=0, only=(pid,)),
        Rule(calls.rt_tgsigqueueinfo, argument=0, only=(pid,)),
        Rule(PIDFD_SEND_SIGNAL),
        Rule(calls.fcntl, argument=1, never=(F_SETOWN, F_SETOWN_EX, F_SETSIG)),
        Rule(calls.ioctl, argument=1, never=(FIOSETOWN, SIOCSPGRP)),
        # and taking from them what they need to run.
        Rule(calls.prlimit64, argument=0, only=itself),
        Rule(calls.setpriority, argument=1, only=itself),
        # Who is root here, or may be in a namespace of its own, has these; others have not.
        Rule(calls.mount),
        Rule(calls.unshare),
        Rule(calls.setns),
        Rule(calls.bpf),
        Rule(calls.perf_event_open),
        Rule(calls.keyctl),
    ]


def close_calls(system: Any, pid: int, *, netlink: bool) -> int:
    """Refuse them from now on, in every thread; the errno where the kernel will not, or 0."""
    calls = NUMBERS.get(platform.machine())
    if calls is None:
        return ENOSYS
    program = b"".join(_program(calls, rules(calls, pid, netlink=netlink)))
    packed = _Filter(len(program) // 8, program)
    arguments = (calls.seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC)
    refused = system.syscall(*map(ctypes.c_long, arguments), ctypes.byref(packed))
    return ctypes.get_errno() if refused else 0


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def _program(calls: Numbers, found: Iterable[Rule]) -> list[bytes]:
    """A jump of 0 goes to the next instruction, of 1 over it."""
    return [
        # Numbers of another kind of processor would mean other calls.
        _step(LOAD, ARCH),
        _step(IS, calls.audit, yes=1),
        _step(ANSWER, KILL),
        _step(LOAD, NR),
        _step(IS_AT_LEAST, X32, no=1),
        _step(ANSWER, REFUSE | ENOSYS),
        *(step for rule in found for step in _steps(rule)),
        _step(ANSWER, ALLOW),
    ]


def _steps(rule: Rule) -> list[bytes]:
    """What is done at one call; at every other one it is jumped over."""
    # Numbers of processes and files are 32 bits long: a kernel that reads no more is told no more.
    look = _step(LOAD, FIRST_ARGUMENT + 8 * rule.argument)
    refuse, allow = _step(ANSWER, REFUSE | rule.errno), _step(ANSWER, ALLOW)
    if rule.only is not None:
        pairs = [step for value in rule.only for step in (_step(IS, value, no=1), allow)]
        inside = [look, *pairs, refuse]
    elif rule.never is not None:
        pairs = [step for value in rule.never for step in (_step(IS, value, no=1), refuse)]
        inside = [look, *pairs, allow]
    elif rule.bit is not None:
        inside = [look, _step(HAS, rule.bit, no=1), allow, refuse]
    else:
        inside = [refuse]
    return [_step(IS, rule.call, no=len(inside)), *inside]


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One instruction: struct sock_filter of linux/filter.h."""
    return struct.pack("HBBI", code, yes, no, value)
