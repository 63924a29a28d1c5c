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

from studio.album import AlbumError, Film, Order, Photo, make_film

NICE = 10


def pack(order: Order) -> dict[str, Any]:
    """An order as JSON values."""
    return {
        "photos": [[str(photo.path), photo.name] for photo in order.photos],
        "title": order.title,
        "description": order.description,
        "size": order.size,
        "fps": order.fps,
        "seed": order.seed,
        "font": str(order.font) if order.font else None,
        "out": str(order.out),
        "ordered": order.ordered,
        "max_pixels": order.max_pixels,
    }


def unpack(value: dict[str, Any]) -> Order:
    """The order that `pack` packed."""
    photos = tuple(Photo(Path(path), name) for path, name in value["photos"])
    width, height = value["size"]
    return Order(
        **value
        | {
            "photos": photos,
            "size": (width, height),
            "font": Path(value["font"]) if value["font"] else None,
            "out": Path(value["out"]),
        }
    )


def film_from(value: dict[str, Any]) -> Film:
    """The film that an event "film" tells of."""
    return Film(
        **value
        | {
            "file": Path(value["file"]),
            "cover": Path(value["cover"]),
            "warnings": tuple(value["warnings"]),
        }
    )


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
    return {"film": _told(film)}


def _told(film: Film) -> dict[str, Any]:
    return {
        "file": str(film.file),
        "cover": str(film.cover),
        "width": film.width,
        "height": film.height,
        "cover_width": film.cover_width,
        "cover_height": film.cover_height,
        "seconds": film.seconds,
        "frames": film.frames,
        "warnings": film.warnings,
    }


if __name__ == "__main__":
    main()
