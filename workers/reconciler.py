"""What keeps the job table true while processes die: heartbeats, lost leases, lost messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from services import WorkerServices
from services.running.clock import now_ms
from services.running.logs import WORKER
from services.works.rules import DAY_MS
from stores.media import StorageError
from stores.sql import SqlError

CLEAN_EVERY: Final = 360
# A round that failed (the database is away, or has no tables yet) is tried again so soon.
AGAIN_SECONDS: Final = 1.0
# While a worker is busy the messages of waiting jobs may well lie in the queue; sent again as
# often as for an idle worker they would only pile up there.
BUSY_PATIENCE: Final = 12

log = structlog.get_logger(WORKER)


async def reconcile(
    services: WorkerServices, worker: str, *, alone: bool, busy: Callable[[], bool]
) -> None:
    """Run for ever. `alone`: no other worker can exist, so whatever runs at start is orphaned."""
    every = services.running.config.worker.reconcile_seconds
    await _try(_start(services, alone))
    rounds = 0
    while True:
        if await _try(_round(services, worker, busy())):
            if rounds % CLEAN_EVERY == 0:
                await _try(services.works.owned.clean())
                await _try(services.models.calls.clean())
                await _try(services.messages.delivery.clean())
                await _try(_forget(services))
            rounds += 1
            await asyncio.sleep(every)
        else:
            await asyncio.sleep(min(every, AGAIN_SECONDS))


async def _start(services: WorkerServices, alone: bool) -> None:
    if alone:
        # The messages died with the process that held them.
        await services.running.jobs.free(now_ms(), all_=True)
        await services.messages.sending.lose(everyone=True)
        await _send(services, before=now_ms() + 1)


async def _round(services: WorkerServices, worker: str, busy: bool) -> None:
    now = now_ms()
    await services.running.jobs.seen(worker, now)
    if freed := await services.running.jobs.free(now):
        log.warning("jobs freed from lost workers", count=freed)
    if lost := await services.messages.sending.lose(everyone=False):
        log.warning("messages of lost workers are not sent again", count=lost)
    await services.works.renders.sweep()
    await _resend_messages(services)
    patience = services.running.config.worker.resend_seconds * (BUSY_PATIENCE if busy else 1)
    await _send(services, before=now - int(patience * 1000))


async def _send(services: WorkerServices, *, before: int) -> None:
    for waiting in await services.running.jobs.unsent(before):
        if not await services.running.queue.send(waiting.actor, waiting.queue, waiting.job_id):
            return
        await services.running.jobs.sent(waiting.job_id, now_ms())


async def _resend_messages(services: WorkerServices) -> None:
    """They wait behind no render, however busy this worker is."""
    for waiting in await services.messages.sending.waiting(
        services.running.config.worker.resend_seconds
    ):
        await services.running.queue.send(waiting.actor, waiting.queue, waiting.job_id)
        await services.running.jobs.sent(waiting.job_id, now_ms())


async def _forget(services: WorkerServices) -> None:
    now = now_ms()
    before = now - services.running.config.worker.keep_jobs_days * DAY_MS
    gone = await services.running.jobs.clean(before, now - DAY_MS)
    if gone := gone + await services.running.once.clean():
        log.info("old rows removed", count=gone)


async def _try(step: Awaitable[object]) -> bool:
    try:
        await step
    except (SqlError, StorageError) as error:
        log.warning("reconciler waits", error=str(error))
    except Exception:  # whatever it is, no job comes back to life where nobody looks any more
        log.exception("reconciler failed")
    else:
        return True
    return False
