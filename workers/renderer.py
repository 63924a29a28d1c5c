"""The child process that renders: orders in on stdin, events out on stdout, one JSON per line.

It ends when its parent does: the parent's death closes stdin.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import Any

import orjson

from studio.album import make_film
from studio.order import AlbumError, Order
from workers.orders import tell_film, unpack

NICE = 10


def main() -> None:
    """Render orders until stdin closes."""
    with contextlib.suppress(OSError):
        os.nice(NICE)
    # What libraries print must not mix with our events: stdout becomes stderr for them.
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(orders,), daemon=True).start()
    while True:
        order = unpack(orjson.loads(orders.get()))
        events.write(orjson.dumps(_render(order, events)) + b"\n")


def _read(orders: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    # The parent is gone, and with it whoever wanted this film.
    os._exit(0)


def _render(order: Order, events: Any) -> dict[str, Any]:
    def report(stage: int, progress: int) -> None:
        events.write(orjson.dumps({"stage": stage, "progress": progress}) + b"\n")

    try:
        film = make_film(order, report)
    except AlbumError as error:
        return {"refused": str(error)}
    except Exception:  # the parent logs it and tells the owner; this process goes on
        return {"failed": traceback.format_exc()}
    return {"film": tell_film(film)}


if __name__ == "__main__":
    main()
