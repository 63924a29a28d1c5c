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


def _accept(order: dict[str, Any]) -> dict[str, Any]:
    path = Path(order["path"])
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_clip(head):
        return _clip(path, head, order["max_seconds"])
    picture = inspect(path, max_pixels=order["max_pixels"])
    return {"format": picture.format, "width": picture.width, "height": picture.height}


def _clip(path: Path, head: bytes, max_seconds: float) -> dict[str, Any]:
    from studio.look.clips import inspect as inspect_clip

    clip = inspect_clip(path, max_seconds=max_seconds)
    kind = "quicktime" if QUICKTIME in head[8:12] else "mp4"
    return {"format": kind, "width": clip.width, "height": clip.height}


def _head(order: dict[str, Any]) -> dict[str, Any]:
    # Whether it can be decoded to the end shows where it is needed.
    with opened(Path(order["path"])) as (kind, image):
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
    strip(Path(order["path"]), Path(order["out"]))
    return {"extension": "jpg"}


LOOKS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "accept": _accept,
    "head": _head,
    "avatar": _avatar,
    "strip": _strip,
}


def look(order: dict[str, Any], _: Parent) -> dict[str, Any]:
    """{"found"}, {"refused": the error's name, "limit", "codec"}, or {"failed": traceback}."""
    limits = ProcessLimits(**order["limits"])
    allow(limits)
    try:
        return {"found": LOOKS[order["do"]](order)}
    except PictureError as error:
        limit = error.limit if isinstance(error, PictureTooLarge) else ""
        codec = error.codec if isinstance(error, UnsupportedCodec) else ""
        return {"refused": type(error).__name__, "limit": limit, "codec": codec}
    except MemoryError:
        # With what is left here the next look might fail that should not.
        return _too_large(f"{limits.memory_bytes} bytes of memory")
    except OSError as error:
        if error.errno == errno.ENOMEM:
            return _too_large(f"{limits.memory_bytes} bytes of memory")
        return {"failed": traceback.format_exc()}
    except Exception:  # the parent logs it; this process goes on
        return {"failed": traceback.format_exc()}


def _too_large(limit: str) -> dict[str, Any]:
    return {"refused": PictureTooLarge.__name__, "limit": limit, SPENT: True}


if __name__ == "__main__":
    serve_orders(look, nice=AWAITED)
