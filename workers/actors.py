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

from config import Config
from models import DEVICE
from services import WorkerServices
from stores.jobs import Job
from workers.broker import BIG_MODELS, HANDED_OVER, MESSAGES, MODELS, broker_for
from workers.child_folders import folders_of
from workers.child_processes import ChildProcesses
from workers.dramatiq_internals import run_on_loop, start_time_limits
from workers.message_sender import MessageSender
from workers.model_queue import ModelQueue
from workers.reconciler import reconcile
from workers.render import render

MINUTE_MS = 60_000
MODEL_PROCESS = "workers.model_process"
# An idle queue in Redis is looked at so often where somebody waits for what comes through it.
POLL_MS = 100


@dataclass(slots=True)
class OpenWorker:
    """An open worker: services, child processes, and the jobs being done."""

    services: WorkerServices
    name: str
    renderers: ChildProcesses
    model_queue: ModelQueue
    # Beside it, in a process of its own: a call of seconds keeps nobody from a small answer.
    big_models: ModelQueue
    message_sender: MessageSender
    # One for each thread of the queue. Dramatiq lets a thread go on a second after it ended its
    # job, whose clean-up may take longer.
    rendering: asyncio.Semaphore
    running: set[asyncio.Task[None]] = field(default_factory=set)
    closing: bool = False

    async def do(self, job: Job, job_id: int) -> None:
        """Do one job, of which `job_id` woke us, in a task that `close` can end."""
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

    async def close(self, seconds: float) -> None:
        """Hand every job back and end the child processes; what a silent database does not take
        within `seconds` is found by its lease.
        """
        self.closing = True
        running = set(self.running)
        for task in running:
            task.cancel()
        if running:
            _, stuck = await asyncio.wait(running, timeout=seconds)
            for task in stuck:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        await self.message_sender.close()
        await self.model_queue.close()
        await self.big_models.close()
        await self.renderers.close()


# A message says that something waits. What is done first is whose turn it is (stores/turns.py).
async def _render(worker: OpenWorker, _: int) -> None:
    async with worker.rendering:
        if not worker.closing:
            await render(worker.services, worker.renderers, worker.model_queue, worker.name)


async def _model(worker: OpenWorker, _: int) -> None:
    await worker.model_queue.answer()


async def _big_model(worker: OpenWorker, _: int) -> None:
    await worker.big_models.answer()


async def _message(worker: OpenWorker, job_id: int) -> None:
    await worker.message_sender.send(Job.MESSAGE, job_id)


async def _handed_over(worker: OpenWorker, job_id: int) -> None:
    await worker.message_sender.send(Job.HANDED_OVER, job_id)


# One row per job; the work's own time limit is works.render_seconds, in the job itself.
ACTORS: dict[Job, Callable[[OpenWorker, int], Coroutine[Any, Any, None]]] = {
    Job.RENDER: _render,
    Job.MODEL: _model,
    Job.BIG_MODEL: _big_model,
    Job.MESSAGE: _message,
    Job.HANDED_OVER: _handed_over,
}


@asynccontextmanager
async def open_worker(
    services: WorkerServices, *, alone: bool, renders: int
) -> AsyncIterator[OpenWorker]:
    """Run the reconciler beside the jobs, so many renders at once; all end with the block."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    # Children begin with our environment.
    os.environ[DEVICE] = services.running.config.models.device
    folders = folders_of(services.running.config)
    worker = OpenWorker(
        services,
        name,
        renderers=ChildProcesses("workers.render_process", folders),
        model_queue=ModelQueue(services, name, ChildProcesses(MODEL_PROCESS, folders)),
        big_models=ModelQueue(
            services, name, ChildProcesses(MODEL_PROCESS, folders), Job.BIG_MODEL
        ),
        message_sender=MessageSender(services, name),
        rendering=asyncio.Semaphore(renders),
    )
    reconciling = asyncio.create_task(
        reconcile(services, name, alone=alone, busy=lambda: bool(worker.running))
    )
    try:
        yield worker
    finally:
        reconciling.cancel()
        await asyncio.gather(reconciling, return_exceptions=True)
        await worker.close(services.running.config.worker.drain_seconds)


def declare_actors(
    broker: dramatiq.Broker, config: Config, worker: Callable[[], OpenWorker]
) -> None:
    """Attach an actor per job to the broker of its queue. Importing this attaches none."""
    backstop = int(config.works.render_seconds * 1000) + MINUTE_MS
    for job in [job for job in ACTORS if job.queue in broker.get_declared_queues()]:
        attach = dramatiq.actor(
            broker=broker,
            actor_name=job.actor,
            queue_name=job.queue,
            time_limit=backstop,
            notify_shutdown=True,
        )
        attach(_on_the_loop(job, worker))


def own_workers(
    config: Config, broker: dramatiq.Broker, worker: Callable[[], OpenWorker]
) -> list[dramatiq.Worker]:
    """Threads for what somebody waits for, beside those of `broker`; to be started."""
    # Of the big calls one at a time: each would only make the others late.
    threads = {MODELS: config.models.at_once, BIG_MODELS: 1}
    if config.sends_messages:
        threads[MESSAGES] = threads[HANDED_OVER] = config.worker.messages_at_once
    return [_own_worker(config, broker, worker, *each) for each in threads.items()]


def _own_worker(
    config: Config,
    broker: dramatiq.Broker,
    worker: Callable[[], OpenWorker],
    queue: str,
    threads: int,
) -> dramatiq.Worker:
    own = broker_for(queue, config, broker)
    declare_actors(own, config, worker)
    start_time_limits(own)
    return dramatiq.Worker(own, queues={queue}, worker_timeout=POLL_MS, worker_threads=threads)


def _on_the_loop(job: Job, worker: Callable[[], OpenWorker]) -> Callable[[int], None]:
    def act(job_id: int) -> None:
        run_on_loop(worker().do(job, job_id))

    return act
