"""How often something is asked, and how long is waited in between."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from postcard_client.errors import ApiError, NoAnswer

# What is over soon, or was never done: the same request with the same key may be sent again
# (the server's docs/decisions/idempotency.md). -501 is a fault that would be met again.
AGAIN: Final = frozenset({-200, -404, -409, -429, -500, -503, -504})
T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long a client goes on asking. All times are in seconds.

    tries: how often at most, 1 or more.
    first: the wait before the second try; each further one is twice as long.
    most: the longest of these waits.
    longest: the longest wait that the server may ask for; beyond it its refusal is raised.
    """

    tries: int = 8
    first: float = 0.25
    most: float = 15.0
    longest: float = 60.0

    def wait(self, tried: int, error: NoAnswer | ApiError) -> float | None:
        """The wait after so many tries, or None where there should be no further one."""
        if tried >= self.tries or (isinstance(error, ApiError) and error.status not in AGAIN):
            return None
        if error.retry_after is not None and error.retry_after > self.longest:
            return None
        # Clients that were cut off together should not come back together.
        pause = min(self.most, self.first * 2.0 ** (tried - 1)) * random.uniform(0.5, 1)
        return max(pause, error.retry_after or 0.0)


class Trying:
    """Counts the tries of one thing to be done."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._tried = 0

    def begin(self) -> None:
        """Something was heard: the tries are counted anew."""
        self._tried = 0

    async def again(self, error: NoAnswer | ApiError) -> None:
        """Wait for the next try. Raises `error` where there is none."""
        self._tried += 1
        pause = self._patience.wait(self._tried, error)
        if pause is None:
            raise error
        await asyncio.sleep(pause)


async def persist(patience: Patience, once: Callable[[], Awaitable[T]]) -> T:
    """What `once` gives, tried as often as patience allows."""
    trying = Trying(patience)
    while True:
        try:
            return await once()
        except (NoAnswer, ApiError) as error:
            await trying.again(error)
