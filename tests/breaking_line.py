"""A line to a server that breaks when a test says so, as a phone's does in a tunnel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

CHUNK = 1 << 16


class BreakingLine:
    """Passes what comes to a port of this machine, and back.

    breaks: after so many bytes of what is answered next the connection is broken, one number for
    each time; 0 lets nothing through. asked: what each connection brought.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.breaks: list[int] = []
        self.asked: list[bytearray] = []
        self.url = ""

    def reset(self) -> None:
        """Break every connection that stands."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        asked = bytearray()
        self.asked.append(asked)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(far_writer)
        up = asyncio.create_task(self._up(reader, far_writer, asked))
        try:
            await self._down(far_reader, writer)
        except OSError:
            pass
        finally:
            up.cancel()
            writer.transport.abort()
            far_writer.transport.abort()
            self._writers -= {writer, far_writer}
            self._tasks.discard(task)

    async def _up(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: bytearray
    ) -> None:
        while chunk := await reader.read(CHUNK):
            asked += chunk
            writer.write(chunk)
            await writer.drain()
        # Who asked has gone: so the server hears it too.
        writer.transport.abort()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left: int | None = None
        while chunk := await reader.read(CHUNK):
            if left is None and self.breaks:
                left = self.breaks.pop(0)
            if left is not None and len(chunk) > left:
                writer.write(chunk[:left])
                await writer.drain()
                # What was written is to arrive; what follows is a line that says nothing more.
                writer.close()
                return
            left = None if left is None else left - len(chunk)
            writer.write(chunk)
            await writer.drain()

    async def end(self) -> None:
        self.reset()
        await asyncio.gather(*self._tasks)


@asynccontextmanager
async def breaking_line(port: int) -> AsyncIterator[BreakingLine]:
    """A line to that port, at `url`, in the loop of the test."""
    line = BreakingLine(port)
    server = await asyncio.start_server(line.take, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        await line.end()
