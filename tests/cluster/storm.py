"""The run: guests live while faults come, until all is healed and every film is there."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass

from tests.cluster.chaos import Chaos
from tests.cluster.cluster import Cluster
from tests.cluster.guests import Town, Visitor, phones
from tests.cluster.leaks import Size, sizes
from tests.cluster.verdict import Verdict

# Of the run: until then everything is killed; from then on one server and one worker live on.
WARM = 0.4
SPARED = {"web1", "worker1"}
# A warm process has served for so long.
WARM_SECONDS = 8.0
# When the last fault is healed everything that waits must be done within this, and so much more
# for each guest, who may have one film in the queue.
DRAIN_SECONDS = 60.0
DRAIN_SECONDS_EACH = 6.0
IDLE_SECONDS = 3.0
TELL_SECONDS = 10.0


@dataclass(frozen=True)
class Plan:
    """How long faults come, and to how many."""

    seconds: float
    guests: int


class Storm:
    """One run; what it found stays for the report."""

    def __init__(self, cluster: Cluster, plan: Plan, chance: random.Random) -> None:
        self.cluster = cluster
        self.plan = plan
        self._chance = chance
        self.town = Town(cluster.url, cluster.disk.folder)
        self.chaos = Chaos(cluster, chance)
        self.warm: dict[tuple[str, int], Size] = {}
        self.end: dict[tuple[str, int], Size] = {}
        self.drained = 0.0
        self.wrong: list[str] = []
        self.verdict: Verdict

    async def rage(self) -> None:
        """Let it come, heal, drain, and read the verdict."""
        visitors = [
            Visitor(self.town, phone, random.Random(self._chance.random()))
            for phone in phones(self.plan.guests)
        ]
        lives = [asyncio.create_task(visitor.live()) for visitor in visitors]
        telling = asyncio.create_task(self._tell())
        try:
            async with self.chaos.running():
                await self._blow(lives)
            await self._drain(lives)
        finally:
            for task in (*lives, telling):
                task.cancel()
            await asyncio.gather(*lives, telling, return_exceptions=True)
        await asyncio.sleep(IDLE_SECONDS)
        self.end = sizes(self.cluster.machines)
        self.wrong += [f"{m.name} did not end" for m in self.cluster.machines if m.stuck]
        self.verdict = await asyncio.to_thread(
            Verdict, self.town.ledger, self.cluster.sql_url, self.cluster.disk.folder
        )

    async def _tell(self) -> None:
        began, told = time.monotonic(), self.town.ledger
        while True:
            await asyncio.sleep(TELL_SECONDS)
            films = sum(album.done for album in told.albums.values())
            waiting = sum(album.started for album in told.albums.values()) - films
            print(
                f"{time.monotonic() - began:5.0f} s: {told.calls} calls, {films} films made,"
                f" {waiting} wait, {self.chaos.done.total()} faults, {len(told.wrong)} wrong",
                flush=True,
            )

    async def _blow(self, lives: list[asyncio.Task[None]]) -> None:
        await self._live_on(lives, self.plan.seconds * WARM)
        self.chaos.spared |= SPARED
        begun = sizes(self.cluster.machines)
        await self._live_on(lives, WARM_SECONDS)
        warm = sizes(self.cluster.machines)
        # One that only begins is not warm.
        self.warm = {who: size for who, size in warm.items() if who in begun}
        await self._live_on(lives, self.plan.seconds * (1 - WARM) - WARM_SECONDS)

    async def _live_on(self, lives: list[asyncio.Task[None]], seconds: float) -> None:
        ended, _ = await asyncio.wait(
            lives, timeout=max(seconds, 0), return_when=asyncio.FIRST_COMPLETED
        )
        for life in ended:
            life.result()

    async def _drain(self, lives: list[asyncio.Task[None]]) -> None:
        self.town.closing.set()
        began = time.monotonic()
        most = DRAIN_SECONDS + DRAIN_SECONDS_EACH * self.plan.guests
        _, waiting = await asyncio.wait(lives, timeout=most)
        self.drained = time.monotonic() - began
        if waiting:
            self.wrong.append(f"{len(waiting)} guests still wait after {most:.0f} s without faults")
        for life in lives:
            if life.done():
                life.result()
