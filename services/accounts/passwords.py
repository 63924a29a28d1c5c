"""Password hashes: memory-hard, in processes apart, a bounded number at once."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

from config import PasswordsSettings
from services.running.cpu_work import CpuOrder, CpuWork
from status_codes import ApiError, Global
from stores.password_hashes import PasswordHashes


class Passwords:
    """argon2id. At `waiting` hashes in the queue the next one answers -503."""

    def __init__(self, settings: PasswordsSettings, work: CpuWork) -> None:
        self._work = work
        self._cost = CpuOrder(rounds=settings.rounds, memory_kib=settings.memory_kib)
        self._hashes = PasswordHashes(settings.rounds, settings.memory_kib)
        self._places = asyncio.Semaphore(settings.threads)
        self._most = settings.waiting + settings.threads
        self._now = 0
        # Checked against when a name is unknown, so that both answers take the same time.
        self._nobody = self._hashes.hash(os.urandom(16).hex())

    async def hash(self, password: str) -> str:
        found: str = (await self._run(CpuOrder(do="hash", password=json.dumps(password))))["hash"]
        return found

    async def check(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one of `stored`; None costs as much and is never right."""
        order = CpuOrder(do="verify", stored=stored or self._nobody, password=json.dumps(password))
        right: bool = (await self._run(order))["right"]
        return right and bool(stored)

    def is_outdated(self, stored: str) -> bool:
        """Whether `stored` was made with other parameters than today's."""
        return self._hashes.is_outdated(stored)

    async def _run(self, order: CpuOrder) -> dict[str, Any]:
        if self._now >= self._most:
            raise ApiError(Global.BUSY)
        self._now += 1
        try:
            async with self._places:
                return await self._work.do(self._cost | order)
        finally:
            self._now -= 1
