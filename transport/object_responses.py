"""What lies in a bucket, passed on as a file is sent: ranges, conditions, HEAD."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import Final, NamedTuple

import structlog
from aiohttp import web
from aiohttp.helpers import ETag

from stores.media import Media, MediaChanged, StorageError, StoredFile

# A picture of a guest that changes while it is asked for is looked up again.
TRIES: Final = 3


class _Span(NamedTuple):
    first: int
    length: int
    # Whether it answers a Range.
    part: bool


async def send_object(
    request: web.Request, media: Media, stored: StoredFile, headers: dict[str, str]
) -> web.StreamResponse:
    """The answer, sent. Raises `StorageError` as long as nothing of it is."""
    for _ in range(TRIES):
        try:
            return await _send(request, media, stored, headers)
        except MediaChanged:
            found = await media.look(stored.key)
            if found is None:
                raise
            stored = found
    raise StorageError(f"{stored.key} changes all the time")


async def _send(
    request: web.Request, media: Media, stored: StoredFile, headers: dict[str, str]
) -> web.StreamResponse:
    marks = {
        "ETag": stored.etag,
        "Last-Modified": formatdate(stored.modified, usegmt=True),
        "Accept-Ranges": "bytes",
    }
    status = _refused(request, stored)
    if status:
        kept = {name: value for name, value in headers.items() if name != "Content-Type"}
        return web.Response(status=status, headers=kept | marks)
    span = _span(request, stored)
    if span is None:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    answer = web.StreamResponse(status=206 if span.part else 200, headers=headers | marks)
    answer.content_length = span.length
    if span.part:
        last = span.first + span.length - 1
        answer.headers["Content-Range"] = f"bytes {span.first}-{last}/{stored.size}"
    if request.method == "HEAD":
        await answer.prepare(request)
        return answer
    # Opened before the first byte is sent: a storage that is away can still be said.
    chunks = await media.open(stored, span.first, span.length)
    await answer.prepare(request)
    await _pass_on(request, answer, chunks)
    return answer


async def _pass_on(
    request: web.Request, answer: web.StreamResponse, chunks: AsyncIterator[bytes]
) -> None:
    try:
        async for chunk in chunks:
            await answer.write(chunk)
        await answer.write_eof()
    except StorageError as error:
        # The length was promised; only the end of the connection says that less has come.
        structlog.get_logger().warning("a file was cut short", path=request.path, reason=str(error))
        if request.transport is not None:
            request.transport.abort()
    except ConnectionError:
        # The guest has left.
        return


def _refused(request: web.Request, stored: StoredFile) -> int:
    """304 or 412 where the conditions of the request say so, else 0."""
    if request.if_match is not None and not _is_among(stored, request.if_match):
        return 412
    since = request.if_unmodified_since
    if request.if_match is None and since and stored.modified > since.timestamp():
        return 412
    if request.if_none_match is not None:
        return 304 if _is_among(stored, request.if_none_match, weak=True) else 0
    since = request.if_modified_since
    return 304 if since and stored.modified <= since.timestamp() else 0


def _is_among(stored: StoredFile, tags: tuple[ETag, ...], *, weak: bool = False) -> bool:
    value = stored.etag.strip('"')
    return any(tag.value in (value, "*") and (weak or not tag.is_weak) for tag in tags)


def _span(request: web.Request, stored: StoredFile) -> _Span | None:
    """Which bytes are asked for; None when there are none of these."""
    whole = _Span(0, stored.size, False)
    asked = request.headers.get("Range")
    if asked is None or not _is_same(request, stored):
        return whole
    try:
        wanted = request.http_range
    except ValueError:
        return None
    first, end = wanted.start, wanted.stop
    if first is None:
        return whole
    if first < 0:
        first = max(stored.size + first, 0)
    last = stored.size if end is None else min(end, stored.size)
    return _Span(first, last - first, True) if first < last else None


def _is_same(request: web.Request, stored: StoredFile) -> bool:
    """Whether If-Range, where it is, names this version."""
    asked = request.headers.get("If-Range", "")
    if asked.startswith(('"', "W/")):
        return asked == stored.etag
    since = request.if_range
    return not asked or (since is not None and stored.modified <= since.timestamp())
