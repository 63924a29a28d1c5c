"""What waits, sealed, for a code that was sent: each try is counted, then compared, then taken."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from services.accounts.captcha import CodeRefusals
from services.running.seals import SealBroken, Seals
from status_codes import ApiError
from stores.kv import KV


class Waiting:
    """Values under keys of their own; `most` wrong codes end one."""

    def __init__(self, kv: KV, seals: Seals, most: int) -> None:
        self._kv = kv
        self._seals = seals
        self._most = most

    async def keep(self, key: str, value: list[Any], seconds: float) -> None:
        """Have a value wait for so long, in the place of the one before and of its tries."""
        await self._kv.set(key, self._seals.seal(key, orjson.dumps(value)), seconds)
        await self._kv.delete(f"tries:{key}")

    async def drop(self, key: str) -> None:
        await self._kv.delete(key)

    async def spend(
        self,
        key: str,
        given: str,
        seconds: float,
        refusals: CodeRefusals,
        code_of: Callable[[list[Any]], Awaitable[str]],
    ) -> list[Any]:
        """The value that waits for `given`, which is used up; tries count for so many seconds.

        `code_of` says which code the value waits for; empty, it waits no more.
        """
        sealed = await self._kv.get(key)
        # For a name that was made up nothing is counted.
        if sealed is None:
            raise ApiError(refusals.expired)
        # Counted before the code is looked at: five side by side are five.
        tries, _ = await self._kv.increment(f"tries:{key}", seconds)
        if tries > self._most:
            raise ApiError(refusals.expired)
        value = self._opened(key, sealed, refusals)
        expected = await code_of(value)
        if not expected:
            raise ApiError(refusals.expired)
        sent = given.strip().encode("utf-8", "surrogatepass")
        if not secrets.compare_digest(expected.encode(), sent):
            if tries == self._most:
                await self._kv.delete(key)
            raise ApiError(refusals.wrong)
        # Of two who have the code, one spends it.
        if await self._kv.take(key) is None:
            raise ApiError(refusals.expired)
        return value

    def _opened(self, key: str, sealed: bytes, refusals: CodeRefusals) -> list[Any]:
        try:
            value: list[Any] = orjson.loads(self._seals.open(key, sealed))
        except SealBroken:  # the key was changed since
            raise ApiError(refusals.expired) from None
        return value
