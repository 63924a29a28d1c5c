"""Direct routes: what most requests are is answered without asking aiohttp's router.

The router and the match that it makes cost a seventh of a small request. A POST to an address of
the envelope face needs neither: the path is looked up as it came, query aside. Everything else,
also an address spelt in another way, goes through the router and is answered alike.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from transport.aiohttp_internals import RequestFunction, wrap_requests
from transport.callers import TRACE, CallerFactory
from transport.refusals import REFUSALS

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Handlers of POST by path, kept in the application by `build_web`.
DIRECT: Final = web.AppKey("direct", dict[str, Handler])
# They are told of each request for which they made no asker: it is a use of its token as well.
CALLERS: Final = web.AppKey("callers", CallerFactory)


def answer_directly(runner: web.AppRunner) -> None:
    """Let requests to a runner that was set up try the direct routes first."""
    direct, refusals, server = runner.app[DIRECT], runner.app[REFUSALS], runner.server
    note = runner.app[CALLERS].note
    assert server is not None

    def wrap(route: RequestFunction) -> RequestFunction:
        async def routed(request: web.Request) -> web.StreamResponse:
            try:
                return await route(request)
            except web.HTTPException as error:  # where aiohttp's router leads nowhere
                return refusals.absent(request, error.status)
            finally:
                if TRACE not in request:
                    note(request)

        def answer(request: web.Request) -> Awaitable[web.StreamResponse]:
            # A body still on its way may be waiting for our "100 Continue", which the router sends.
            if request.method == "POST" and request.content.is_eof():
                handler = direct.get(request.raw_path.partition("?")[0])
                if handler is not None:
                    return handler(request)
            return routed(request)

        return answer

    wrap_requests(server, wrap)
