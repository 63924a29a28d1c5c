"""/api/health and /api/ready: is the process alive, can it serve, and what is less than whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Final

from aiohttp import web

from config import version
from services import Services
from services.messages.rules import MAIL, SMS
from services.running.clock import now_ms
from transport.shutdown import Shutdown

SEEN_MS: Final = 30_000
PATIENCE: Final = 2.0
# Without these nobody can sign in. Without the others most of what guests ask is answered as ever.
NEEDED: Final = frozenset({"sql", "redis"})


class Health:
    def __init__(self, services: Services, shutdown: Shutdown) -> None:
        self._services = services
        self._shutdown = shutdown

    async def live(self, _: web.Request) -> web.Response:
        """The process answers; whether it leaves, for balancers that look at nothing else."""
        return web.json_response({"status": "leaving" if self._shutdown.begun else "up"})

    async def ready(self, _: web.Request) -> web.Response:
        """Every part with its kind, and the version; HTTP 503 when a part is away that all need,
        or when this server leaves; `degraded` names the others that are away."""
        if self._shutdown.begun:
            body = {"status": "leaving", "version": version(), "degraded": [], "parts": {}}
            return web.json_response(body, status=503)
        parts = await self._parts()
        away = [name for name, part in parts.items() if not part["up"]]
        is_ready = NEEDED.isdisjoint(away)
        body = {
            "status": "up" if is_ready else "down",
            "version": version(),
            "degraded": [name for name in away if name not in NEEDED],
            "parts": parts,
        }
        return web.json_response(body, status=200 if is_ready else 503)

    async def _parts(self) -> dict[str, dict[str, Any]]:
        running, config = self._services.running, self._services.running.config
        sql, redis, storage, workers, retried = await asyncio.gather(
            _up(running.database.ping()),
            _up(running.kv.ping()),
            _up(running.media.ping()),
            self._workers(),
            self._retried(),
        )
        return {
            "sql": {"up": sql, "kind": "mysql" if config.sql.url else "sqlite"},
            "redis": {"up": redis, "kind": "redis" if config.redis.url else "embedded"},
            "storage": {"up": storage, "kind": running.media.kind},
            "workers": {"up": workers > 0, "seen": workers},
            "sms": {"up": SMS not in retried, "kind": config.sms.gateway},
            "mail": {"up": MAIL not in retried, "kind": config.mail.gateway},
        }

    async def _retried(self) -> set[str]:
        """The kinds of messages that did not leave, and are tried again."""
        if not self._services.running.config.sends_messages:
            return set()
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._services.messages.delivery.retried()
        except Exception:  # as below; that the database is away is said of the database
            return set()

    async def _workers(self) -> int:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._services.running.jobs.workers_since(now_ms() - SEEN_MS)
        except Exception:  # whatever is wrong with a part, this page says so and goes on
            return 0


async def _up(ping: Awaitable[None]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await ping
    except Exception:  # as above
        return False
    return True
