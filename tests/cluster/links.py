"""The way of TCP connections to one port; it can be slow, or silent, and tells nobody.

A relay in user space, because not every kernel has tc's netem.
"""

from __future__ import annotations

import asyncio
import socket
import struct

from tests.cluster.hosts import Host

CHUNK = 1 << 16
# So many of them at most are on the way at once.
CHUNKS = 64
# Closed with this, a socket sends a reset in place of a farewell.
RESET = struct.pack("ii", 1, 0)


class Link:
    """Takes connections on `host` at `near`, and makes them from there to `far`."""

    def __init__(self, host: Host, near: tuple[str, int], far: tuple[str, int]) -> None:
        self._host = host
        self._near = near
        self._far = far
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._near_ends: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self.delay = 0.0

    async def open(self) -> None:
        listening = self._host.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(self._near)
        self._server = await asyncio.start_server(self._take, sock=listening, backlog=1024)

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def far_port(self) -> int:
        return self._far[1]

    def silence(self, silent: bool) -> None:
        """Let nothing pass; what comes meanwhile passes later."""
        if silent:
            self._flows.clear()
        else:
            self._flows.set()

    def reset(self) -> None:
        """Break every connection that stands, as one end of which has crashed."""
        for writer in self._near_ends:
            found = writer.get_extra_info("socket")
            # One that has just left is closed, and among them until its task comes to turn.
            if found.fileno() >= 0:
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._near_ends.add(writer)
        try:
            await self._pass_on(reader, writer)
        except (OSError, asyncio.CancelledError):
            # Whatever ends one side ends the other, without a farewell.
            writer.transport.abort()
        finally:
            self._near_ends.discard(writer)
            self._tasks.discard(task)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        outgoing = self._host.socket()
        try:
            await asyncio.get_running_loop().sock_connect(outgoing, self._far)
        except BaseException:
            outgoing.close()
            raise
        far_reader, far_writer = await asyncio.open_connection(sock=outgoing)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, far_writer))
                both.create_task(self._pump(far_reader, writer))
        # uvloop calls a connection that is closed a RuntimeError.
        except* (OSError, RuntimeError) as errors:
            raise OSError("broken") from errors
        finally:
            far_writer.transport.abort()
        writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(CHUNKS)
        async with asyncio.TaskGroup() as ends:
            ends.create_task(self._take_in(reader, under_way))
            ends.create_task(self._hand_on(under_way, writer))

    async def _take_in(
        self, reader: asyncio.StreamReader, under_way: asyncio.Queue[tuple[float, bytes]]
    ) -> None:
        data = b"something"
        while data:
            data = await reader.read(CHUNK)
            await under_way.put((asyncio.get_running_loop().time() + self.delay, data))

    async def _hand_on(
        self, under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            await self._flows.wait()
            if not data:
                writer.write_eof()
                return
            writer.write(data)
            await writer.drain()
