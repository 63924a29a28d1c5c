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

from config import Config
from services import Services
from stores.jobs import Job
from workers.children import Children
from workers.reconciler import reconcile
from workers.render import render

MINUTE_MS = 60_000


@dataclass(slots=True)
class Workshop:
    """An open worker: services, child processes, and the jobs being done."""

    services: Services
    name: str
    renderers: Children
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
        await self.renderers.close()


async def _render(workshop: Workshop, job_id: int) -> None:
    await render(workshop.services, workshop.renderers, workshop.name, job_id)


# One row per job; the work's own time limit is works.render_seconds, in the job itself.
ACTORS: dict[Job, Callable[[Workshop, int], Coroutine[Any, Any, None]]] = {
    Job.RENDER: _render,
}


@asynccontextmanager
async def open_workshop(services: Services, *, alone: bool) -> AsyncIterator[Workshop]:
    """Run the reconciler beside the jobs; both end with the block."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    workshop = Workshop(services, name, Children("workers.renderer"))
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
    """Attach an actor per job to `broker`. Importing this package attaches none."""
    backstop = int(config.works.render_seconds * 1000) + MINUTE_MS
    for job in ACTORS:
        attach = dramatiq.actor(
            broker=broker,
            actor_name=job.actor,
            queue_name=job.queue,
            time_limit=backstop,
            notify_shutdown=True,
        )
        attach(_on_the_loop(job, workshop))


def _on_the_loop(job: Job, workshop: Callable[[], Workshop]) -> Callable[[int], None]:
    def act(job_id: int) -> None:
        thread = get_event_loop_thread()
        assert thread is not None
        thread.run_coroutine(workshop().do(job, job_id))

    return act
