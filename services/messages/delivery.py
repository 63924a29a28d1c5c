"""A message through a provider: asked for by a job, sent by a worker, never twice for one request.

Whoever asks waits for the first outcome. A message that certainly did not leave is tried again by
the worker for as long as its code lives; to the guest it is on its way.
"""

from __future__ import annotations

import asyncio
import base64
from functools import partial
from typing import Any, Final

import orjson

from services.messages.rules import KEEP_MS, PATIENCE_SECONDS
from services.running.clock import now_ms
from services.running.queue import Queue, channel
from services.running.seals import Seals
from stores.jobs import Job, JobRows
from stores.messages import KINDS, QUEUED, SENDING, MessageRows
from stores.signals import Signals
from stores.sql import Database
from stores.units import settle, settled

# How often to look at the row in case a signal was lost.
ASK_AGAIN_SECONDS: Final = 1.0
# Values of a message whose outcome somebody waits for; one that was handed over has one more.
HEARD: Final = 3


class Undelivered(Exception):
    """Raised when a message did not go out, or may not have; `said` is for who asked for it.

    `again`: it certainly did not leave, and another try may do better. `left`: it may have left.
    `note` is for the row and the log, and holds nobody's address.
    """

    def __init__(
        self, said: list[Any], *, again: bool = False, left: bool = False, note: str = ""
    ) -> None:
        super().__init__(*said)
        self.said = said
        self.again = again
        self.left = left
        self.note = note


class Sealing:
    """What a message says, and what was said of it, as they lie in the row of its job."""

    def __init__(self, seals: Seals) -> None:
        self._seals = seals

    def close(self, kind: str, content: list[Any]) -> str:
        sealed = self._seals.seal(f"message:{kind}", orjson.dumps(content))
        return base64.b64encode(sealed).decode()

    def open(self, kind: str, sealed: str) -> list[Any]:
        """Raises `SealBroken`."""
        found: list[Any] = orjson.loads(
            self._seals.open(f"message:{kind}", base64.b64decode(sealed))
        )
        return found


class Delivery:
    """Asks for messages, and waits for what becomes of them."""

    def __init__(
        self,
        database: Database,
        jobs: JobRows,
        queue: Queue,
        signals: Signals,
        seals: Seals,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._rows = MessageRows(database)
        self._queue = queue
        self._signals = signals
        self._sealing = Sealing(seals)

    async def send(
        self, kind: str, content: list[Any], *, seconds: float, answer_seconds: float, trace: str
    ) -> None:
        """Return when it was sent, or is being tried again. Raises `Undelivered`.

        It is of use for `seconds`; the provider answers within `answer_seconds`.
        """
        job_id = await self._add(Job.MESSAGE, kind, content, seconds, trace)
        # No worker sees it before.
        await settle()
        try:
            await self._wait(job_id, answer_seconds + PATIENCE_SECONDS)
        finally:
            # Nobody is told of what no worker has touched by now: it must not go out later.
            await asyncio.shield(self._rows.withdraw(job_id, now_ms()))
        await self._read(job_id)

    async def hand_over(self, kind: str, content: list[Any], *, seconds: float, trace: str) -> None:
        """Have it sent for as long as it is of use, and wait for nothing.

        Without workers it waits for one for so long; then it is over.

        `content` has one value more than what waits for its outcome: the worker gives back what
        counts against a message that did not go out.
        """
        job = Job.HANDED_OVER
        job_id = await self._add(job, kind, content, seconds, trace)
        await settled(partial(self._queue.send, job.actor, job.queue, job_id))

    async def _add(
        self, job: Job, kind: str, content: list[Any], seconds: float, trace: str
    ) -> int:
        now = now_ms()
        args: list[int | str] = [kind, now + int(seconds * 1000)]
        args.append(self._sealing.close(kind, content))
        async with self._database.transaction() as session:
            return await self._jobs.add(session, job, args, trace=trace, now=now)

    async def _wait(self, job_id: int, seconds: float) -> None:
        """Return at the first outcome, or after so long."""
        told = asyncio.Event()
        unsubscribe = self._signals.subscribe(channel(job_id), lambda _: told.set())
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        try:
            await self._queue.send(Job.MESSAGE.actor, Job.MESSAGE.queue, job_id)
            while (left := deadline - loop.time()) > 0:
                try:
                    async with asyncio.timeout(min(left, ASK_AGAIN_SECONDS)):
                        await told.wait()
                except TimeoutError:
                    pass
                told.clear()
                post = await self._rows.look(job_id)
                if post.attempts > 1 or (post.attempts == 1 and post.state != SENDING):
                    return
        finally:
            unsubscribe()

    async def _read(self, job_id: int) -> None:
        post = await self._rows.look(job_id)
        # After the first attempt the guest was told, or is, that it is on its way.
        if post.state == "done" or post.attempts > 1:
            return
        if post.state == QUEUED and post.attempts == 1:
            return
        if post.state in ("failed", "unknown") and post.args:
            raise Undelivered(self._sealing.open("said", str(post.args[0])))
        raise Undelivered([], note="no outcome in time")

    async def retried(self) -> set[str]:
        """The kinds of messages that did not leave, and are waiting for another try."""
        return {str(kind) for kind, *_ in await self._rows.retried()}

    async def clean(self) -> int:
        """Remove the rows of messages that are long over; how many."""
        before = now_ms() - KEEP_MS
        return sum([await self._jobs.forget(job.queue, before) for job in KINDS])
