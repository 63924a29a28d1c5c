"""A slow line to a server, in a thread of its own: what starts a Postcard holds up its loop."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster.hosts import Host
from tests.cluster.links import Link

# A round is short beside what tests look at, whatever the line.
PIECE = 1024
# So much of what was slept too long is made good: each round wakes late on a machine that is busy,
# and the line would be several times as slow as it is said to be.
LATE_SECONDS = 0.25
ASKS = (b"GET ", b"PUT ", b"HEAD ", b"POST ", b"DELETE ")


class SlowLine(Link):
    """Passes `rate` bits a second each way, for all connections together; 0 is no limit.

    With `slow` only what belongs to a request whose first line holds it.
    """

    def __init__(self, port: int, rate: int) -> None:
        super().__init__(Host("line"), ("127.0.0.1", 0), ("127.0.0.1", port))
        self.rate = rate
        self.slow = b""
        # The first lines of requests.
        self.asked: list[bytes] = []
        self._turns = {True: asyncio.Lock(), False: asyncio.Lock()}
        # When each way is free again.
        self._free = {True: 0.0, False: 0.0}

    async def open(self) -> None:
        listening = socket.create_server(self._near)
        # What the system takes in for us is not on its way yet.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * PIECE)
        self._server = await asyncio.start_server(self._take, sock=listening, limit=PIECE)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._far, limit=PIECE)
        now = [b""]
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(reader, far_writer, now, up=True))
                both.create_task(self._carry(far_reader, writer, now, up=False))
        except* (OSError, RuntimeError) as errors:
            raise OSError("broken") from errors
        finally:
            far_writer.transport.abort()
        writer.close()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        now: list[bytes],
        *,
        up: bool,
    ) -> None:
        writer.transport.set_write_buffer_limits(PIECE)
        while data := await reader.read(PIECE):
            if up and data.startswith(ASKS):
                now[0] = data.partition(b"\r\n")[0]
                self.asked.append(now[0])
            if self.slow in now[0]:
                async with self._turns[up]:
                    await self._pass_over(len(data), up=up)
            writer.write(data)
            await writer.drain()
        writer.write_eof()

    async def _pass_over(self, count: int, *, up: bool) -> None:
        """Until so many bytes are over."""
        # Once: another thread may change it.
        if rate := self.rate:
            now = asyncio.get_running_loop().time()
            self._free[up] = max(self._free[up], now - LATE_SECONDS) + count * 8 / rate
            await asyncio.sleep(self._free[up] - now)


@contextmanager
def slow_line(port: int, rate: int = 0) -> Iterator[SlowLine]:
    """One to a port of this machine."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    line = SlowLine(port, rate)
    asyncio.run_coroutine_threadsafe(line.open(), loop).result()
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(line.close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
