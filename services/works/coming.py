"""Rule: a work is started when its files that are on their way have come, or after a while.

Apps send a work's files side by side and start it when the pictures are there; info.json may still
be on its way then. The files are counted where every server process sees them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Final

from protocol.caller import Caller
from services.running.limits import too_many
from stores.kv import KV, KVError

# Of a count nobody takes back, because its server was killed, so many seconds are left.
LIFE: Final = 300
# Between two looks; longer from look to look.
FIRST_PAUSE: Final = 0.02
LONGEST_PAUSE: Final = 0.5
# Each of them holds one of the places of those that are answered at once.
WAITING_PER_GUEST: Final = 4


class ComingFiles:
    """Counted under who sends them: nobody holds up another's work."""

    def __init__(self, kv: KV, seconds: float) -> None:
        self._kv = kv
        self._seconds = seconds
        self._waiting: Counter[int] = Counter()

    @asynccontextmanager
    async def counted(self, caller: Caller, work_id: int) -> AsyncIterator[None]:
        """A file of that work is on its way, or being taken in, for as long as the block."""
        key, is_counted = _key(caller, work_id), False
        # Where it cannot be counted it comes all the same, and nobody waits for it.
        with suppress(KVError):
            await self._kv.increment(key, LIFE)
            is_counted = True
            await self._kv.touch(key, LIFE)
        try:
            yield
        finally:
            if is_counted:
                with suppress(KVError):
                    await self._kv.decrement(key)

    async def over(self, caller: Caller, work_id: int) -> None:
        """Return when none is on its way, and at the latest after the settings' seconds.

        Raises -429 where too many of the guest's starts wait already.
        """
        key, end, pause = _key(caller, work_id), monotonic() + self._seconds, FIRST_PAUSE
        if not await self._any(key):
            return
        if self._waiting[caller.user_id] >= WAITING_PER_GUEST:
            raise too_many(self._seconds)
        self._waiting[caller.user_id] += 1
        try:
            while monotonic() < end and await self._any(key):
                await asyncio.sleep(min(pause, max(end - monotonic(), 0)))
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self._waiting[caller.user_id] -= 1
            if not self._waiting[caller.user_id]:
                del self._waiting[caller.user_id]

    async def _any(self, key: str) -> bool:
        try:
            return int(await self._kv.get(key) or 0) > 0
        except KVError:
            return False


def _key(caller: Caller, work_id: int) -> str:
    return f"coming:{caller.user_id}:{work_id}"
