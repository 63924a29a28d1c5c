"""Rule: dear work on the event loop is done in slices, and between two of them others come to turn.

A large body is read in one piece and a batch answered in one go, since that is cheapest. Where many
of them come together, whoever has only a ping would wait for all. So each asks before it begins,
and a batch between its items, whether this pass of the loop has given such work its slice.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final

# What a pass of the loop gives to dear work; the piece that goes over it is done to its end.
SLICE_SECONDS: Final = 0.001
# Of a body, in bytes; most are smaller, and are read in some microseconds.
LARGE: Final = 8192


class Slices:
    """What dear work of one event loop has had of this pass."""

    def __init__(self) -> None:
        self._end: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether this pass has had its slice. The first to ask begins it."""
        if self._end is not None:
            return monotonic() >= self._end
        self._end = monotonic() + SLICE_SECONDS
        asyncio.get_running_loop().call_soon(self._begin)
        return False

    def _begin(self) -> None:
        self._end = None

    async def turn(self) -> None:
        """Return when dear work may go on.

        Those who wait come to turn as they came, so that one is done before the next is begun.
        """
        while self.is_over:
            await asyncio.sleep(0)
