"""Password hashes: memory-hard, off the event loop, a bounded number at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from config import PasswordsSettings
from status_codes import ApiError, Global
from studio.threads import lowest_priority

T = TypeVar("T")


class Passwords:
    """argon2id. At `waiting` hashes in the queue the next one answers -503."""

    def __init__(self, settings: PasswordsSettings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.rounds, memory_cost=settings.memory_kib, parallelism=1, type=Type.ID
        )
        self._threads = ThreadPoolExecutor(
            settings.threads, thread_name_prefix="argon2", initializer=lowest_priority
        )
        self._most = settings.waiting + settings.threads
        self._now = 0
        # Checked against when a name is unknown, so that both answers take the same time.
        self._nobody = self._hasher.hash(os.urandom(16).hex())

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    async def hash(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(_text(password)))

    async def check(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one of `stored`; None costs as much and is never right."""
        return await self._run(lambda: self._verify(stored or self._nobody, password)) and bool(
            stored
        )

    def is_outdated(self, stored: str) -> bool:
        """Whether `stored` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, _text(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._now >= self._most:
            raise ApiError(Global.BUSY)
        self._now += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._now -= 1


def _text(password: str) -> bytes:
    # JSON may carry lone surrogates, which UTF-8 refuses; two such passwords stay two.
    return password.encode("utf-8", "surrogatepass")
