"""Rule: a child process takes orders on stdin and gives events on stdout, one JSON per line.

It ends when its parent does: the parent's death closes stdin.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import orjson

NICE = 10
AUTOGROUP = Path("/proc/self/autogroup")
Tell = Callable[[dict[str, Any]], None]


def obey(do: Callable[[dict[str, Any], Tell], dict[str, Any]]) -> None:
    """Do orders until stdin closes; `do` may tell events on the way, its result is the last."""
    _step_back()
    # What libraries print must not mix with our events: stdout becomes stderr for them.
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(orders,), daemon=True).start()

    def tell(event: dict[str, Any]) -> None:
        events.write(orjson.dumps(event, default=str) + b"\n")

    while True:
        tell(do(orjson.loads(orders.get()), tell))


def _step_back() -> None:
    """Let whatever else wants the cores go first."""
    with contextlib.suppress(OSError):
        os.nice(NICE)
    # A session of its own is, on Linux, a scheduling group of its own (autogroup): niceness
    # counts only among its own threads there, unless the group is nice as a whole.
    with contextlib.suppress(OSError):
        AUTOGROUP.write_text(str(NICE))


def _read(orders: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    # The parent is gone, and with it whoever wanted this work.
    os._exit(0)
