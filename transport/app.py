"""The web application: which address goes to which face, and what runs beside them."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from collections.abc import AsyncIterator
from time import monotonic

import structlog
from aiohttp import web

from protocol.caller import Caller
from protocol.dispatch import Dispatcher, Failures
from protocol.registry import Registry
from protocol.slices import Slices
from services import Services
from services.running.logs import LogFile
from status_codes import Global
from stores.kv import KVError
from stores.media import StorageError, TooSlow
from stores.sql import SqlError
from transport.access_log import open_access_log
from transport.admin.admin_pages import AdminPages
from transport.admin.routes import admin_routes
from transport.answer_room import AnswerRoom
from transport.banners import Banners
from transport.bodies import Bodies
from transport.callers import CallerFactory
from transport.console import console_routes
from transport.direct_routes import CALLERS, DIRECT
from transport.envelopes import Envelopes
from transport.files import Files
from transport.health import ALIKE, Health
from transport.log_pages import LogPages
from transport.model_forms import form_pages
from transport.portraits import PortraitLinks
from transport.refusals import REFUSALS, FaceRefusals, heed_expect
from transport.rest import RestApi
from transport.schemas import schema_routes
from transport.shutdown import SHUTDOWN, Shutdown
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
        TooSlow: Global.TIMEOUT,
        TimeoutError: Global.TIMEOUT,
    }
)


def build_web(services: Services, registry: Registry, log: LogFile) -> web.Application:
    """An application over open services; the caller closes them after it."""
    http, storage = services.running.config.http, services.running.config.storage
    dispatcher = Dispatcher(
        registry,
        seconds=http.handler_seconds,
        at_once=http.handlers_at_once,
        failures=FAILURES,
        alarm=_alarm,
        note=_Notes(),
        slowest=storage.slowest_kbit * 125 if services.running.media.is_far else 0,
        keeper=services.running.once,
    )
    room, slices = AnswerRoom(http.answers_bytes), Slices()
    callers, bodies, access_log = (
        CallerFactory(services),
        Bodies(services, slices),
        open_access_log(services, log, registry.by_name),
    )
    envelopes = Envelopes(
        dispatcher, callers, bodies, access_log, room, slices, batch_bytes=http.batch_bytes
    )
    sockets = Sockets(dispatcher, callers, access_log, room, slices, http)
    rest = RestApi(
        registry,
        dispatcher,
        callers,
        bodies,
        access_log,
        room,
        slices,
        always_200=services.running.config.rest.always_200,
        session_seconds=services.running.config.rest.session_seconds,
    )
    files, logs = Files(services, dispatcher, callers), LogPages(services, dispatcher, callers)
    app = web.Application()
    app[SHUTDOWN] = Shutdown(sockets.close, logs.close)
    health = Health(services, app[SHUTDOWN])
    app[DIRECT] = envelopes.handlers(registry)
    app[CALLERS] = callers
    always_200 = services.running.config.rest.always_200
    app[REFUSALS] = FaceRefusals(registry, callers, always_200=always_200)
    _add(
        app,
        [
            web.get("/api/ws", sockets.handle),
            *(
                web.get(path + slash, look)
                for path, look in (
                    ("/api/health/live", health.live),
                    ("/api/health/ready", health.ready),
                    ("/api/ready", health.ready),
                )
                for slash in ("", "/")
            ),
            *PortraitLinks(dispatcher, callers).routes(),
            *envelopes.routes(app[DIRECT]),
            *_below_api(registry, rest),
            *schema_routes(services.running.config),
            *console_routes(services.running.config),
            web.route("*", f"/api/{{tail:{ALIKE}}}", health.nowhere),
            web.route("*", "/api/{tail:(?s:.*)}", envelopes.nowhere),
            web.get(r"/media/{folder:movies?|photos?}/{work_id:\d{1,19}}/{name}", files.of_work),
            web.get("/media/avatars/{name}", files.avatar),
            web.get("/media/{name:log|celery|worker}.txt", logs.handle),
            *Banners(services.running.config).routes(),
            web.get(r"/static/{name:(?s:.+)}", files.static),
            *admin_routes(
                AdminPages(services, dispatcher, callers, bodies, slices, access_log), files
            ),
            web.route("*", "/{tail:(?s:.*)}", rest.handle),
        ],
    )

    async def sweeping(_: web.Application) -> AsyncIterator[None]:
        _settle()
        task = asyncio.create_task(_sweep(dispatcher))
        yield
        task.cancel()

    app.cleanup_ctx.append(sweeping)
    return app


def _add(app: web.Application, routes: list[web.RouteDef]) -> None:
    for route in routes:
        route.kwargs["expect_handler"] = heed_expect
    app.add_routes(routes)


def _below_api(registry: Registry, rest: RestApi) -> list[web.RouteDef]:
    """The travel paths under /api/, in both slash spellings; two of them show a page to GET."""
    shown = form_pages()
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


def _alarm(name: str, caller: Caller, error: Exception) -> None:
    structlog.get_logger().error("handler failed", name=name, trace=caller.trace, exc_info=error)


class _Notes:
    """Logs why a part failed, once a second: an outage fails every request alike."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, name: str, _: Caller, error: Exception) -> None:
        if monotonic() >= self._next:
            self._next = monotonic() + 1.0
            reason = f"{type(error).__name__}: {error}"
            structlog.get_logger().warning("a part failed", name=name, reason=reason)
