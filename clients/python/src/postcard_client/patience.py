"""How often something is asked, and how long is waited in between."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from postcard_client.errors import ApiError, BadValue, NoAnswer

# What is over soon, or was never done: the same request with the same key may be sent again
# (the server's docs/decisions/idempotency.md). -501 is a fault that would be met again.
AGAIN: Final = frozenset({-200, -404, -409, -429, -500, -503, -504})
# A wait that a person would notice is a warning.
NOTICED_SECONDS: Final = 2.0
T = TypeVar("T")
log = logging.getLogger("postcard_client")


@dataclass(frozen=True)
class Patience:
    """How long a client goes on asking. All times are in seconds.

    Each wait is told to the logger `postcard_client`.

    tries: how often at most, 1 or more.
    first: the wait before the second try; each further one is twice as long.
    most: the longest of these waits.
    longest: the longest wait that the server may ask for; beyond it its refusal is raised.
    longest_film: the same for uploads and watches, where whoever waits has minutes before them.
    answer: how long the server may be silent before a try has failed.

    Raises `BadValue` for less than one try, and for times below zero.
    """

    tries: int = 8
    first: float = 0.25
    most: float = 15.0
    longest: float = 15.0
    longest_film: float = 60.0
    # The server gives a handler 60 seconds, and more for a file that goes on to a slow storage.
    answer: float = 300.0

    def __post_init__(self) -> None:
        if self.tries < 1:
            raise BadValue(f"tries must be 1 or more, not {self.tries}")
        if min(self.first, self.most, self.longest, self.longest_film) < 0 or self.answer <= 0:
            raise BadValue("times must be 0 or more, and `answer` above 0")

    def of_film(self) -> Patience:
        """What uploads and watches have: `longest` is `longest_film`."""
        return replace(self, longest=self.longest_film)

    def wait(self, tried: int, error: NoAnswer | ApiError) -> float | None:
        """The wait after so many tries, or None where there should be no further one."""
        if tried >= self.tries or (isinstance(error, ApiError) and error.status not in AGAIN):
            return None
        if isinstance(error, NoAnswer) and error.lasting:
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
        level = logging.WARNING if pause >= NOTICED_SECONDS else logging.INFO
        log.log(level, "asked again in %.1f s: %s", pause, error)
        await asyncio.sleep(pause)


async def persist(patience: Patience, once: Callable[[], Awaitable[T]]) -> T:
    """What `once` gives, tried as often as patience allows."""
    trying = Trying(patience)
    while True:
        try:
            return await once()
        except (NoAnswer, ApiError) as error:
            await trying.again(error)
