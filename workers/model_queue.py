"""The jobs `model` and `big_model`: what callers ask of models, together where they wait together.

For each of the two one child process answers for this worker, one batch at a time. Each job's own
task ends when its answer is there; a task that is cancelled hands its job back.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any, Final, NamedTuple

import structlog

from services import WorkerServices
from services.models.answering import Answering, Asked
from services.models.rules import NO_MEMORY, NO_TIME
from services.running.logs import WORKER
from services.running.metrics import MODELS
from stores.jobs import Job
from stores.media import StorageError
from stores.sql import SqlError
from workers.child_processes import ChildDied, ChildProcesses, unheard
from workers.sandbox import ProcessLimits

CHECK_SECONDS: Final = 1.0
LAST: Final = frozenset({"ends"})
# An answer is a picture of 24 megapixels at most, as text: of noise it was 17 MiB.
FILE_BYTES: Final = 256 << 20
OPEN_FILES: Final = 512
DIED: Final = "died"
BROKEN: Final = "failed"

log = structlog.get_logger(WORKER)


class _Turn(NamedTuple):
    asked: Asked
    over: asyncio.Event


class ModelQueue:
    """Where jobs of one kind wait for their child process of this worker."""

    def __init__(
        self,
        services: WorkerServices,
        worker: str,
        children: ChildProcesses,
        job: Job = Job.MODEL,
    ) -> None:
        self._job = job
        self._answering: Answering = services.models.answering
        self._metrics = services.running.metrics
        self._tracing = services.running.tracing
        self._queue = services.running.queue
        self._worker = worker
        self._children = children
        settings = services.running.config.models
        self._most = settings.at_once
        self._limits = ProcessLimits(
            settings.memory_bytes, FILE_BYTES, OPEN_FILES, settings.cpu_seconds
        )._asdict()
        self._waiting: list[_Turn] = []
        self._work: asyncio.Task[None] | None = None
        # Whoever waits for the process, jobs and renders alike, has it in the order of coming.
        self._turn = asyncio.Lock()

    async def run_model(self, model: str, asked: list[dict[str, Any]]) -> list[dict[str, str]]:
        """How each ended of what no job asks; raises `ChildDied`. Answers lie in their files."""
        event = await self._run({"model": model, "asked": asked})
        ends: list[dict[str, str]] = event["ends"]
        return ends

    async def answer(self) -> None:
        """Do the waiting job whose turn it is, if any waits; return when it is over."""
        asked = await self._answering.claim(self._job, self._worker)
        if asked is None:
            return
        job_id = asked.claim.job_id
        turn = _Turn(asked, asyncio.Event())
        self._waiting.append(turn)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._serve())
        try:
            with self._tracing.doing(f"job {self._job.actor}", asked.claim.trace, job_id=job_id):
                await turn.over.wait()
        except asyncio.CancelledError:
            await asyncio.shield(self._hand_back(asked))
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(turn)

    async def _hand_back(self, asked: Asked) -> None:
        await self._answering.hand_back(asked)
        await self._queue.send(self._job.actor, self._job.queue, asked.claim.job_id)

    async def close(self) -> None:
        """Stop; the child process is killed in the middle of what it does."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        await self._children.close()

    async def _serve(self) -> None:
        while self._waiting:
            model = self._waiting[0].asked.model
            batch = [turn for turn in self._waiting if turn.asked.model == model][: self._most]
            for turn in batch:
                self._waiting.remove(turn)
            try:
                await self._do([turn.asked for turn in batch])
            except (SqlError, StorageError) as error:
                # Who asked is told the same when they look at their job, or they wait in vain.
                log.warning("end not written", model=model, error=str(error))
            except Exception:  # the next batch is to be served all the same
                log.exception("models failed")
            finally:
                for turn in batch:
                    turn.over.set()

    async def _do(self, batch: list[Asked]) -> None:
        try:
            await self._ask(batch)
        except ChildDied as error:
            log.warning("model process died", model=batch[0].model, error=str(error))
            if error.out_of_time and len(batch) == 1:
                await self._answering.failed(batch[0], NO_TIME)
                return
            # Whatever killed it is in one of them: each once more, alone.
            for asked in batch:
                await self._again(asked)

    async def _again(self, asked: Asked) -> None:
        try:
            await self._ask([asked])
        except ChildDied as error:
            log.warning("model process died again", job_id=asked.claim.job_id, error=str(error))
            await self._answering.failed(asked, NO_TIME if error.out_of_time else DIED)

    async def _ask(self, batch: list[Asked]) -> None:
        """Have a batch answered, and write how each of it ended. Raises `ChildDied`."""
        order = {
            "model": batch[0].model,
            "asked": [{"request": a.request, "picture": a.picture, "out": a.out} for a in batch],
        }
        event = await self._while_wanted(batch, order)
        if event is None:
            return
        for asked, end in zip(batch, event["ends"], strict=True):
            await self._end(asked, end)

    async def _while_wanted(
        self, batch: list[Asked], order: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The child's answer; None, and the child killed, when nobody waits for it any more."""
        run = asyncio.create_task(self._run(order))
        try:
            while not (await asyncio.wait({run}, timeout=CHECK_SECONDS))[0]:
                if not await self._is_wanted(batch):
                    log.warning("model process stopped: nobody waits", model=batch[0].model)
                    return None
            event: dict[str, Any] = run.result()
            return event
        finally:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)

    async def _run(self, order: dict[str, Any]) -> dict[str, Any]:
        async with self._turn:
            begun = monotonic()
            event: dict[str, Any] = await self._children.run(
                {**order, "limits": self._limits}, unheard, LAST
            )
            self._metrics.timed(MODELS, order["model"]).add(monotonic() - begun)
            return event

    async def _is_wanted(self, batch: list[Asked]) -> bool:
        for asked in batch:
            try:
                if asked.seconds_left > 0 and await self._answering.is_wanted(asked):
                    return True
            except SqlError:
                # Nobody can give up while the database is away; the deadline still holds.
                return True
        return False

    async def _end(self, asked: Asked, end: dict[str, str]) -> None:
        if "failed" in end:
            said = log.bind(job_id=asked.claim.job_id, trace=asked.claim.trace)
            said.error("model failed", model=asked.model, error=end["failed"])
            await self._answering.failed(asked, BROKEN)
        elif "refused" in end:
            if end["refused"] == NO_MEMORY:
                # Of what is let in none should: the operator may allow more, or fewer pixels.
                log.warning("model had too little memory", model=asked.model)
            await self._answering.failed(asked, end["refused"])
        else:
            await self._answering.done(asked)
