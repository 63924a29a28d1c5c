"""/api/health and /api/ready: is the process alive, can it serve, and what is less than whole.

Whoever looks believes the status of HTTP. What only resembles these addresses is therefore 404,
and not an envelope with HTTP 200 as all else below /api.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from aiohttp import web

from config import version
from services import Services
from services.messages.rules import MAIL, SMS
from services.running.clock import now_ms
from services.running.metrics import SEEN_MS
from services.running.probes import Probe, is_up
from status_codes import RestOnly
from transport.aiohttp_internals import HEADERS
from transport.rest_words import rest_body
from transport.shutdown import Shutdown

# Without these nobody can sign in. Without the others most of what guests ask is answered as ever.
NEEDED: Final = frozenset({"sql", "redis"})
# Of addresses below /api/ those that were meant to be ours, however they are spelt.
ALIKE: Final = "(?is:/*(?:health|ready).*)"


class Health:
    def __init__(self, services: Services, shutdown: Shutdown) -> None:
        self._services = services
        self._shutdown = shutdown
        running = services.running
        self._sql, self._redis, self._storage = map(
            is_up, (running.database.ping, running.kv.ping, running.media.ping)
        )
        self._workers, self._retried = Probe(self._count), Probe(services.messages.delivery.retried)

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

    async def nowhere(self, _: web.Request) -> web.Response:
        """Another spelling, or another method: nobody learns from it that all is well."""
        row = RestOnly.NOT_FOUND
        return web.Response(body=rest_body(row), status=row.http, headers=HEADERS)

    async def _parts(self) -> dict[str, dict[str, Any]]:
        running, config = self._services.running, self._services.running.config
        sql, redis, storage, workers, retried = await asyncio.gather(
            self._sql.look(),
            self._redis.look(),
            self._storage.look(),
            self._workers.look(),
            self._retried.look(),
        )
        # That the database is away, which knows of these, is said of the database.
        workers, retried = workers or 0, retried or set()
        return {
            "sql": {"up": bool(sql), "kind": "mysql" if config.sql.url else "sqlite"},
            "redis": {"up": bool(redis), "kind": "redis" if config.redis.url else "embedded"},
            "storage": {"up": bool(storage), "kind": running.media.kind},
            "workers": {"up": workers > 0, "seen": workers},
            "sms": {"up": SMS not in retried, "kind": config.sms.gateway},
            "mail": {"up": MAIL not in retried, "kind": config.mail.gateway},
        }

    async def _count(self) -> int:
        return await self._services.running.jobs.workers_since(now_ms() - SEEN_MS)
