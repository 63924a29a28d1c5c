"""Rule: what goes on for a token ends with it: at once by a signal, soon without one.

A signal may be lost, comes from no other process where there is no Redis, and is not sent when a
token only runs out. So those that are attended are looked at again and again, many in one question.

Whoever watches uses their token, though they send nothing: what is attended for it keeps it alive.
A line that is dead does not, since what goes on over it ends when a ping is not answered; nor does
a screen that nobody has looked at for `tokens.watched_seconds`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

import structlog

from config import TokensSettings
from services.accounts.tokens import ENDED, Tokens, hash_of
from stores.kv import KVError
from stores.signals import Signals
from stores.sql import SqlError

LOOK_SECONDS: Final = 5.0
AT_ONCE: Final = 500
# So many times within the life of a token it begins again.
RENEWALS: Final = 4

End = Callable[[], None]

log = structlog.get_logger()


class _Attended:
    """What goes on for one token: how it ends, how long it keeps the token alive."""

    def __init__(self, due: float, life: float) -> None:
        self.ends: dict[object, End] = {}
        self.until = 0.0
        self.due = due
        self.life = life


class Attending:
    """Tokens for which something goes on in this process."""

    def __init__(self, tokens: Tokens, signals: Signals, settings: TokensSettings) -> None:
        self._tokens = tokens
        self._signals = signals
        self._watched_seconds = settings.watched_seconds
        self._renew_seconds = settings.idle_seconds / RENEWALS
        self._attended: dict[str, _Attended] = {}
        self._looking: asyncio.Task[None] | None = None
        self._unsubscribe: End | None = None

    def attend(self, token: str, end: End) -> End:
        """Call `end` once the token has ended; the result gives that up."""
        hash_, ticket, now = hash_of(token), object(), monotonic()
        life = self._tokens.life_of(token)
        attended = self._attended.setdefault(hash_, _Attended(now + self._renew_seconds, life))
        attended.ends[ticket] = end
        attended.until = now + self._watched_seconds
        if self._looking is None:
            self._unsubscribe = self._signals.subscribe(ENDED, self._hear)
            self._looking = asyncio.get_running_loop().create_task(self._look())

        def leave() -> None:
            attended.ends.pop(ticket, None)
            if not attended.ends and self._attended.get(hash_) is attended:
                del self._attended[hash_]

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
            if (attended := self._attended.pop(hash_, None)) is not None:
                for end in attended.ends.values():
                    end()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(min(LOOK_SECONDS, self._renew_seconds))
            try:
                await self._look_at_all()
            except Exception:  # whatever it is, nothing would end any more
                log.exception("watches are not looked at")

    async def _look_at_all(self) -> None:
        hashes = list(self._attended)
        for first in range(0, len(hashes), AT_ONCE):
            # A part that is away ends nothing: it says of no token that it is dead.
            with suppress(KVError, SqlError):
                self._end(await self._tokens.dead(hashes[first : first + AT_ONCE]))
        now = monotonic()
        for hash_, attended in list(self._attended.items()):
            if attended.due <= now < attended.until:
                with suppress(KVError, SqlError):
                    if not await self._tokens.renew(hash_, attended.life):
                        self._end([hash_])
                    attended.due = now + self._renew_seconds
