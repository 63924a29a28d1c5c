"""Those who watch works: each hears every state once, the newer after the older.

A signal only says that a work changed; what was lost with a link is read again when it is back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import orjson
import structlog

from services.works.replies import WorkChange
from stores.signals import Deliver, Signals
from stores.sql import SqlError

# After a gap a publisher may find its own link a little later than we found ours.
CATCH_UP_SECONDS: Final = (0.0, 1.0, 3.0)

log = structlog.get_logger()


class _Watcher:
    def __init__(self, work_id: int, deliver: Deliver) -> None:
        self.work_id = work_id
        self._deliver = deliver
        self._last: int | None = None
        self._early: list[bytes] = []

    @property
    def has_begun(self) -> bool:
        """Whether the state was told; before, whose work it is may not be known yet."""
        return self._last is not None

    def begin(self, state: WorkChange) -> None:
        """`state` was told; what came while it was read follows where it is newer."""
        self._last = state["update_ms"]
        for message in self._early:
            self.hear(message)
        self._early.clear()

    def hear(self, message: bytes) -> None:
        if self._last is None:
            self._early.append(message)
            return
        changed: int = orjson.loads(message)["update_ms"]
        if changed > self._last:
            self._last = changed
            self._deliver(message)


class Watching:
    """`look` reads the state of a work as watchers are told it."""

    def __init__(self, signals: Signals, look: Callable[[int], Awaitable[WorkChange]]) -> None:
        self._signals = signals
        self._look = look
        self._watchers: set[_Watcher] = set()
        self._catching: asyncio.Task[None] | None = None
        signals.on_gap(self._after_gap)

    def close(self) -> None:
        if self._catching is not None:
            self._catching.cancel()

    async def begin(
        self, work_id: int, look: Callable[[], Awaitable[WorkChange]], deliver: Deliver
    ) -> tuple[WorkChange, Callable[[], None]]:
        """The state now, and every later one to `deliver`; the second item ends it.

        `look` reads the state; where it raises, nothing was delivered.
        """
        watcher = _Watcher(work_id, deliver)
        unsubscribe = self._signals.subscribe(_channel(work_id), watcher.hear)
        self._watchers.add(watcher)

        def end() -> None:
            unsubscribe()
            self._watchers.discard(watcher)

        try:
            # Read after subscribing: what changes in between is not missed.
            state = await look()
        except BaseException:
            end()
            raise
        watcher.begin(state)
        return state, end

    async def tell(self, work_id: int) -> None:
        """Tell those who watch the work, in every process, what it is now."""
        await self._signals.publish(_channel(work_id), orjson.dumps(await self._look(work_id)))

    def _after_gap(self) -> None:
        self.close()
        self._catching = asyncio.get_running_loop().create_task(self._catch_up())

    async def _catch_up(self) -> None:
        for pause in CATCH_UP_SECONDS:
            await asyncio.sleep(pause)
            try:
                await self._tell_here()
            except SqlError as error:
                log.warning("watchers are not told what they missed", error=str(error))

    async def _tell_here(self) -> None:
        for work_id in {watcher.work_id for watcher in self._watchers if watcher.has_begun}:
            message = orjson.dumps(await self._look(work_id))
            for watcher in [w for w in self._watchers if w.work_id == work_id]:
                watcher.hear(message)


def _channel(work_id: int) -> str:
    return f"work:{work_id}"
