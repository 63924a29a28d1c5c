"""The web application: which address goes to which face, and what runs beside them."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from collections.abc import AsyncIterator
from time import monotonic

import structlog
from aiohttp import web

from protocol.dispatch import Caller as AnyCaller
from protocol.dispatch import Dispatcher, Failures
from protocol.registry import Registry
from services import Services
from services.caller import Caller
from services.running.logs import LogFile
from status_codes import Global
from stores.kv import KVError
from stores.media import StorageError
from stores.sql import SqlError
from transport.admin.door import Door
from transport.admin.routes import admin_routes
from transport.asking import Asking
from transport.bodies import Bodies
from transport.envelopes import Envelopes
from transport.files import Files
from transport.front import SHORT
from transport.health import Health
from transport.journal import open_journal
from transport.leaving import LEAVING, Leaving
from transport.log_pages import LogPages
from transport.pages import pages
from transport.rest import Rest
from transport.schemas import schema_routes
from transport.socket import Sockets

SWEEP_SECONDS = 0.25
# So many new containers are looked through for cycles at once. At Python's 700 that is done three
# times in a batch of a hundred, and takes a third of the server's time.
YOUNG = 20_000
FAILURES = Failures(
    {
        SqlError: Global.DATABASE,
        KVError: Global.REDIS,
        StorageError: Global.STORAGE,
        TimeoutError: Global.TIMEOUT,
    }
)


def build_web(services: Services, registry: Registry, log: LogFile) -> web.Application:
    """An application over open services; the caller closes them after it."""
    http = services.config.http
    dispatcher = Dispatcher(
        registry,
        seconds=http.handler_seconds,
        at_once=http.handlers_at_once,
        failures=FAILURES,
        alarm=_alarm,
        note=_Notes(),
    )
    asking, bodies, journal = Asking(services), Bodies(services), open_journal(services, log)
    envelopes = Envelopes(dispatcher, asking, bodies, journal)
    sockets = Sockets(
        dispatcher, asking, journal, queue=http.socket_queue, frame_bytes=http.json_bytes
    )
    rest = Rest(
        registry,
        dispatcher,
        asking,
        bodies,
        journal,
        always_200=services.config.rest.always_200,
    )
    files, logs = Files(services, dispatcher, asking), LogPages(services, dispatcher, asking)
    app = web.Application()
    app[LEAVING] = Leaving(sockets.close, logs.close)
    health = Health(services, app[LEAVING])
    app[SHORT] = envelopes.handlers(registry)
    app.add_routes(
        [
            web.get("/api/ws", sockets.handle),
            web.get("/api/health/live", health.live),
            web.get("/api/health/ready", health.ready),
            *envelopes.routes(app[SHORT]),
            *_below_api(registry, rest),
            *schema_routes(),
            web.route("*", "/api/{tail:(?s:.*)}", envelopes.nowhere),
            web.get(r"/media/{folder:movies?|photos?}/{work_id:\d{1,19}}/{name}", files.of_work),
            web.get("/media/avatars/{name}", files.avatar),
            web.get("/media/{name:log|celery|worker}.txt", logs.handle),
            web.get(r"/static/{name:(?s:.+)}", files.static),
            *admin_routes(services, Door(services, dispatcher, asking, bodies, journal), files),
            web.route("*", "/{tail:(?s:.*)}", rest.handle),
        ]
    )

    async def sweeping(_: web.Application) -> AsyncIterator[None]:
        _settle()
        task = asyncio.create_task(_sweep(dispatcher))
        yield
        task.cancel()

    app.cleanup_ctx.append(sweeping)
    return app


def _below_api(registry: Registry, rest: Rest) -> list[web.RouteDef]:
    """The travel paths under /api/, in both slash spellings; two of them show a page to GET."""
    shown = pages()
    found: list[web.RouteDef] = []
    for url in sorted({route.partition(" ")[2] for route in registry.rest}):
        for path in (url, url + "/") if url.startswith("/api/") else ():
            if url in shown:
                found.append(web.get(path, shown[url]))
            found.append(web.route("*", path, rest.handle))
    return found


def _settle() -> None:
    """What lives as long as the process need not be looked through for garbage again and again,
    and what only the start needed goes back to the system: a sixth of the memory, with glibc."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def _sweep(dispatcher: Dispatcher) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        dispatcher.sweep()


def _alarm(name: str, caller: AnyCaller, error: Exception) -> None:
    trace = caller.trace if isinstance(caller, Caller) else ""
    structlog.get_logger().error("handler failed", name=name, trace=trace, exc_info=error)


class _Notes:
    """Logs why a part failed, once a second: an outage fails every request alike."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, name: str, caller: AnyCaller, error: Exception) -> None:
        if monotonic() >= self._next:
            self._next = monotonic() + 1.0
            reason = f"{type(error).__name__}: {error}"
            structlog.get_logger().warning("a part failed", name=name, reason=reason)
