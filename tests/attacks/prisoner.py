"""What a stranger's code would try inside a child process; started as renderers are."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.threads import lowest_priority
from workers.child_protocol import Parent, serve_orders
from workers.sandbox import allow_seconds, lower

# Unlike attaching, it does not stop whom it is done to.
PTRACE_SEIZE = 0x4206
PR_GET_PDEATHSIG = 2
F_SETOWN = 8


def _connect(order: dict[str, Any]) -> Any:
    host, port = order["host"], order["port"]
    return socket.create_connection((host, port), timeout=5).getsockname()


def _resolve(_: dict[str, Any]) -> Any:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).getsockname()


def _write(order: dict[str, Any]) -> Any:
    lower(resource.RLIMIT_FSIZE, order["most"])
    return Path(order["path"]).write_bytes(bytes(order["most"] + 1))


def _open(order: dict[str, Any]) -> Any:
    lower(resource.RLIMIT_NOFILE, 64)
    return len([Path(order["path"]).open("rb") for _ in range(100)])


def _burn(_: dict[str, Any]) -> Any:
    allow_seconds(1)
    while True:
        sum(range(10_000))


def _look_into(order: dict[str, Any]) -> Any:
    system = ctypes.CDLL(None, use_errno=True)
    if system.ptrace(PTRACE_SEIZE, order["pid"], None, None):
        raise OSError(ctypes.get_errno(), "ptrace")
    return "attached"


def _dies_with_parent(_: dict[str, Any]) -> Any:
    found = ctypes.c_int()
    ctypes.CDLL(None).prctl(PR_GET_PDEATHSIG, ctypes.byref(found))
    return signal.Signals(found.value).name


def _pid(_: dict[str, Any]) -> Any:
    return os.getpid()


def _socket(order: dict[str, Any]) -> Any:
    return socket.socket(order["family"], socket.SOCK_STREAM).fileno()


def _environment(_: dict[str, Any]) -> Any:
    return dict(os.environ)


def _read(order: dict[str, Any]) -> Any:
    with Path(order["path"]).open("rb") as file:
        return len(file.read(100))


def _list(order: dict[str, Any]) -> Any:
    return len(os.listdir(order["path"]))


def _start(_: dict[str, Any]) -> Any:
    return os.posix_spawn(sys.executable, [sys.executable, "--version"], {})


def _execute(_: dict[str, Any]) -> Any:
    os.execve(sys.executable, [sys.executable, "--version"], {})


def _fork(_: dict[str, Any]) -> Any:
    pid = os.fork()
    if not pid:
        os._exit(0)
    return os.waitpid(pid, 0)[0]


def _signal(order: dict[str, Any]) -> Any:
    # 0 is no signal: only whether it might be sent.
    os.kill(order["pid"], 0)
    return "sent"


def _call(order: dict[str, Any]) -> Any:
    """A system call by its number."""
    system = ctypes.CDLL(None, use_errno=True)
    found = system.syscall(*(ctypes.c_long(number) for number in order["words"]))
    if found < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return found


def _own(order: dict[str, Any]) -> Any:
    reader, writer = os.pipe()
    del writer
    return fcntl.fcntl(reader, F_SETOWN, order["pid"])


def _limit_other(order: dict[str, Any]) -> Any:
    return resource.prlimit(order["pid"], resource.RLIMIT_CPU)


def _slow_other(order: dict[str, Any]) -> Any:
    os.setpriority(os.PRIO_PROCESS, order["pid"], 19)
    return "slowed"


def _slow_oneself(_: dict[str, Any]) -> Any:
    nice: list[int] = []

    def work() -> None:
        lowest_priority()
        nice.append(os.getpriority(os.PRIO_PROCESS, 0))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return nice[0]


def _raise_limit(order: dict[str, Any]) -> Any:
    limit = getattr(resource, order["limit"])
    if order["limit"] == "RLIMIT_CPU":
        allow_seconds(order["most"])
    else:
        lower(limit, order["most"])
    _, hard = resource.getrlimit(limit)
    try:
        resource.setrlimit(limit, (hard + 1, hard + 1))
    except ValueError:
        return hard
    return "raised"


def _abort(_: dict[str, Any]) -> Any:
    os.abort()


def _tire(_: dict[str, Any]) -> Any:
    """Use more than half of the processor time that there is for this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    while time.process_time() < 1.1:
        sum(range(10_000))
    return "tired"


ATTEMPTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pid": _pid,
    "socket": _socket,
    "environment": _environment,
    "read": _read,
    "list": _list,
    "start": _start,
    "execute": _execute,
    "fork": _fork,
    "signal": _signal,
    "call": _call,
    "own": _own,
    "limit another": _limit_other,
    "slow another": _slow_other,
    "slow oneself": _slow_oneself,
    "raise limit": _raise_limit,
    "abort": _abort,
    "tire": _tire,
    "connect": _connect,
    "datagram": _resolve,
    "write": _write,
    "open": _open,
    "burn": _burn,
    "look into": _look_into,
    "dies with parent": _dies_with_parent,
}


def attempt(order: dict[str, Any], _: Parent) -> dict[str, Any]:
    """What came of it: an errno, or what it gave."""
    try:
        return {"end": ATTEMPTS[order["what"]](order)}
    except OSError as error:
        return {"end": -(error.errno or 0)}


if __name__ == "__main__":
    serve_orders(attempt)
