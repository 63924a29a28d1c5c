"""Rule: every request that carries a living token is a use of it, whatever it asks for.

Where an endpoint asks who is calling, the token's life began again with that. Whoever asks for a
ping, a captcha or a model, or is refused, waits for no store: their tokens are noted, and the lives
of all of them begin again together, soon enough that none has ended meanwhile.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

import structlog

from services.accounts.tokens import SESSION_DIGITS, TOKEN_DIGITS, Tokens
from stores.kv import KVError

# In parts of the shorter life: half of what a life is longer than is said.
GATHER: Final = 64
# With so many of them that time is over at once, and of twice as many the rest is not noted:
# anybody can make up tokens.
MANY: Final = 5_000
AT_ONCE: Final = 50
DIGITS: Final = (TOKEN_DIGITS, SESSION_DIGITS)

log = structlog.get_logger()


class Uses:
    """Tokens that came to this process and that nobody looked up."""

    def __init__(self, tokens: Tokens, shorter: int) -> None:
        """`shorter`: the seconds that the shorter-lived of the two kinds of tokens lives."""
        self._tokens = tokens
        self._seconds = shorter / GATHER
        self._noted: set[str] = set()
        self._renewing: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._closing = False

    def note(self, token: str) -> None:
        """A request carries this token, living or not."""
        noted = self._noted
        if token in noted or len(token) not in DIGITS:
            return
        if len(noted) >= MANY:
            self._hurry.set()
            if len(noted) >= 2 * MANY:
                return
        noted.add(token)
        if self._renewing is None:
            self._renewing = asyncio.get_running_loop().create_task(self._renew())

    def looked_up(self, token: str) -> None:
        """Whose this token is was asked: its life began again with that."""
        self._noted.discard(token)

    async def close(self) -> None:
        """Begin the lives again of what is noted."""
        self._closing = True
        self._hurry.set()
        if self._renewing is not None:
            await self._renewing

    async def _renew(self) -> None:
        try:
            while self._noted:
                if not self._closing:
                    await self._gathered()
                noted, self._noted = list(self._noted), set()
                # A store that is away renews nothing; nor will it the rest.
                with suppress(KVError):
                    await self._renew_all(noted)
        except Exception:  # whatever it is, the next one that is noted begins anew
            self._noted.clear()
            log.exception("uses of tokens are not noted")
        finally:
            self._renewing = None

    async def _gathered(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), self._seconds)
        self._hurry.clear()

    async def _renew_all(self, noted: list[str]) -> None:
        for first in range(0, len(noted), AT_ONCE):
            await self._tokens.used(noted[first : first + AT_ONCE])
            # SQLite is asked right here, and others have their turn.
            await asyncio.sleep(0)
