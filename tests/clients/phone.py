"""The phone on which the travel app runs: OkHttp with a jar of cookies, Retrofit with Gson; and
beside it an image loader and a player, which have no cookies."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from PIL import Image, UnidentifiedImageError
from yarl import URL

from tests.clients.gson import fill
from tests.clients.replay import Broken
from tests.postcard import Postcard
from tests.replies import client_session


class Phone:
    """One app on one phone."""

    def __init__(self, postcard: Postcard) -> None:
        self.postcard = postcard
        self._jar = aiohttp.CookieJar(unsafe=True)

    async def call(self, shape: Any, method: str, path: str, **more: Any) -> dict[str, Any]:
        """An answer as the app has it. Whatever is no HTTP 200 is a network error to Retrofit."""
        async with client_session(cookie_jar=self._jar) as http:
            async with http.request(method, self.postcard.url + path, **more) as answer:
                body = await answer.read()
                if answer.status != 200:
                    raise Broken(f"网络错误: HTTP {answer.status} of {path}: {body[:80]!r}")
        try:
            found: dict[str, Any] = fill(shape, json.loads(body))
        except ValueError:
            raise Broken(f"解析错误: {path} answers {body[:40]!r}") from None
        return found

    async def succeed(self, shape: Any, method: str, path: str, **more: Any) -> dict[str, Any]:
        """An answer whose code the app takes for success."""
        found = await self.call(shape, method, path, **more)
        if found["code"] != 200:
            raise Broken(f"{path} shows {found['msg']}")
        return found

    def cookie(self, name: str) -> str:
        return next((cookie.value for cookie in self._jar if cookie.key == name), "")

    def restart(self) -> None:
        """The system ends the app: its jar keeps on disk what has a date."""
        kept = aiohttp.CookieJar(unsafe=True)
        for cookie in list(self._jar):
            if cookie["max-age"] or cookie["expires"]:
                kept.update_cookies({cookie.key: cookie}, URL(self.postcard.url))
        self._jar = kept

    async def load(self, address: str | None, **headers: str) -> bytes:
        """What the image loader or the player gets; the app puts its host before the address."""
        if not address or not address.startswith("/"):
            raise Broken(f"no address: {address!r}")
        async with client_session(headers=headers) as http:
            async with http.get(self.postcard.url + address) as answer:
                if answer.status not in (200, 206):
                    raise Broken(f"HTTP {answer.status} of {address}")
                return await answer.read()

    async def show(self, address: str | None) -> None:
        """Load a picture; one that does not come leaves an empty place."""
        content = await self.load(address)
        is_picture(content)

    async def play(self, address: str | None) -> None:
        """The player asks for what follows, piece by piece."""
        start = await self.load(address, Range="bytes=0-1023")
        if start[4:8] != b"ftyp":
            raise Broken(f"no film at {address}: {start[:16]!r}")


def is_picture(content: bytes) -> None:
    try:
        Image.open(io.BytesIO(content)).verify()
    except UnidentifiedImageError:
        raise Broken(f"no picture: {content[:16]!r}") from None


def part(
    name: str, filename: str, content: Any, type_: str, **fields: str
) -> aiohttp.MultipartWriter:
    """A multipart form with one file, as the app's builder writes it."""
    form = aiohttp.MultipartWriter("form-data")
    for key, value in fields.items():
        form.append(value).set_content_disposition("form-data", name=key)
    file = form.append(content, {"Content-Type": type_})
    file.set_content_disposition("form-data", quote_fields=False, name=name, filename=filename)
    return form


async def when(ready: asyncio.Event, content: bytes) -> AsyncIterator[bytes]:
    """A file on a slow line: its start, and when it is `ready` the rest."""
    yield content[:1]
    await ready.wait()
    yield content[1:]
