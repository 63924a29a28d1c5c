"""/api/docs: a console where every call can be tried in a browser, and /api/openapi.json beside it.

The page runs scripts of this server alone: Swagger UI, as a package ships it, for the REST face,
and ours for envelopes. It can do no more than any other client of whoever signs in with it.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import web

from config import ROOT, Config, version
from settings import switched
from transport.descriptions import Description
from transport.file_answers import of_path
from transport.schemas import CACHING

OPENAPI: Final = ROOT / "docs" / "api" / "openapi.json"
CONSOLE: Final = Path(__file__).with_name("console")
PACKAGE: Final = "drf-spectacular-sidecar"
# Looked up, not imported: to import it asks for Django, which serves these files elsewhere.
SWAGGER: Final = "drf_spectacular_sidecar/static/drf_spectacular_sidecar/swagger-ui-dist"
URL: Final = "/api/docs"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
POLICY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data: blob:; media-src blob:; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def console_routes(config: Config) -> list[web.RouteDef]:
    """The description for everybody; the console where the settings show it."""

    headers = CACHING | {"Content-Type": "application/json"}
    openapi = Description(OPENAPI, switched(config.clients), headers)
    found = [web.get("/api/openapi.json", openapi.handle)]
    if config.http.console == "on" or (config.http.console == "home" and config.at_home):
        found += _console()
    return found


def _console() -> list[web.RouteDef]:
    files = _files()
    addresses = {
        name.replace(".", "_"): f"{URL}/{name}?{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
        for name, path in files.items()
    }
    text = Template((CONSOLE / "index.html").read_text("utf-8"))
    page = text.substitute(addresses, version=version())

    async def show(_: web.Request) -> web.Response:
        headers = POLICY | {"Cache-Control": "no-cache"}
        return web.Response(text=page, content_type="text/html", headers=headers)

    async def file(request: web.Request) -> web.StreamResponse:
        path = files[request.match_info["name"]]
        headers = POLICY | {
            "Content-Type": TYPES[path.suffix],
            # Its address changes with its bytes.
            "Cache-Control": "public, max-age=31536000, immutable",
        }
        return of_path(request, path, headers)

    return [
        *(web.get(path, show) for path in (URL, f"{URL}/")),
        web.get(f"{URL}/{{name:{'|'.join(files)}}}", file),
    ]


def _files() -> dict[str, Path]:
    """What the page loads, by the name that it has there."""
    swagger = Path(str(distribution(PACKAGE).locate_file(SWAGGER)))
    return {
        "swagger.js": swagger / "swagger-ui-bundle.js",
        "swagger.css": swagger / "swagger-ui.css",
        "console.js": CONSOLE / "console.js",
        "envelopes.js": CONSOLE / "envelopes.js",
        "console.css": CONSOLE / "console.css",
    }
