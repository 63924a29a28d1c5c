"""What a stranger's code would try inside a child process; started as renderers are."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workers.child_protocol import Parent, serve_orders
from workers.sandbox import allow_seconds, lower

# Unlike attaching, it does not stop whom it is done to.
PTRACE_SEIZE = 0x4206
PR_GET_PDEATHSIG = 2


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


ATTEMPTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pid": _pid,
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
