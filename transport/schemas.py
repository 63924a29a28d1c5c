"""/api/schema/: the JSON Schemas of what guests write themselves; `make api` writes the files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiohttp import web

from config import Config
from settings import switched
from transport.descriptions import Description
from transport.file_answers import of_path

URL: Final = "/api/schema"
FOLDER: Final = Path(__file__).with_name("schema")
# Whose answers are decided by settings.
ENVELOPES: Final = "envelopes"
# It may change with the version under the same name: asked for each time, sent when it is another.
CACHING: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, no-cache"}
SCHEMA: Final = CACHING | {"Content-Type": "application/schema+json"}


def schema_routes(config: Config) -> list[web.RouteDef]:
    """One for each schema, and one that names them."""
    names = sorted(path.stem for path in FOLDER.glob("*.json"))
    listed = {name: f"{URL}/{name}.json" for name in names}

    async def index(_: web.Request) -> web.Response:
        return web.json_response(listed, headers=CACHING)

    async def schema(request: web.Request) -> web.StreamResponse:
        return of_path(request, FOLDER / f"{request.match_info['name']}.json", SCHEMA)

    decided = Description(FOLDER / f"{ENVELOPES}.json", switched(config.clients), SCHEMA)
    return [
        *(web.get(path, index) for path in (URL, f"{URL}/")),
        web.get(listed[ENVELOPES], decided.handle),
        web.get(f"{URL}/{{name:{'|'.join(names)}}}.json", schema),
    ]
