"""What lies in a bucket, passed on as a file is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import structlog
from aiohttp import web

from stores.media import Media, MediaChanged, StorageError, StoredFile
from transport.file_answers import marks, without
from transport.file_requests import wanted

# A picture of a guest that changes while it is asked for is looked up again.
TRIES: Final = 3


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
    asked = wanted(request, stored)
    if refusal := without(stored, asked, headers):
        return refusal
    answer = web.StreamResponse(status=asked.status, headers=headers | marks(stored))
    answer.content_length = asked.length
    if asked.status == 206:
        last = asked.first + asked.length - 1
        answer.headers["Content-Range"] = f"bytes {asked.first}-{last}/{stored.size}"
    if request.method == "HEAD":
        await answer.prepare(request)
        return answer
    # Opened before the first byte is sent: a storage that is away can still be said.
    chunks = await media.open(stored, asked.first, asked.length)
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
