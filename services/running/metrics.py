"""What a process counts about itself, in Prometheus' form.

Adding to a count costs a list index: the library's own counters would cost a tenth of a small
request. The library makes the page of them when somebody asks for it.
"""

from __future__ import annotations

import asyncio
import shutil
from bisect import bisect_left
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

import structlog
from prometheus_client import (
    CollectorRegistry,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import (
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from config import version
from services.running.clock import now_ms
from services.running.probes import PATIENCE, Probe
from stores.jobs import JobRows
from stores.sql import Database

# Seconds; the last bucket holds what took longer.
BOUNDS: Final = (
    *(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0),
)
# A worker that was not seen for so long does not work.
SEEN_MS: Final = 30_000


class Family(NamedTuple):
    """A histogram of durations: its name, its text for readers, the names of its labels."""

    name: str
    text: str
    labels: tuple[str, ...]


REQUESTS: Final = Family(
    "postcard_request_seconds", "Envelopes answered", ("face", "type", "subtype", "status")
)
STAGES: Final = Family("postcard_stage_seconds", "Stages of works", ("kind", "stage"))
RENDERS: Final = Family("postcard_render_seconds", "Works made, or not", ("kind", "end"))
MESSAGES: Final = Family(
    "postcard_message_seconds", "SMS and mails handed over, or not", ("kind", "end", "reason")
)
MODELS: Final = Family("postcard_model_seconds", "Batches answered by models", ("model",))


class Histogram:
    """The durations of one row of labels: how many fell into each bucket, and their sum."""

    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, seconds: float, times: int = 1) -> None:
        """Note that it happened, or happened so many times, and took so long each time."""
        self.buckets[bisect_left(BOUNDS, seconds)] += times
        self.seconds += seconds * times


class Metrics:
    """The counts of this process, and the page of them."""

    def __init__(
        self, database: Database, jobs: JobRows, parts: Mapping[str, Probe[bool]], folder: Path
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._parts = parts
        self._disk = Probe(partial(asyncio.to_thread, shutil.disk_usage, folder))
        self._queued = Probe(self._queues)
        self._timed: dict[Family, dict[tuple[str, ...], Histogram]] = {}

    def timed(self, family: Family, *labels: str) -> Histogram:
        """The count of these labels' values, to be added to."""
        return self._timed.setdefault(family, {}).setdefault(labels, Histogram())

    @asynccontextmanager
    async def serving(self, host: str, port: int) -> AsyncIterator[None]:
        """Serve GET /metrics, in a thread, until the block ends; port 0 serves none.

        A port that is taken is no reason to turn guests away: it is said in the log, no more.
        """
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Now(self, asyncio.get_running_loop()))
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        try:
            served = start_http_server(port, host, registry) if port else None
        except OSError as error:
            structlog.get_logger().warning("no metrics", host=host, port=port, reason=str(error))
            served = None
        try:
            yield
        finally:
            if served is not None:
                server, thread = served
                await asyncio.to_thread(server.shutdown)
                server.server_close()
                thread.join()

    async def families(self) -> list[Metric]:
        """Everything that is known now."""
        build = InfoMetricFamily("postcard_build", "This program", {"version": version()})
        queues, *others = await asyncio.gather(
            self._queued.look(), self._disk_space(), self._parts_up()
        )
        return [build, *self._histograms(), self._connections(), *others, *(queues or ())]

    async def _disk_space(self) -> Metric:
        """None where the disk does not answer."""
        space = GaugeMetricFamily(
            "postcard_disk_bytes", "The disk of storage.dir", labels=["state"]
        )
        if (found := await self._disk.look()) is not None:
            space.add_metric(["free"], found.free)
            space.add_metric(["all"], found.total)
        return space

    async def _parts_up(self) -> Metric:
        up = GaugeMetricFamily("postcard_part_up", "Whether a part answers", labels=["part"])
        answers = await asyncio.gather(*(probe.look() for probe in self._parts.values()))
        for part, answer in zip(self._parts, answers, strict=True):
            up.add_metric([part], bool(answer))
        return up

    def _histograms(self) -> Iterator[Metric]:
        for family, rows in self._timed.items():
            metric = HistogramMetricFamily(family.name, family.text, labels=family.labels)
            for labels, timed in list(rows.items()):
                counts = list(accumulate(timed.buckets))
                bounds = [*map(str, BOUNDS), "+Inf"]
                buckets = list(zip(bounds, map(float, counts), strict=True))
                metric.add_metric(labels, buckets, timed.seconds)
            yield metric

    def _connections(self) -> Metric:
        used = GaugeMetricFamily(
            "postcard_sql_connections", "Connections of the pool", labels=["state"]
        )
        busy, size = self._database.use()
        used.add_metric(["busy"], busy)
        used.add_metric(["all"], size)
        return used

    async def _queues(self) -> list[Metric]:
        depths = await self._jobs.depths()
        workers = GaugeMetricFamily("postcard_workers", "Workers seen in the last 30 s")
        workers.add_metric([], await self._jobs.workers_since(now_ms() - SEEN_MS))
        now = now_ms()
        jobs = GaugeMetricFamily("postcard_jobs", "Jobs by state", labels=["queue", "state"])
        age = GaugeMetricFamily(
            "postcard_jobs_age_seconds", "Age of the oldest job", labels=["queue", "state"]
        )
        for depth in depths:
            jobs.add_metric([depth.queue, depth.state], depth.jobs)
            age.add_metric([depth.queue, depth.state], (now - depth.oldest_ms) / 1000)
        return [workers, jobs, age]


class _Now(Collector):
    """What the library asks, in its thread; the loop answers."""

    def __init__(self, metrics: Metrics, loop: asyncio.AbstractEventLoop) -> None:
        self._metrics = metrics
        self._loop = loop

    def collect(self) -> Iterable[Metric]:
        asked = asyncio.run_coroutine_threadsafe(self._metrics.families(), self._loop)
        return asked.result(2 * PATIENCE)
