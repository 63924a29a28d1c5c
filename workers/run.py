"""The worker as a process of its own: `dramatiq workers.run:setup`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

import dramatiq
from dramatiq import Middleware
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.middleware import AsyncIO

from config import load_config
from services import open_services
from services.logs import open_logs
from workers import Workshop, declare_actors, models_worker, open_workshop
from workers.broker import MEDIA, make_broker

STOP_MS = 2_000


class OpenWorkshop(Middleware):
    """Opens the services when a worker process boots, and closes them when it ends.

    The command line's own threads render; those for models are started here.
    """

    def __init__(self) -> None:
        self.config = load_config()
        self._stack = AsyncExitStack()
        self._workshop: Workshop | None = None
        self._models: dramatiq.Worker | None = None

    def workshop(self) -> Workshop:
        assert self._workshop is not None
        return self._workshop

    def before_worker_boot(self, broker: dramatiq.Broker, worker: Any) -> None:
        logs = open_logs(self.config.data / "log", self.config.log, worker=True)
        self._stack.callback(logs.close)
        services = self._enter(open_services(self.config, broker))
        settings = self.config.metrics
        self._enter(services.metrics.serving(settings.host, settings.worker_port))
        self._workshop = self._enter(open_workshop(services, alone=False))
        self._models = models_worker(self.config, broker, self.workshop)
        self._models.start()

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: Any) -> None:
        if self._models is not None:
            self._models.stop(STOP_MS)

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: Any) -> None:
        thread = get_event_loop_thread()
        assert thread is not None
        thread.run_coroutine(self._stack.aclose())

    def _enter(self, context: AbstractAsyncContextManager[Any]) -> Any:
        thread = get_event_loop_thread()
        assert thread is not None
        return thread.run_coroutine(self._stack.enter_async_context(context))


def setup() -> None:
    """Called by Dramatiq's command line, which then asks for the global broker."""
    opening = OpenWorkshop()
    # AsyncIO first: its loop must run before the services open on it, and after they close.
    broker = make_broker(opening.config, AsyncIO(), opening, queues=(MEDIA,))
    declare_actors(broker, opening.config, opening.workshop)
    dramatiq.set_broker(broker)
