"""Files as a browser fetches them, and photos with all that a camera writes down."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import aiohttp
from multidict import CIMultiDictProxy
from PIL import Image
from yarl import URL

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


SECRET = b"Secret Camera"


class Got(NamedTuple):
    status: int
    kind: str
    headers: CIMultiDictProxy[str]
    body: bytes

    def image(self) -> Image.Image:
        return Image.open(io.BytesIO(self.body))


async def get(http: aiohttp.ClientSession, url: str, method: str = "GET", **headers: str) -> Got:
    """A request whose path is sent as it stands."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with http.request(method, URL(url, encoded=True), headers=given) as answer:
        body = await answer.read()
        return Got(answer.status, answer.content_type, answer.headers, body)


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """That of one pixel of an RGB picture."""
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def photo(width: int = 800, height: int = 600, kind: str = "JPEG", turn: int = 1) -> bytes:
    """Left half red, right half blue, and all that a camera writes down."""
    image = Image.new("RGB", (width, height), (200, 0, 0))
    image.paste((0, 0, 200), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif[MAKE] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (31.0, 14.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **({"comment": SECRET} if kind == "JPEG" else {}))
    return out.getvalue()


def traces(image: Image.Image) -> list[Any]:
    """What an image says beside its pixels."""
    return [dict(image.getexif()), image.info.get("exif"), image.info.get("comment")]
