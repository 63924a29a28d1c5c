"""The wing below all others: stores, the queue, limits, secrets, numbers, logs of one process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from dramatiq import Broker

from config import Config
from services.running.backing import open_database, open_kv, open_signals
from services.running.cpu_work import CpuWork
from services.running.limits import RateLimits
from services.running.looker import Looker
from services.running.metrics import Metrics
from services.running.once import Once
from services.running.precautions import refuse_dangers
from services.running.probes import is_up
from services.running.queue import Queue
from services.running.seals import Seals, read_key
from services.running.storage import open_media, sweep_scratch
from services.running.tracing import Tracing, open_tracing
from stores.jobs import JobRows
from stores.kv import KV
from stores.media import Media, StorageError
from stores.signals import Signals
from stores.sql import Database


@dataclass(frozen=True, slots=True)
class Running:
    """What every other wing stands on."""

    config: Config
    database: Database
    kv: KV
    media: Media
    signals: Signals
    jobs: JobRows
    queue: Queue
    limits: RateLimits
    once: Once
    looker: Looker
    cpu_work: CpuWork
    seals: Seals
    metrics: Metrics
    tracing: Tracing


@asynccontextmanager
async def open(
    config: Config, broker: Broker, looker: Looker, cpu_work: CpuWork
) -> AsyncIterator[Running]:
    """Open every store that the settings name. Raises `ConfigError` over a known secret."""
    refuse_dangers(config)
    config.data.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        tracing = open_tracing(config)
        stack.push_async_callback(asyncio.to_thread, tracing.close)
        database = await stack.enter_async_context(open_database(config))
        kv = await stack.enter_async_context(open_kv(config))
        signals = await stack.enter_async_context(open_signals(config))
        media, jobs = open_media(config), JobRows(database)
        seals = Seals(read_key(config.secrets.key, config.data / "secret.key"))
        limits = RateLimits(kv)
        once = Once(database, kv, seals, limits)
        stack.push_async_callback(once.close)
        # A disk that fails is said by every request that needs it.
        with suppress(StorageError):
            await sweep_scratch(media)
        yield Running(
            config=config,
            database=database,
            kv=kv,
            media=media,
            signals=signals,
            jobs=jobs,
            queue=Queue(broker),
            limits=limits,
            once=once,
            looker=looker,
            cpu_work=cpu_work,
            seals=seals,
            metrics=Metrics(
                database,
                jobs,
                {
                    "sql": is_up(database.ping),
                    "redis": is_up(kv.ping),
                    "storage": is_up(media.ping),
                },
                config.data,
            ),
            tracing=tracing,
        )
