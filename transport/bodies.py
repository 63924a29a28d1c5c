"""Request bodies under their limits: JSON into memory, files onto disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from protocol.envelope import NO_ID, Malformed
from protocol.upload import FilePart
from services import Services
from services.running.uploads import most_bytes
from status_codes import Global
from studio.look.sniffing import HEAD

MAX_PARTS: Final = 32
CHUNK: Final = 1 << 16
# What aiohttp raises over a form that is cut short, malformed, or not of text.
BAD_FORM: Final = (
    TimeoutError,
    OSError,
    ValueError,
    AssertionError,
    RuntimeError,
    HttpProcessingError,
    web.RequestPayloadError,
)
T = TypeVar("T")


@dataclass(slots=True)
class Form:
    """Fields and files of a form; the files lie in scratch and go with the form."""

    fields: dict[str, Any] = field(default_factory=dict)
    scratch: list[Path] = field(default_factory=list)


Admit = Callable[[Form], Awaitable[None]]


class Bodies:
    def __init__(self, services: Services) -> None:
        self._http = services.running.config.http
        self._works = services.running.config.works
        self._media = services.running.media

    async def read(self, request: web.Request) -> bytes:
        """The body, at most `http.json_bytes`. Raises `Malformed` (-413, or -1 when cut short)."""
        limit = self._http.json_bytes
        content = request.content
        # A small body has arrived with its header: no timer, no await.
        if content.is_eof() and content.exception() is None:
            body = content.read_nowait()
        elif (request.content_length or 0) > limit:
            raise Malformed(NO_ID, Global.TOO_LARGE)
        else:
            body = await self._read_slowly(request, limit)
        if len(body) > limit:
            raise Malformed(NO_ID, Global.TOO_LARGE)
        return body

    async def _read_slowly(self, request: web.Request, limit: int) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._http.read_seconds):
                while len(body) <= limit:
                    chunk = await request.content.readany()
                    if not chunk:
                        break
                    body += chunk
        except (TimeoutError, OSError, HttpProcessingError, web.RequestPayloadError):
            raise Malformed(NO_ID, Global.JSON_KEY) from None
        return bytes(body)

    @asynccontextmanager
    async def form(self, request: web.Request, admit: Admit) -> AsyncIterator[Form]:
        """Fields and files of a multipart body. Raises `Malformed`; leaves no file behind.

        `admit` is awaited before the first file is written, with what came before it: whoever may
        not send files must not make us write one, however short its life.
        """
        form = Form()
        try:
            await self._read_parts(request, form, admit)
            yield form
        finally:
            for path in form.scratch:
                path.unlink(missing_ok=True)

    async def _read_parts(self, request: web.Request, form: Form, admit: Admit) -> None:
        try:
            reader = await request.multipart()
            for _ in range(MAX_PARTS):
                # Per part: a 20 MiB picture over a phone's link takes longer than a JSON body.
                async with asyncio.timeout(self._http.read_seconds * 10):
                    part = await reader.next()
                    if part is None:
                        return
                    if isinstance(part, BodyPartReader):
                        await self._read_part(part, form, admit)
        except BAD_FORM:
            raise Malformed(NO_ID, Global.JSON_KEY) from None
        raise Malformed(NO_ID, Global.TOO_LARGE)

    async def _read_part(self, part: BodyPartReader, form: Form, admit: Admit) -> None:
        name = part.name or ""
        if part.filename is None:
            form.fields[name] = await self._text(part)
            return
        if not form.scratch:
            await admit(form)
        path = self._media.scratch()
        form.scratch.append(path)
        size, head = 0, b""
        with _kept(lambda: path.open("wb")) as file:
            while chunk := await part.read_chunk(CHUNK):
                size += len(chunk)
                head += chunk[: HEAD - len(head)]
                if size > (most := most_bytes(head, self._works)):
                    raise Malformed(NO_ID, Global.FILE_TOO_LARGE, limit=most)
                _kept(partial(file.write, chunk))
        if size or part.filename:
            form.fields[name] = FilePart(part.filename, path=path)

    async def _text(self, part: BodyPartReader) -> str:
        body = bytearray()
        while chunk := await part.read_chunk(CHUNK):
            body += chunk
            if len(body) > self._http.json_bytes:
                raise Malformed(NO_ID, Global.TOO_LARGE)
        return body.decode("utf-8")


def _kept(write: Callable[[], T]) -> T:
    """Do what touches our disk: its failure is ours, not the client's."""
    try:
        return write()
    except OSError:
        raise Malformed(NO_ID, Global.STORAGE) from None


def is_multipart(request: web.Request) -> bool:
    return request.headers.get("Content-Type", "").lower().startswith("multipart/")
