"""How often something may be asked for: fixed windows in the store of short-lived values."""

from __future__ import annotations

import math

from status_codes import ApiError, Global
from stores.kv import KV

# What an attempt was counted under, how many there may be, and in how many seconds.
Spent = tuple[str, int, float]


class RateLimits:
    """Counts attempts. A limit of 0 is off."""

    def __init__(self, kv: KV) -> None:
        self._kv = kv

    async def spend(self, key: str, limit: int, window: float, cost: int = 1) -> None:
        """Count one attempt, or its cost, under `key`; raises -429 beyond `limit`.

        The attempt is counted before it is judged, so a burst cannot pass side by side.
        """
        if not limit:
            return
        count, left = await self._kv.increment(f"limit:{key}", window, cost)
        if count > limit:
            raise too_many(left)

    async def spend_both(self, mine: Spent, everyones: str, known: str) -> tuple[Spent, ...]:
        """Count one attempt under `mine`, and under `everyones` unless `known` was remembered.

        What is beyond the limit of the first is not everyone's. What was spent; raises -429.
        """
        key, limit, window = mine
        if not limit:
            return ()
        first, second, left = await self._kv.increment_both(
            f"limit:{key}", f"limit:{everyones}", known, window, limit
        )
        if max(first, second) > limit:
            raise too_many(left)
        return (mine, (everyones, limit, window)) if second else (mine,)

    async def refund(self, *spent: Spent) -> None:
        """Take back an attempt that turned out well: what `spend` was given, as often as it was."""
        if keys := _counted(spent):
            await self._kv.decrement(*keys)

    async def refund_known(self, known: str, seconds: float, *spent: Spent) -> None:
        """The same, and remember `known` for so long; nothing where nothing was counted."""
        if keys := _counted(spent):
            await self._kv.decrement_and_set(keys, known, seconds)

    async def once(self, key: str, seconds: float) -> None:
        """Let one through in so many seconds; raises -429 for the others."""
        if seconds and not await self._kv.add(f"once:{key}", b"1", seconds):
            raise too_many(await self._kv.left(f"once:{key}"))

    async def undo_once(self, key: str) -> None:
        await self._kv.delete(f"once:{key}")


def _counted(spent: tuple[Spent, ...]) -> list[str]:
    return [f"limit:{key}" for key, limit, _ in spent if limit]


def too_many(left: float) -> ApiError:
    """-429 with the whole seconds after which to try again."""
    return ApiError(Global.TOO_MANY, {"retry_after": max(1, math.ceil(left))})
