"""Rule: what goes on for a token ends with it: at once by a signal, soon without one.

A signal may be lost, comes from no other process where there is no Redis, and is not sent when a
token only runs out. So those that are attended are looked at again and again, many in one question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from services.accounts.tokens import ENDED, Tokens, hash_of
from stores.kv import KVError
from stores.signals import Signals
from stores.sql import SqlError

LOOK_SECONDS: Final = 5.0
AT_ONCE: Final = 500

End = Callable[[], None]


class Attending:
    """Tokens for which something goes on in this process."""

    def __init__(self, tokens: Tokens, signals: Signals) -> None:
        self._tokens = tokens
        self._signals = signals
        self._ends: dict[str, dict[object, End]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._unsubscribe: End | None = None

    def attend(self, token: str, end: End) -> End:
        """Call `end` once the token has ended; the result gives that up."""
        hash_, ticket = hash_of(token), object()
        self._ends.setdefault(hash_, {})[ticket] = end
        if self._looking is None:
            self._unsubscribe = self._signals.subscribe(ENDED, self._hear)
            self._looking = asyncio.get_running_loop().create_task(self._look())

        def leave() -> None:
            ends = self._ends.get(hash_, {})
            ends.pop(ticket, None)
            if not ends:
                self._ends.pop(hash_, None)

        return leave

    def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _hear(self, message: bytes) -> None:
        self._end(message.decode().split())

    def _end(self, hashes: list[str]) -> None:
        for hash_ in hashes:
            for end in self._ends.pop(hash_, {}).values():
                end()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            hashes = list(self._ends)
            for first in range(0, len(hashes), AT_ONCE):
                # A part that is away ends nothing: it says of no token that it is dead.
                with suppress(KVError, SqlError):
                    self._end(await self._tokens.dead(hashes[first : first + AT_ONCE]))
