"""What every store of short-lived values promises; nothing kept here outlives its `ttl` seconds."""

from __future__ import annotations

from typing import Protocol


class KVError(Exception):
    """Raised when the store of short-lived values cannot be reached or does not answer."""


class KV(Protocol):
    """Short-lived values and counters. Every method raises `KVError` when the store fails.

    After a `KVError` the command may or may not have been done; it is never done twice.
    """

    async def get(self, key: str) -> bytes | None: ...

    async def get_all(self, *keys: str) -> list[bytes | None]:
        """The values of several keys, in their order."""

    async def set(self, key: str, value: bytes, ttl: float) -> None: ...

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Store `value` only where there is none; True if it was stored."""

    async def touch(self, key: str, ttl: float) -> bytes | None:
        """The value, whose life of `ttl` seconds begins again."""

    async def touch_all(self, *keys: str, ttl: float) -> None:
        """The same of several keys, in one question; those that are not there stay away."""

    async def take(self, key: str) -> bytes | None:
        """The value, which is gone afterwards: of any number of takers one gets it."""

    async def delete(self, *keys: str) -> None: ...

    async def increment(self, key: str, ttl: float, by: int = 1) -> tuple[int, float]:
        """The new count, by so much more, and the seconds until its window ends; the first one
        starts the window.
        """

    async def increment_both(
        self, key: str, other: str, unless: str, ttl: float, most: int
    ) -> tuple[int, int, float]:
        """One more for `key`; and for `other`, unless that makes more than `most` or there is a
        value under `unless`. The counts, 0 of what was not counted, and the seconds until the
        window of the last one counted ends. One question, where `increment` needs three.
        """

    async def decrement_and_set(self, counters: list[str], key: str, ttl: float) -> None:
        """`decrement`, and a value of b"1" under `key`, in one question."""

    async def decrement(self, *keys: str) -> None:
        """One less for each counter that is there. One whose window is over stays away."""

    async def left(self, key: str) -> float:
        """Seconds until the key dies, 0.0 when there is none."""

    async def ping(self) -> None: ...
