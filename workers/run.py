"""The worker as a process of its own: `dramatiq workers.run:setup`."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from typing import Any

import dramatiq
from dramatiq import Middleware
from dramatiq.middleware import AsyncIO

from services import open_worker_services
from services.running.beginning import begin
from services.running.logs import open_logs
from workers.actors import OpenWorker, declare_actors, open_worker, own_workers
from workers.broker import MEDIA, make_broker
from workers.dramatiq_internals import run_on_loop, take_no_more

# What is left when the jobs are handed back: threads that look up, connections that close.
STOP_SECONDS = 3.0


class WorkerLifetime(Middleware):
    """Opens the services when a worker process boots, and closes them when it ends.

    The command line's own threads render; those of the other queues are started here.
    """

    def __init__(self) -> None:
        self.config = begin()
        self._stack = AsyncExitStack()
        self._worker: OpenWorker | None = None
        self._own: list[dramatiq.Worker] = []

    def worker(self) -> OpenWorker:
        assert self._worker is not None
        return self._worker

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        logs = open_logs(self.config.data / "log", self.config.log, worker=True)
        self._stack.callback(logs.close)
        services = self._enter(open_worker_services(self.config, broker))
        settings = self.config.metrics
        self._enter(services.running.metrics.serving(settings.host, settings.worker_port))
        self._worker = self._enter(
            open_worker(services, alone=False, renders=worker.worker_threads)
        )
        self._own = own_workers(self.config, broker, self.worker)
        for own in self._own:
            own.start()

    def before_worker_shutdown(self, _broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        workers = [worker, *self._own]
        # What is handed back is for somebody else.
        for one in workers:
            take_no_more(one)
        if self._worker is not None:
            run_on_loop(self._worker.close(self.config.worker.drain_seconds))
        for own in self._own:
            own.stop(int(STOP_SECONDS * 1000))

    def after_worker_shutdown(self, _broker: dramatiq.Broker, _worker: Any) -> None:
        run_on_loop(self._close())

    async def _close(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await self._stack.aclose()

    def _enter(self, context: AbstractAsyncContextManager[Any]) -> Any:
        return run_on_loop(self._stack.enter_async_context(context))


def setup() -> None:
    """Called by Dramatiq's command line, which then asks for the global broker."""
    opening = WorkerLifetime()
    # AsyncIO first: its loop must run before the services open on it, and after they close.
    broker = make_broker(opening.config, AsyncIO(), opening, queues=(MEDIA,))
    declare_actors(broker, opening.config, opening.worker)
    dramatiq.set_broker(broker)
