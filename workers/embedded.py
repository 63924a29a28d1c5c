"""The worker inside the server process: Dramatiq's threads, the server's loop and services."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dramatiq import Broker, Worker

from config import Config
from services import WorkerServices
from workers.actors import OpenWorker, declare_actors, open_worker, own_workers
from workers.broker import MEDIA
from workers.dramatiq_internals import start_time_limits, use_running_loop

# Somebody at a terminal waits for it.
STOP_SECONDS = 2.0


class EmbeddedWorker:
    """Actors of the embedded broker, declared before the first message can be sent."""

    def __init__(self, broker: Broker, config: Config) -> None:
        self._broker = broker
        self._config = config
        self._worker: OpenWorker | None = None
        declare_actors(broker, config, self._open)

    def _open(self) -> OpenWorker:
        assert self._worker is not None
        return self._worker

    @asynccontextmanager
    async def run(self, services: WorkerServices) -> AsyncIterator[None]:
        """Work until the block ends; what is being done then is handed back."""
        use_running_loop()
        start_time_limits(self._broker)
        renders = self._config.works.renders_at_once
        workers = [
            Worker(self._broker, queues={MEDIA}, worker_threads=renders),
            *own_workers(self._config, self._broker, self._open),
        ]
        alone = not self._config.sql.url
        async with open_worker(services, alone=alone, renders=renders) as self._worker:
            for worker in workers:
                worker.start()
            try:
                yield
            finally:
                await self._worker.close(STOP_SECONDS)
                most = int(STOP_SECONDS * 1000)
                stops = (asyncio.to_thread(worker.stop, most) for worker in workers)
                await asyncio.gather(*stops)
