"""/api/ws: every text frame is an envelope, answered on the same socket, in any order.

A reader slower than its queue is cut off; a closed socket ends all that was done for it. Nothing is
compressed: that costs each socket some 100 KB, and frames of a few hundred bytes gain little.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from config import HttpSettings
from protocol.dispatch import Dispatcher
from protocol.envelope import NO_ID, Envelope, Malformed, Reply, dump, read
from protocol.sent_ids import SentId
from protocol.slices import Slices
from services.running.limits import too_many
from status_codes import Global, Outcome
from transport.access_log import AccessLog
from transport.aiohttp_internals import JsonResponse
from transport.answer_room import AnswerRoom, cut
from transport.callers import CallerFactory
from transport.envelopes import NO_NAME

# Envelopes of one socket answered at once; beyond it the socket is not read until one is done.
AT_ONCE: Final = 20
# Whoever has too many of something may try again after so long.
AGAIN_SECONDS: Final = 30
# A frame so much over the limit is still answered, as a body is; a larger one closes the socket.
SLACK: Final = 1 << 16
# A further reply, of its id and its data.
FURTHER: Final = b'{"id":%b,"status":0,"message":"successful","data":%b}'


class Socket:
    """One open WebSocket: frames wait in a bounded queue for the one task that sends them."""

    def __init__(self, ws: web.WebSocketResponse, room: AnswerRoom, settings: HttpSettings) -> None:
        self._ws = ws
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(settings.socket_queue)
        self._most_bytes = settings.socket_bytes
        self._most_watches = settings.socket_watches
        self._ends: list[Callable[[], None]] = []
        self.answering: set[asyncio.Task[None]] = set()
        self.too_slow = asyncio.Event()
        self._waiting = room.waiting(self.too_slow.set)
        self._has_room = asyncio.Event()
        self._has_room.set()

    def put(self, frame: bytes) -> None:
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.too_slow.set()
            return
        self._waiting.add(len(frame))
        if self._waiting.bytes > self._most_bytes:
            self._has_room.clear()

    async def has_room(self) -> None:
        """Return when few enough bytes wait for another question to be answered."""
        await self._has_room.wait()

    def on_close(self, end: Callable[[], None]) -> None:
        if len(self._ends) >= self._most_watches:
            end()
            raise too_many(AGAIN_SECONDS)
        self._ends.append(end)

    def end(self) -> None:
        for end in self._ends:
            end()
        self._waiting.end()

    async def send_all(self) -> None:
        while True:
            await self._send(await self._frames.get())

    async def send_rest(self) -> None:
        """What `send_all` did not come to; nothing where the other side has left."""
        while not self._frames.empty() and not self._ws.closed:
            await self._send(self._frames.get_nowait())

    async def _send(self, frame: bytes) -> None:
        await self._ws.send_frame(frame, WSMsgType.TEXT)
        self._waiting.take(len(frame))
        if self._waiting.bytes <= self._most_bytes:
            self._has_room.set()

    async def answered(self) -> None:
        """Return when everything that came is answered."""
        if self.answering:
            await asyncio.wait(self.answering)


class SocketReplies:
    """Further replies to one envelope, held until its first reply stands in the queue."""

    def __init__(self, socket: Socket, id_: SentId) -> None:
        self._socket = socket
        self._id = id_
        self._held: list[bytes] | None = []

    def send(self, data: bytes) -> None:
        self._put(FURTHER % (orjson.dumps(self._id), data))

    def fail(self, outcome: Outcome) -> None:
        self._put(dump(Reply(self._id, outcome, {})))

    def _put(self, frame: bytes) -> None:
        if self._held is None:
            self._socket.put(frame)
        else:
            self._held.append(frame)

    def on_close(self, end: Callable[[], None]) -> None:
        self._socket.on_close(end)

    def release(self) -> None:
        held, self._held = self._held, None
        for frame in held or ():
            self._socket.put(frame)


class Sockets:
    def __init__(
        self,
        dispatcher: Dispatcher,
        callers: CallerFactory,
        access_log: AccessLog,
        room: AnswerRoom,
        slices: Slices,
        settings: HttpSettings,
    ) -> None:
        self._dispatcher = dispatcher
        self._callers = callers
        self._access_log = access_log
        self._room = room
        self._slices = slices
        self._settings = settings
        # By address, and all of them: to sum up ten thousand addresses takes longer than to answer.
        self._open: Counter[str] = Counter()
        self._count = 0
        self._leaving = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until either side closes it."""
        ws = web.WebSocketResponse(
            heartbeat=self._settings.ping_seconds,
            max_msg_size=self._settings.json_bytes + SLACK,
            compress=False,
        )
        if not ws.can_prepare(request).ok:
            # An envelope address answers with an envelope, whatever was sent.
            return JsonResponse(dump(Reply(NO_ID, Global.JSON_VALUE, {})), self._callers.trace())
        self._callers.note(request)
        address = self._callers.address(request)
        refusal = self._refusal(address)
        if refusal is not None:
            return JsonResponse(dump(refusal), self._callers.trace())
        self._open[address] += 1
        self._count += 1
        try:
            return await self._serve(request, ws)
        finally:
            self._count -= 1
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    def _refusal(self, address: str) -> Reply | None:
        if self._count >= self._settings.sockets:
            return Reply(NO_ID, Global.BUSY, {})
        if self._open[address] >= self._settings.sockets_per_address:
            return Reply(NO_ID, Global.TOO_MANY, too_many(AGAIN_SECONDS).data)
        return None

    async def _serve(
        self, request: web.Request, ws: web.WebSocketResponse
    ) -> web.WebSocketResponse:
        await ws.prepare(request)
        socket = Socket(ws, self._room, self._settings)
        reading = asyncio.create_task(self._read(request, ws, socket))
        leaving = asyncio.create_task(self._leaving.wait())
        tasks = [
            reading,
            leaving,
            asyncio.create_task(socket.send_all()),
            asyncio.create_task(socket.too_slow.wait()),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if done == {leaving}:
                await _stop(reading)
                await socket.answered()
        finally:
            await _stop(*tasks, *socket.answering)
            # After the last answer: a watch that was just being begun ends as well.
            socket.end()
        if socket.too_slow.is_set():
            # A closing handshake would wait behind what the reader does not read.
            cut(request)
        else:
            await socket.send_rest()
            await ws.close(
                code=WSCloseCode.GOING_AWAY if self._leaving.is_set() else WSCloseCode.OK
            )
        return ws

    async def close(self) -> None:
        """Have every socket closed when what came over it is answered."""
        self._leaving.set()

    async def _read(self, request: web.Request, ws: web.WebSocketResponse, socket: Socket) -> None:
        places = asyncio.Semaphore(AT_ONCE)

        def over(task: asyncio.Task[None]) -> None:
            socket.answering.discard(task)
            places.release()

        async for message in ws:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            await places.acquire()
            await socket.has_room()
            # Read here, so that no more frames are taken in than are worked on.
            started = time.perf_counter()
            found = await self._envelope(message.data)
            task = asyncio.create_task(self._answer(request, found, socket, started))
            socket.answering.add(task)
            task.add_done_callback(over)

    async def _envelope(self, frame: str | bytes) -> Envelope | Reply:
        body = frame.encode() if isinstance(frame, str) else frame
        if len(body) > self._settings.json_bytes:
            return Reply(NO_ID, Global.TOO_LARGE, {})
        try:
            return read(await self._slices.load(body), body)
        except Malformed as error:
            return error.reply

    async def _answer(
        self, request: web.Request, found: Envelope | Reply, socket: Socket, started: float
    ) -> None:
        caller = self._callers.caller(request)
        if isinstance(found, Reply):
            self._access_log.request("socket", NO_NAME, caller, found, started)
            socket.put(dump(found))
            return
        further = SocketReplies(socket, found.id)
        reply = await self._dispatcher.answer(found, caller._replace(push=further))
        self._access_log.request("socket", (found.type, found.subtype), caller, reply, started)
        socket.put(dump(reply))
        further.release()


async def _stop(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
