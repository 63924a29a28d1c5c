"""The child process that renders: orders in on stdin, events out on stdout, one JSON per line.

It ends when its parent does: the parent's death closes stdin.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import orjson
from pydantic import TypeAdapter

from studio.album import make_film
from studio.long_picture import make_long_picture
from studio.order import AlbumError, Order

NICE = 10
AUTOGROUP = Path("/proc/self/autogroup")
# What is made of an order, by the kind of the work.
MAKERS = {"movie": make_film, "photo": make_long_picture}
ORDERS = TypeAdapter(Order)


def main() -> None:
    """Render orders until stdin closes."""
    _step_back()
    # What libraries print must not mix with our events: stdout becomes stderr for them.
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(orders,), daemon=True).start()
    while True:
        job = orjson.loads(orders.get())
        _tell(events, _render(job["kind"], ORDERS.validate_python(job["order"]), events))


def _tell(events: Any, event: dict[str, Any]) -> None:
    events.write(orjson.dumps(event, default=str) + b"\n")


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


def _render(kind: str, order: Order, events: Any) -> dict[str, Any]:
    def report(stage: int, progress: int) -> None:
        _tell(events, {"stage": stage, "progress": progress})

    try:
        made = MAKERS[kind](order, report)
    except AlbumError as error:
        return {"refused": str(error)}
    except Exception:  # the parent logs it and tells the owner; this process goes on
        return {"failed": traceback.format_exc()}
    return {"made": made}


if __name__ == "__main__":
    main()
