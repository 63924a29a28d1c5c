"""A file on its way into a bucket: by one PUT to a signed address, as slow as the line is.

obstore's limit runs while our own bytes are on their way, and its uploads in parts leave the parts
behind when they are given up; of one PUT that is broken off nothing is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import aiohttp
from yarl import URL

from stores.media import StorageError, TooSlow
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
    """Gives a file `seconds`, and the time that it takes at `slowest` (bytes a second)."""

    def __init__(self, seconds: float, slowest: float) -> None:
        self._seconds = seconds
        self._slowest = slowest

    async def send(self, address: str, source: Path, kind: str) -> None:
        """PUT it there. Raises `StorageError`, of that `TooSlow`."""
        size = await on_disk(lambda: source.stat().st_size)
        error = ""
        try:
            async with asyncio.timeout(self._seconds + size / self._slowest):
                for _ in range(TRIES):
                    try:
                        return await self._put(address, source, kind, size)
                    except _Again as failure:
                        error = str(failure)
                    await asyncio.sleep(PAUSE_SECONDS)
        except TimeoutError:
            raise TooSlow(error or f"{size} bytes did not arrive in time") from None
        raise StorageError(error)

    async def _put(self, address: str, source: Path, kind: str, size: int) -> None:
        headers = {"Content-Type": kind, "Content-Length": str(size)}
        # The limit is ours; aiohttp's own of five minutes is not of use.
        whole = aiohttp.ClientTimeout(total=None, sock_connect=self._seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=whole, trust_env=True) as session,
                session.put(
                    URL(address, encoded=True), data=_chunks(source), headers=headers
                ) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, OSError) as error:
            raise _Again(type(error).__name__) from None
        if status == OK:
            return
        said = f"HTTP {status}"
        raise _Again(said) if status >= OF_SERVER else StorageError(said)


async def _chunks(source: Path) -> AsyncIterator[bytes]:
    with await on_disk(lambda: source.open("rb")) as file:
        while chunk := await on_disk(lambda: file.read(CHUNK)):
            yield chunk
