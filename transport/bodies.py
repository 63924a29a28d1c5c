"""Request bodies under their limits: JSON into memory, files onto disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from protocol.envelope import NO_ID, Malformed
from protocol.slices import LARGE, Slices
from protocol.upload import FilePart
from services import Services
from services.running.limits import too_many
from services.running.refusals import megabytes
from services.running.uploads import most_bytes
from status_codes import Global
from studio.look.sniffing import HEAD

MAX_PARTS: Final = 32
# So many bytes a second at least: 128 kbit/s, which the slowest phones that show pictures have.
SLOWEST: Final = 16_384
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
    """Fields and files of a form; the files lie in scratch and go with the form.

    came: bytes that were read of its parts; text and bytes: of those, in texts and in files that
    were kept.
    """

    address: str
    fields: dict[str, Any] = field(default_factory=dict)
    scratch: list[Path] = field(default_factory=list)
    has_files: bool = False
    came: int = 0
    text: int = 0
    bytes: int = 0


Admit = Callable[[Form], Awaitable[None]]
# The names of those that are kept; asked before each.
Files = Callable[[], Container[str]]


class Bodies:
    def __init__(self, services: Services, slices: Slices) -> None:
        self._slices = slices
        self._http = services.running.config.http
        self._works = services.running.config.works
        self._media = services.running.media
        # Bytes of files that came and whose form is not over.
        self._in_flight: Counter[str] = Counter()

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
                    if len(body) > LARGE:
                        await self._slices.turn()
        except (TimeoutError, OSError, HttpProcessingError, web.RequestPayloadError):
            raise Malformed(NO_ID, Global.JSON_KEY) from None
        return bytes(body)

    @asynccontextmanager
    async def form(
        self, request: web.Request, address: str, admit: Admit, files: Files
    ) -> AsyncIterator[Form]:
        """Fields and files of a multipart body. Raises `Malformed`; leaves no file behind.

        `admit` is awaited before the first file is read, with what came before it: whoever may not
        send files must not make us write one, however short its life. `files` names those that
        somebody will look at: of any other the name alone is kept. All that `address` sends at
        once takes so much and no more: else `ApiError` (-429).
        """
        form = Form(address)
        try:
            await self._read_parts(request, form, admit, files)
            yield form
        finally:
            for path in form.scratch:
                path.unlink(missing_ok=True)
            self._in_flight[address] -= form.bytes
            if not self._in_flight[address]:
                del self._in_flight[address]

    async def _read_parts(
        self, request: web.Request, form: Form, admit: Admit, files: Files
    ) -> None:
        begun = asyncio.get_running_loop().time()
        # A 20 MiB picture over a phone's link takes longer than a JSON body.
        patience = self._http.read_seconds * 10
        try:
            reader = await request.multipart()
            async with asyncio.timeout(patience) as limit:

                def came(count: int) -> None:
                    form.came += count
                    limit.reschedule(begun + patience + form.came / SLOWEST)

                for _ in range(MAX_PARTS):
                    part = await reader.next()
                    if part is None:
                        return
                    if not isinstance(part, BodyPartReader):
                        continue
                    if part.filename is None:
                        form.fields[part.name or ""] = await self._text(part, form, came)
                        continue
                    if not form.has_files:
                        form.has_files = True
                        await admit(form)
                    await self._file(part, form, came, (part.name or "") in files())
        except BAD_FORM:
            _refuse_broken(request)
            return
        raise Malformed(NO_ID, Global.TOO_LARGE)

    async def _file(
        self, part: BodyPartReader, form: Form, came: Callable[[int], None], is_wanted: bool
    ) -> None:
        name = part.name or ""
        if not is_wanted:
            async for chunk in self._chunks(part, came):
                del chunk
            form.fields[name] = ""
            return
        earlier = form.fields.get(name)
        if isinstance(earlier, FilePart) and earlier.path is not None:
            # The later of two counts, as in JSON.
            earlier.path.unlink(missing_ok=True)
        path = self._media.scratch()
        form.scratch.append(path)
        size = 0
        with _kept(lambda: path.open("wb")) as file:
            async for chunk in self._chunks(part, came):
                size += len(chunk)
                self._count(form, len(chunk))
                _kept(partial(file.write, chunk))
        if size or part.filename:
            form.fields[name] = FilePart(part.filename or "", path=path)

    async def _chunks(
        self, part: BodyPartReader, came: Callable[[int], None]
    ) -> AsyncIterator[bytes]:
        size, head = 0, b""
        while chunk := await part.read_chunk(CHUNK):
            size += len(chunk)
            head += chunk[: HEAD - len(head)]
            came(len(chunk))
            if size > (most := most_bytes(head, self._works)):
                raise Malformed(NO_ID, Global.FILE_TOO_LARGE, limit=megabytes(most))
            yield chunk
            await self._slices.turn()

    def _count(self, form: Form, count: int) -> None:
        form.bytes += count
        self._in_flight[form.address] += count
        if self._in_flight[form.address] > self._http.upload_bytes_per_address:
            raise too_many(self._http.read_seconds)

    async def _text(self, part: BodyPartReader, form: Form, came: Callable[[int], None]) -> str:
        body = bytearray()
        while chunk := await part.read_chunk(CHUNK):
            came(len(chunk))
            body += chunk
            await self._slices.turn()
            form.text += len(chunk)
            if form.text > self._http.json_bytes:
                raise Malformed(NO_ID, Global.TOO_LARGE)
        return body.decode("utf-8")


def _kept(write: Callable[[], T]) -> T:
    """Do what touches our disk: its failure is ours, not the client's."""
    try:
        return write()
    except OSError:
        raise Malformed(NO_ID, Global.STORAGE) from None


def _refuse_broken(request: web.Request) -> None:
    # Some say that a form comes, and have nothing to put into it: that is an empty one.
    content = request.content
    if content.total_bytes or not content.is_eof() or content.exception() is not None:
        raise Malformed(NO_ID, Global.JSON_KEY) from None


def is_multipart(request: web.Request) -> bool:
    return request.headers.get("Content-Type", "").lower().startswith("multipart/")
