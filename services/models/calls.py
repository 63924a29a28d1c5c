"""Asking a model and waiting for its answer; the work is done in a worker's child process.

Whoever asks holds the job: it is over when the answer is there, they leave, or waited too long.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import orjson

from config import Config
from protocol.caller import Caller
from protocol.upload import FilePart
from services.models.answering import reply_name
from services.models.costs import cost_of, guest_of
from services.models.replies import ModelName, Reply
from services.models.rules import KEEP_MS, REFUSALS
from services.running.clock import now_ms
from services.running.limits import RateLimits, too_many
from services.running.looker import Looker, LookOrder, lane
from services.running.queue import Queue, channel
from services.running.refusals import too_large
from services.running.rules import MINUTE
from services.running.uploads import on_disk
from status_codes import AiPicture, ApiError, Global
from stores.jobs import ANY, Job, JobEnd, JobRows
from stores.media import Media, StorageError
from stores.signals import Signals
from stores.sql import Database
from studio.look.sniffing import BrokenPicture, NotAPicture, PictureTooLarge

# How often to see whether the caller is still there, and whether a signal was lost.
LOOK_SECONDS: Final = 0.25
ASK_AGAIN_SECONDS: Final = 1.0
# How an answer begins that is a picture, and from how many bytes on it is a large one.
PICTURE: Final = b'{"image":"'
LARGE: Final = 1 << 16


class WaitingCaller(Caller, Protocol):
    """Who asks, and may leave before the answer is there."""

    def has_left(self) -> bool: ...


class _Call(NamedTuple):
    """Where a call waits, and what it costs."""

    job: Job
    cost: int


class ModelCalls:
    def __init__(
        self,
        database: Database,
        jobs: JobRows,
        queue: Queue,
        signals: Signals,
        media: Media,
        limits: RateLimits,
        looker: Looker,
        config: Config,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._queue = queue
        self._signals = signals
        self._media = media
        self._limits = limits
        self._looker = looker
        self._per_minute = config.limits.model_calls_per_address_minute
        self._cost_per_minute = config.limits.model_cost_per_address_minute
        self._settings = config.models
        self._most_pixels = config.works.picture_pixels

    async def ask(
        self,
        caller: WaitingCaller,
        model: ModelName[Reply],
        request: dict[str, Any],
        picture: FilePart | None = None,
    ) -> Reply:
        """The model's answer. Raises -413 where it could never be there in time, -429 when the
        address or all together ask for too much, -503 when too many wait, -504 after too long.
        """
        await self._limits.spend(f"model:{caller.address}", self._per_minute, MINUTE)
        if picture is None:
            call = await self._admitted(caller, model.name, request, 0)
            return await self._answer(caller, model, call, request, "")
        async with self._held(caller, picture) as (path, pixels):
            call = await self._admitted(caller, model.name, request, pixels)
            return await self._answer(caller, model, call, request, path.name)

    async def _admitted(
        self, caller: Caller, model: str, request: dict[str, Any], pixels: int
    ) -> _Call:
        """What sort of call it is, once it may be made."""
        cost = cost_of(model, request, pixels)
        call = _Call(Job.BIG_MODEL if cost > self._settings.small_cost else Job.MODEL, cost)
        most = min(self._settings.big_cost, self._cost_per_minute or cost)
        if cost > most:
            raise ApiError(Global.FILE_TOO_LARGE, limit=f"{cost} > {most}")
        # Nothing of theirs is spent on what others have filled.
        await self._refuse_when_full(call)
        await self._limits.spend(
            f"model cost:{caller.address}", self._cost_per_minute, MINUTE, cost
        )
        return call

    async def _refuse_when_full(self, call: _Call, before: int = ANY) -> None:
        since = now_ms() - int(self._settings.wait_seconds * 1000)
        live, cost = await self._jobs.live_since(call.job.queue, since, before)
        if live >= self._settings.waiting:
            raise ApiError(Global.BUSY)
        if call.job is Job.BIG_MODEL and cost + call.cost > self._settings.big_cost:
            raise too_many(self._settings.wait_seconds)

    @asynccontextmanager
    async def _held(self, caller: Caller, picture: FilePart) -> AsyncIterator[tuple[Path, int]]:
        """The picture where workers can read it, and how many pixels it has."""
        path = await on_disk(self._media, picture)
        try:
            pixels = await self._look_at(caller, path)
            await self._media.share(path.name)
            yield path, pixels
        finally:
            await asyncio.shield(self._forget(path.name))

    async def _forget(self, name: str) -> None:
        # Where the storage is away by now, what lies there is swept later.
        with suppress(StorageError):
            await self._media.unshare(name)

    async def _look_at(self, caller: Caller, path: Path) -> int:
        # Its head alone; whether it can be decoded to the end shows where it is needed.
        order: LookOrder = {"do": "head", "path": path, "max_pixels": self._most_pixels}
        try:
            found = await self._looker.look(lane(caller), order)
            return int(found["width"]) * int(found["height"])
        except NotAPicture:
            raise ApiError(AiPicture.FORMAT) from None
        except BrokenPicture:
            raise ApiError(AiPicture.BROKEN) from None
        except PictureTooLarge as error:
            raise too_large(error) from None

    async def _answer(
        self,
        caller: WaitingCaller,
        model: ModelName[Reply],
        call: _Call,
        request: dict[str, Any],
        picture: str,
    ) -> Reply:
        now = now_ms()
        deadline = now + int(self._settings.wait_seconds * 1000)
        args: list[int | str] = [model.name, deadline, picture, orjson.dumps(request).decode()]
        async with self._database.transaction() as session:
            job_id = await self._jobs.add(
                session,
                call.job,
                args,
                trace=caller.trace,
                now=now,
                guest=guest_of(caller.address),
                cost=call.cost,
            )
        try:
            # Others may have come together with this one: those before it count.
            await self._refuse_when_full(call, job_id)
            end = await self._end_of(call.job, job_id, caller)
        except BaseException:
            # Also when we are cancelled: what nobody waits for is not to be done.
            await asyncio.shield(self._give_up(job_id))
            raise
        try:
            answer: Reply = await self._read(job_id, end)
            return answer
        finally:
            await asyncio.shield(self._forget(reply_name(job_id)))

    async def _end_of(self, job: Job, job_id: int, caller: WaitingCaller) -> JobEnd:
        """Wait until the job is over. Raises -504."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._settings.wait_seconds
        look_again = loop.time() + ASK_AGAIN_SECONDS
        told = asyncio.Event()
        unsubscribe = self._signals.subscribe(channel(job_id), lambda _: told.set())
        try:
            await self._queue.send(job.actor, job.queue, job_id)
            while loop.time() < deadline and not caller.has_left():
                heard = await _within(told, min(LOOK_SECONDS, deadline - loop.time()))
                if heard or loop.time() >= look_again:
                    told.clear()
                    look_again = loop.time() + ASK_AGAIN_SECONDS
                    end = await self._jobs.look(job_id)
                    if not end.live:
                        return end
        finally:
            unsubscribe()
        raise ApiError(Global.TIMEOUT)

    async def _read(self, job_id: int, end: JobEnd) -> Any:
        if end.state == "failed" and end.error in REFUSALS:
            raise ApiError(REFUSALS[end.error])
        if end.state == "cancelled":
            raise ApiError(Global.TIMEOUT)
        if end.state != "done":
            raise ApiError(Global.INTERNAL)
        path = await self._media.shared(reply_name(job_id))
        if path is None:
            raise StorageError("the answer is gone")
        try:
            return await asyncio.to_thread(_value, path)
        except OSError as error:
            raise StorageError(str(error)) from error

    async def _give_up(self, job_id: int) -> None:
        async with self._database.transaction() as session:
            await self._jobs.cancel(session, job_id, now_ms())
        await self._forget(reply_name(job_id))

    async def clean(self) -> int:
        """Remove the rows of calls that are long over, and what they left; how many."""
        await self._media.sweep_shared(KEEP_MS / 1000)
        before = now_ms() - KEEP_MS
        small, big = [
            await self._jobs.forget(job.queue, before) for job in (Job.MODEL, Job.BIG_MODEL)
        ]
        return small + big


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(max(seconds, 0)):
            await event.wait()
    except TimeoutError:
        return False
    return True


def _value(path: Path) -> Any:
    """The JSON value in a file; of a large picture its text as it stands there.

    To read ten megabytes of base64, and to write them again, holds the loop for ten milliseconds:
    the text is not even cut out of what was read.
    """
    with path.open("rb") as file:
        begins = file.read(len(PICTURE))
        size = os.fstat(file.fileno()).st_size
        if begins == PICTURE and size > LARGE:
            file.seek(len(PICTURE) - 1)
            text = file.read(size - len(PICTURE))
            if text.find(b'"', 1) == len(text) - 1 and b"\\" not in text and file.read() == b"}":
                return {"image": orjson.Fragment(text)}
        file.seek(0)
        return orjson.loads(file.read())
