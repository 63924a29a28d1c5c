"""The child process that looks at what guests send: an order is one file, its end what it is."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from studio.look.develop import square, strip
from studio.look.intake import described, inspect, opened
from studio.look.sniffing import HEAD, PictureError, PictureTooLarge, UnsupportedCodec, is_clip
from workers.child_protocol import AWAITED, SPENT, Parent, serve_orders
from workers.sandbox import ProcessLimits, allow

QUICKTIME: Final = b"qt  "
# What others are shown of a photo; a larger one would be decoded whole for them, and turned.
LONGEST_COPY: Final = 8192


def _accept(order: dict[str, Any]) -> dict[str, Any]:
    path = Path(order["path"])
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_clip(head):
        return _clip(path, head, order)
    picture = inspect(path, max_pixels=order["max_pixels"])
    return {"format": picture.format, "width": picture.width, "height": picture.height}


def _clip(path: Path, head: bytes, order: dict[str, Any]) -> dict[str, Any]:
    from studio.look.clips import inspect as inspect_clip

    most = order["max_seconds"], order["clip_pixels"]
    clip = inspect_clip(path, max_seconds=most[0], max_pixels=most[1])
    kind = "quicktime" if QUICKTIME in head[8:12] else "mp4"
    return {"format": kind, "width": clip.width, "height": clip.height}


def _head(order: dict[str, Any]) -> dict[str, Any]:
    # Whether it can be decoded to the end shows where it is needed.
    with opened(Path(order["path"]), order["max_pixels"]) as (kind, image):
        picture = described(kind, image, order["max_pixels"])
    return {"width": picture.width, "height": picture.height}


def _avatar(order: dict[str, Any]) -> dict[str, Any]:
    """Write the picture's middle, and nothing else of the file."""
    path, out = Path(order["path"]), Path(order["out"])
    inspect(path, max_pixels=order["max_pixels"])
    image = square(path, order["side"])
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        image.save(out, format="PNG", optimize=True)
        return {"extension": "png"}
    image.convert("RGB").save(out, format="JPEG", quality=90, optimize=True)
    return {"extension": "jpg"}


def _strip(order: dict[str, Any]) -> dict[str, Any]:
    strip(Path(order["path"]), Path(order["out"]), longest=LONGEST_COPY)
    return {"extension": "jpg"}


LOOKS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "accept": _accept,
    "head": _head,
    "avatar": _avatar,
    "strip": _strip,
}


def look(order: dict[str, Any], _: Parent) -> dict[str, Any]:
    """{"found"}, {"refused": the error's name, "told": what it takes}, or {"failed"}."""
    limits = ProcessLimits(**order["limits"])
    allow(limits)
    try:
        return {"found": LOOKS[order["do"]](order)}
    except PictureError as error:
        return _refused(error)
    except MemoryError:
        # With what is left here the next look might fail that should not.
        return _without_memory(limits)
    except OSError as error:
        if error.errno == errno.ENOMEM:
            return _without_memory(limits)
        return {"failed": traceback.format_exc()}
    except Exception:  # the parent logs it; this process goes on
        return {"failed": traceback.format_exc()}


def _refused(error: PictureError) -> dict[str, Any]:
    told: tuple[str | float, ...] = (str(error),)
    if isinstance(error, PictureTooLarge):
        told = error.limit, error.what, error.most
    if isinstance(error, UnsupportedCodec):
        told = (error.codec,)
    return {"refused": type(error).__name__, "told": told}


def _without_memory(limits: ProcessLimits) -> dict[str, Any]:
    limit = f"{(limits.memory_bytes or 0) >> 20} MB"
    return _refused(PictureTooLarge(limit, "memory")) | {SPENT: True}


if __name__ == "__main__":
    serve_orders(look, nice=AWAITED)
