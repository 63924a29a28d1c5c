"""A file on its way into a bucket: by one PUT to a signed address, as slow as the line is.

obstore's limit runs while our own bytes are on their way, and its uploads in parts leave the parts
behind when they are given up; of one PUT that is broken off nothing is kept.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import aiohttp
from yarl import URL

from stores.media import StorageError, Tell
from stores.media_s3_line import Line
from stores.scratch import on_disk

CHUNK: Final = 1 << 16
# A line that was cut, and what a server says that is not well itself.
TRIES: Final = 3
PAUSE_SECONDS: Final = 0.2
OK: Final = 200
OF_SERVER: Final = 500


class _Again(Exception):
    """Raised when another try may do better."""


class Sender:
    def __init__(self, line: Line) -> None:
        self._line = line

    async def send(self, address: str, source: Path, kind: str, tell: Tell | None = None) -> None:
        """PUT it there, and `tell` how much of it has left. Raises `StorageError`, of that
        `TooSlow`."""
        size = await on_disk(lambda: source.stat().st_size)
        with self._line.file(size) as file:
            await file.wait(lambda: self._try(address, source, kind, size, tell))

    async def _try(
        self, address: str, source: Path, kind: str, size: int, tell: Tell | None
    ) -> None:
        error = ""
        for _ in range(TRIES):
            try:
                return await self._put(address, source, kind, size, tell)
            except _Again as failure:
                error = str(failure)
            await asyncio.sleep(PAUSE_SECONDS)
        raise StorageError(error)

    async def _put(
        self, address: str, source: Path, kind: str, size: int, tell: Tell | None
    ) -> None:
        headers = {"Content-Type": kind, "Content-Length": str(size)}
        # The limit is ours; aiohttp's own of five minutes is not of use.
        whole = aiohttp.ClientTimeout(total=None, sock_connect=self._line.seconds)
        try:
            async with (
                aiohttp.ClientSession(
                    connector=aiohttp.TCPConnector(socket_factory=_socket),
                    timeout=whole,
                    trust_env=True,
                ) as session,
                session.put(
                    URL(address, encoded=True), data=_chunks(source, tell), headers=headers
                ) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, OSError) as error:
            raise _Again(type(error).__name__) from None
        if status == OK:
            return
        said = f"HTTP {status}"
        raise _Again(said) if status >= OF_SERVER else StorageError(said)


def _socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """One that takes little more from us than the line does: what is told to have left has."""
    found = socket.socket(*address[:3])
    if sys.platform == "linux":
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, CHUNK)
    return found


async def _chunks(source: Path, tell: Tell | None) -> AsyncIterator[bytes]:
    count = 0
    with await on_disk(lambda: source.open("rb")) as file:
        while chunk := await on_disk(lambda: file.read(CHUNK)):
            yield chunk
            count += len(chunk)
            if tell is not None:
                tell(count)
