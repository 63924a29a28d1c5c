"""Rule: pages of the origins that the settings list may call us from a browser, and no other page.

They are told so by CORS, in refusals too: a page that cannot read why it was refused says that we
are away. No cookie goes with that, whoever is listed: a page brings its token itself. The pages at
/admin/ are for no other page at all.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from transport.aiohttp_internals import MORE_HEADERS, JsonResponse, RequestFunction, wrap_requests

METHODS: Final = "GET, HEAD, POST"
# An answer differs by who asks: without it a cache gives one page what was meant for another.
VARY: Final = {"Vary": "Origin"}
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Range",
    "Access-Control-Max-Age": "600",
}
# What of an answer's header a page may read, beside what it always may.
EXPOSED: Final = "Trace, Retry-After, ETag, Content-Range"
LISTED: Final = "listed"


def allow_origins(runner: web.AppRunner, listed: str) -> None:
    """Have a runner that was set up answer pages of these origins, which a space parts.

    Where there are none it answers as before, and nothing is looked at.
    """
    server = runner.server
    assert server is not None
    if listed:
        origins = frozenset(listed.split())
        wrap_requests(server, lambda answer: _answering(answer, origins))


def is_listed(request: web.Request) -> bool:
    """Whether a page of a listed origin makes the browser ask."""
    return LISTED in request


def _answering(answer: RequestFunction, origins: frozenset[str]) -> RequestFunction:
    async def answering(request: web.Request) -> web.StreamResponse:
        if request.path == "/admin" or request.path.startswith("/admin/"):
            return await answer(request)
        headers = request[MORE_HEADERS] = dict(VARY)
        origin = request.headers.get("Origin", "")
        if origin in origins:
            request[LISTED] = True
            headers["Access-Control-Allow-Origin"] = origin
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                return web.Response(status=204, headers=PREFLIGHT)
            headers["Access-Control-Expose-Headers"] = EXPOSED
        found = await answer(request)
        return found.in_full() if isinstance(found, JsonResponse) and origin else found

    return answering
