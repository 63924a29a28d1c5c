"""Bytes on a connection of one's own, laid out by the test."""

from __future__ import annotations

import asyncio
import re
from typing import NamedTuple

from tests.postcard import Postcard

SECONDS = 30.0


class Heard(NamedTuple):
    """What came back until the server closed: how many answers, the first one's status."""

    raw: bytes

    @property
    def statuses(self) -> list[int]:
        return [int(found) for found in re.findall(rb"HTTP/1\.[01] (\d{3}) ", self.raw)]

    @property
    def headers(self) -> bytes:
        """Of the first answer."""
        return self.raw.partition(b"\r\n\r\n")[0]


async def speak(postcard: Postcard, data: bytes) -> Heard:
    """Send the bytes, and hear everything until the server closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    try:
        async with asyncio.timeout(SECONDS):
            writer.write(data)
            heard = b""
            # It may close before it has read all of it.
            try:
                while chunk := await reader.read(1 << 16):
                    heard += chunk
            except ConnectionError:
                pass
            return Heard(heard)
    finally:
        writer.transport.abort()


def request(target: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    """A request that is the last of its connection; `target` and headers as they are."""
    lines = [f"{method} {target} HTTP/1.1", "Connection: close", *headers]
    if not any(header.lower().startswith("host:") for header in headers):
        lines.append("Host: a")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body
