"""Dramatiq actors, their limits, and the world they work in."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dramatiq
from dramatiq.asyncio import get_event_loop_thread

from config import DEVICE, Config
from services import Services
from stores.jobs import Job
from workers.broker import MODELS, broker_for_models
from workers.children import Children
from workers.model import Desk
from workers.reconciler import reconcile
from workers.render import render

MINUTE_MS = 60_000
# An idle queue in Redis is looked at so often where somebody waits for what comes through it.
POLL_MS = 100


@dataclass(slots=True)
class Workshop:
    """An open worker: services, child processes, and the jobs being done."""

    services: Services
    name: str
    renderers: Children
    desk: Desk
    running: set[asyncio.Task[None]] = field(default_factory=set)
    closing: bool = False

    async def do(self, job: Job, job_id: int) -> None:
        """Do one job in a task that `close` can end."""
        if self.closing:
            # The message is lost, the row still says that the job waits.
            return
        task = asyncio.create_task(ACTORS[job](self, job_id))
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        try:
            await task
        except asyncio.CancelledError:
            # Dramatiq cancels us when it shuts down; the job hands its work back first.
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise

    async def close(self) -> None:
        """Hand every job back and end the child processes."""
        self.closing = True
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)
        await self.desk.close()
        await self.renderers.close()


async def _render(workshop: Workshop, job_id: int) -> None:
    await render(workshop.services, workshop.renderers, workshop.desk, workshop.name, job_id)


async def _model(workshop: Workshop, job_id: int) -> None:
    await workshop.desk.answer(job_id)


# One row per job; the work's own time limit is works.render_seconds, in the job itself.
ACTORS: dict[Job, Callable[[Workshop, int], Coroutine[Any, Any, None]]] = {
    Job.RENDER: _render,
    Job.MODEL: _model,
}


@asynccontextmanager
async def open_workshop(services: Services, *, alone: bool) -> AsyncIterator[Workshop]:
    """Run the reconciler beside the jobs; both end with the block."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    # Children begin with our environment.
    os.environ[DEVICE] = services.config.models.device
    desk = Desk(services, name, Children("workers.thinker"))
    workshop = Workshop(services, name, Children("workers.renderer"), desk)
    reconciling = asyncio.create_task(
        reconcile(services, name, alone=alone, busy=lambda: bool(workshop.running))
    )
    try:
        yield workshop
    finally:
        reconciling.cancel()
        await asyncio.gather(reconciling, return_exceptions=True)
        await workshop.close()


def declare_actors(
    broker: dramatiq.Broker, config: Config, workshop: Callable[[], Workshop]
) -> None:
    """Attach an actor per job to the broker of its queue. Importing this package attaches none."""
    backstop = int(config.works.render_seconds * 1000) + MINUTE_MS
    for job in [job for job in ACTORS if job.queue in broker.get_declared_queues()]:
        attach = dramatiq.actor(
            broker=broker,
            actor_name=job.actor,
            queue_name=job.queue,
            time_limit=backstop,
            notify_shutdown=True,
        )
        attach(_on_the_loop(job, workshop))


def models_worker(
    config: Config, broker: dramatiq.Broker, workshop: Callable[[], Workshop]
) -> dramatiq.Worker:
    """Threads for models alone, beside those of `broker`; to be started."""
    own = broker_for_models(config, broker)
    declare_actors(own, config, workshop)
    own.emit_after("process_boot")
    return dramatiq.Worker(
        own, queues={MODELS}, worker_timeout=POLL_MS, worker_threads=config.models.at_once
    )


def _on_the_loop(job: Job, workshop: Callable[[], Workshop]) -> Callable[[int], None]:
    def act(job_id: int) -> None:
        thread = get_event_loop_thread()
        assert thread is not None
        thread.run_coroutine(workshop().do(job, job_id))

    return act
