"""Faults at random, each for some seconds, one after the other; kill -9 all the while."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from tests.cluster.cluster import Cluster, Part
from tests.cluster.hosts import Host
from tests.cluster.machines import Machine

DELAY_SECONDS = 0.3
# Between two kills, and between two other faults; the calm lets what was broken begin to heal.
KILL_EVERY = (4.0, 12.0)
CALM = (1.0, 5.0)
LASTS = (2.0, 7.0)


class Chaos:
    """Injects faults until it is closed; `spared` machines are no longer killed."""

    def __init__(self, cluster: Cluster, chance: random.Random) -> None:
        self._cluster = cluster
        self._chance = chance
        self.done: Counter[str] = Counter()
        self.spared: set[str] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """All is whole again when the block has ended."""
        tasks = [asyncio.create_task(self._kill()), asyncio.create_task(self._break())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            for end in ends:
                if not isinstance(end, asyncio.CancelledError):
                    raise RuntimeError("the chaos ended by itself") from end

    async def _kill(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(*KILL_EVERY))
            machine = self._chance.choice(self._victims())
            if what := machine.kill_any(self._chance):
                self.done[f"kill -9 {what} of a {machine.kind}"] += 1

    def _victims(self) -> list[Machine]:
        return [machine for machine in self._cluster.machines if machine.name not in self.spared]

    async def _break(self) -> None:
        faults = self._faults()
        while True:
            await asyncio.sleep(self._chance.uniform(*CALM))
            name = self._chance.choice(list(faults))
            await faults[name]()
            self.done[name] += 1

    def _faults(self) -> dict[str, Callable[[], Awaitable[None]]]:
        faults: dict[str, Callable[[], Awaitable[None]]] = {}
        for part in self._cluster.parts:
            faults[f"{part.name} restarted"] = partial(self._restart, part, kill=False)
            faults[f"{part.name} killed, away for seconds"] = partial(
                self._restart, part, kill=True
            )
            faults[f"{part.name} cut off"] = partial(self._cut, part.host)
        faults["a machine cut off"] = lambda: self._cut(self._any().host)
        faults["300 ms to and from a machine"] = self._delay
        faults["SIGTERM to a machine"] = self._stop
        faults["Redis flushed"] = lambda: asyncio.to_thread(self._cluster.flush)
        if self._cluster.disk.limited:
            faults["disk full"] = self._fill
        return faults

    def _any(self) -> Machine:
        return self._chance.choice(self._cluster.machines)

    async def _last(self) -> None:
        await asyncio.sleep(self._chance.uniform(*LASTS))

    async def _restart(self, part: Part, *, kill: bool) -> None:
        await _whole(asyncio.to_thread(part.server.kill if kill else part.server.stop))
        try:
            if kill:
                await self._last()
        finally:
            await _whole(asyncio.to_thread(part.server.start))

    async def _cut(self, host: Host) -> None:
        self._silence(host, True)
        try:
            await self._last()
        finally:
            self._silence(host, False)

    def _silence(self, host: Host, silent: bool) -> None:
        if host.apart:
            host.plug(not silent)
            return
        for link in self._cluster.links_of(host):
            link.silence(silent)

    async def _delay(self) -> None:
        links = self._cluster.links_of(self._any().host)
        for link in links:
            link.delay = DELAY_SECONDS
        try:
            await self._last()
        finally:
            for link in links:
                link.delay = 0.0

    async def _stop(self) -> None:
        await self._chance.choice(self._victims()).stop()

    async def _fill(self) -> None:
        try:
            await asyncio.to_thread(self._cluster.disk.fill)
            await self._last()
        finally:
            self._cluster.disk.free()


async def _whole(step: Awaitable[None]) -> None:
    """Bring it to its end, also where we are cancelled meanwhile."""
    task = asyncio.ensure_future(step)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
