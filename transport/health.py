"""/api/health and /api/ready: is the process alive, and is every part that it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Final

from aiohttp import web

from config import version
from services import Services
from services.running.clock import now_ms
from transport.shutdown import Shutdown

SEEN_MS: Final = 30_000
PATIENCE: Final = 2.0


class Health:
    def __init__(self, services: Services, shutdown: Shutdown) -> None:
        self._services = services
        self._shutdown = shutdown

    async def live(self, _: web.Request) -> web.Response:
        """The process answers; whether it leaves, for balancers that look at nothing else."""
        return web.json_response({"status": "leaving" if self._shutdown.begun else "up"})

    async def ready(self, _: web.Request) -> web.Response:
        """Every part with its kind, and the version; HTTP 503 when a part is away, or when this
        server leaves."""
        if self._shutdown.begun:
            body = {"status": "leaving", "version": version(), "parts": {}}
            return web.json_response(body, status=503)
        services, config = self._services, self._services.running.config
        sql, redis, storage, workers = await asyncio.gather(
            _up(services.running.database.ping()),
            _up(services.running.kv.ping()),
            _up(services.running.media.ping()),
            self._workers(),
        )
        parts: dict[str, dict[str, Any]] = {
            "sql": {"up": sql, "kind": "mysql" if config.sql.url else "sqlite"},
            "redis": {"up": redis, "kind": "redis" if config.redis.url else "embedded"},
            "storage": {"up": storage, "kind": services.running.media.kind},
            "workers": {"up": workers > 0, "seen": workers},
        }
        ready = all(part["up"] for part in parts.values())
        body = {"status": "up" if ready else "down", "version": version(), "parts": parts}
        return web.json_response(body, status=200 if ready else 503)

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
