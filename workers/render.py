"""The job `render`: one claimed work through one child process, to an end that happens once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Coroutine
from time import monotonic
from typing import Any, Final, TypeVar

import structlog
from pydantic import TypeAdapter

from config import WorksSettings
from services import WorkerServices
from services.running.logs import WORKER
from services.running.metrics import RENDERS, STAGES
from services.works.renders import Lost, Render
from services.works.sending import Sending, sending_of
from status_codes import ApiError
from stores.jobs import Job
from stores.media import StorageError
from stores.sql import SqlError
from studio.order import Made, Order
from workers.child_processes import ChildDied, ChildProcesses, ChildStalled
from workers.model_queue import ModelQueue
from workers.render_answers import RenderAnswers
from workers.sandbox import ProcessLimits

CHECK_SECONDS: Final = 1.0
# Writing every per cent at once would cost more than it tells; watchers see four a second.
PROGRESS_SECONDS: Final = 0.25
LAST: Final = frozenset({"made", "refused", "failed"})
MADE: Final = TypeAdapter(Made)
DIED: Final = "渲染进程多次意外终止"
BROKEN: Final = "生成失败，请重试"
TOO_LONG: Final = "生成超时"
STALLED: Final = "生成停滞，请减少或更换图片后重试"

log = structlog.get_logger(WORKER)
T = TypeVar("T")


async def render(
    services: WorkerServices,
    children: ChildProcesses,
    model_queue: ModelQueue,
    worker: str,
) -> None:
    """Do the waiting job whose turn it is, if any waits. Safe to run twice."""
    taken = await services.works.renders.claim(worker)
    if taken is None:
        return
    job_id = taken.claim.job_id
    said = log.bind(
        job_id=job_id, work_id=taken.work.id, trace=taken.claim.trace, attempt=taken.claim.attempt
    )
    try:
        with services.running.tracing.doing(
            "job render", taken.claim.trace, job_id=job_id, attempt=taken.claim.attempt
        ):
            await _render(services, children, model_queue, taken, said)
    except Lost:
        said.info("render ended: the work is no longer ours")
    except asyncio.CancelledError:
        said.info("render handed back")
        await asyncio.shield(_hand_back(services, taken))
        raise
    finally:
        await asyncio.to_thread(shutil.rmtree, taken.out, ignore_errors=True)


async def _render(
    services: WorkerServices,
    children: ChildProcesses,
    model_queue: ModelQueue,
    taken: Render,
    said: Any,
) -> None:
    settings = services.running.config.works
    if taken.claim.crashes >= settings.attempts:
        await services.works.renders.fail(taken, DIED)
        return
    begun = monotonic()
    order = await _while_ours(services, taken, _ordered(services, taken))
    if isinstance(order, str):
        _count(services, taken, "failed", begun)
        await _end(services, taken, {"refused": order}, said)
        return
    said.info("render begins", photos=len(order.photos))
    try:
        async with asyncio.timeout(settings.render_seconds):
            making = _make(services, taken, order, children, model_queue, said)
            with services.running.tracing.doing(f"render {taken.work.kind}", taken.claim.trace):
                event = await _while_ours(services, taken, making)
    except TimeoutError:
        said.warning("render took too long")
        _count(services, taken, "too long", begun)
        await _fail(services, taken, TOO_LONG)
        return
    except ChildDied as error:
        said.warning("renderer died", error=str(error))
        if error.out_of_time:
            _count(services, taken, "too long", begun)
            await _fail(services, taken, TOO_LONG)
            return
        if isinstance(error, ChildStalled) and taken.claim.crashes:
            # Once may be the machine's fault; what stands still twice would do so every time.
            _count(services, taken, "stalled", begun)
            await _fail(services, taken, STALLED)
            return
        _count(services, taken, "died", begun)
        await _insist(taken, lambda: _hand_back(services, taken, crashed=True))
        return
    _count(services, taken, "done" if "made" in event else "failed", begun)
    await _end(services, taken, event, said)


async def _hand_back(services: WorkerServices, taken: Render, *, crashed: bool = False) -> None:
    """Somebody else is to begin at once, not when the reconciler finds that it waits."""
    await services.works.renders.hand_back(taken, crashed=crashed)
    await services.running.queue.send(Job.RENDER.actor, Job.RENDER.queue, taken.claim.job_id)


def _count(services: WorkerServices, taken: Render, end: str, begun: float) -> None:
    services.running.metrics.timed(RENDERS, taken.work.kind, end).add(monotonic() - begun)


async def _end(services: WorkerServices, taken: Render, event: dict[str, Any], said: Any) -> None:
    if "made" in event:
        made = MADE.validate_python(event["made"])
        sending = await sending_of(made)
        publishing = _insist(taken, lambda: services.works.renders.publish(taken, made, sending))
        await _while_ours(services, taken, publishing, sending)
        await _insist(taken, lambda: services.works.renders.done(taken, made))
        said.info("render done", stage=200, size=f"{made.width}x{made.height}")
        return
    text = event.get("refused") or BROKEN
    said.warning("render failed", reason=text, error=event.get("failed", ""))
    await _fail(services, taken, text)


async def _fail(services: WorkerServices, taken: Render, text: str) -> None:
    # What was made goes first: on a full disk there is no room else to write the end down.
    await asyncio.to_thread(shutil.rmtree, taken.out, ignore_errors=True)
    await _insist(taken, lambda: services.works.renders.fail(taken, text))


async def _ordered(services: WorkerServices, taken: Render) -> Order | str:
    """Bring the photos here, however long a slow line takes; or why the work has failed."""
    try:
        return await _insist(taken, lambda: services.works.renders.order(taken))
    except ApiError as error:
        # What start had proved is gone since; tried again, it would fail again, for ever.
        return error.outcome.msg.format_map(error.texts)


async def _make(
    services: WorkerServices,
    taken: Render,
    order: Order,
    children: ChildProcesses,
    model_queue: ModelQueue,
    said: Any,
) -> dict[str, Any]:
    """Have the child make it; the last of its events."""
    progress = _Progress(services, taken, said)
    answers = RenderAnswers(services, model_queue, taken.out, said)

    async def on_event(event: dict[str, Any]) -> dict[str, Any] | None:
        if "ask" in event:
            return {"answers": await answers.to(event["ask"], event["requests"])}
        await progress.on_event(event)
        return None

    works = services.running.config.works
    job = {"kind": taken.work.kind, "order": order, "limits": _limits(works)._asdict()}
    event: dict[str, Any] = await children.run(job, on_event, LAST, works.stall_seconds)
    progress.over()
    return event


async def _while_ours(
    services: WorkerServices,
    taken: Render,
    work: Coroutine[Any, Any, T],
    sending: Sending | None = None,
) -> T:
    """Do it, keep the lease and tell what is sent; raises `Lost` within seconds of losing the
    job."""
    keeper = asyncio.create_task(_keep(services, taken, sending))
    run = asyncio.create_task(work)
    try:
        await asyncio.wait((keeper, run), return_when=asyncio.FIRST_COMPLETED)
        if keeper.done() and not run.done():
            keeper.result()
        return await run
    finally:
        for task in (keeper, run):
            task.cancel()
        await asyncio.gather(keeper, run, return_exceptions=True)


def _limits(works: WorksSettings) -> ProcessLimits:
    return ProcessLimits(
        works.render_memory_bytes,
        works.render_file_bytes,
        works.render_open_files,
        works.render_cpu_seconds,
    )


async def _keep(services: WorkerServices, taken: Render, sending: Sending | None) -> None:
    loop = asyncio.get_running_loop()
    every = services.running.config.worker.lease_seconds / 3
    renewed, told = loop.time(), 0
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        try:
            if loop.time() - renewed >= every:
                await services.works.renders.renew(taken)
                renewed = loop.time()
            elif sending is not None and (percent := sending.percent) > told:
                await services.works.renders.leaving(taken, sending)
                told = percent
            else:
                await services.works.renders.check(taken)
        except SqlError:
            # While the database is away nobody else can take the job either; the render goes on.
            continue


class _Progress:
    """Passes on what the child reports, not more often than anybody wants to know."""

    def __init__(self, services: WorkerServices, taken: Render, said: Any) -> None:
        self._services = services
        self._taken = taken
        self._said = said
        self._stage = 0
        self._begun = 0.0
        self._next = 0.0

    async def on_event(self, event: dict[str, Any]) -> None:
        stage, progress = int(event["stage"]), int(event["progress"])
        now = asyncio.get_running_loop().time()
        if stage == self._stage and now < self._next:
            return
        if stage != self._stage:
            self._said.info("stage", stage=stage)
            self._count(now)
        self._stage, self._next = stage, now + PROGRESS_SECONDS
        try:
            await self._services.works.renders.progress(self._taken, stage, progress)
        except SqlError as error:
            self._said.warning("progress not written", error=str(error))

    def over(self) -> None:
        """The last stage is over."""
        self._count(asyncio.get_running_loop().time())

    def _count(self, now: float) -> None:
        """Note how long the stage took that is over now."""
        if self._stage:
            kind, metrics = self._taken.work.kind, self._services.running.metrics
            metrics.timed(STAGES, kind, str(self._stage)).add(now - self._begun)
        self._begun = now


async def _insist(taken: Render, step: Callable[[], Awaitable[T]]) -> T:
    """Take a step until the database and the storage let us, or the job is another's."""
    while True:
        try:
            return await step()
        except (SqlError, StorageError) as error:
            log.warning("a part is away", work_id=taken.work.id, error=str(error))
            await asyncio.sleep(CHECK_SECONDS)
