"""/static/banner.json: the pictures that an app shows first, from a folder that the operator fills.

An app asks for them before all else and goes no further without them: where there are none, or
the folder cannot be read, it is given a landscape of ours.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web

from config import ROOT, Config
from status_codes import RestOnly
from transport.file_answers import of_path, said

URL: Final = "/static/banner"
OURS: Final = ("/static/city/def1.png",)
# More than anybody looks at; the first by name.
MOST: Final = 100
# What every app can show, and no browser runs.
TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
# The operator may put another picture under the same name: asked for each time.
HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, no-cache"}


class Banners:
    def __init__(self, config: Config) -> None:
        given = Path(config.storage.banners or config.data / "banners")
        self._folder = (ROOT / given.expanduser()).resolve()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{URL}.json", self.index),
            web.get(f"{URL}/{{name:[^/]+}}", self.picture),
        ]

    async def index(self, _: web.Request) -> web.Response:
        """{"images": […]}, by name."""
        names = sorted(await asyncio.to_thread(_pictures, self._folder))[:MOST]
        images = [f"{URL}/{quote(name)}" for name in names] or list(OURS)
        return web.json_response({"images": images}, headers=HEADERS)

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """One of those that are there, and nothing else of the folder or around it."""
        name = request.match_info["name"]
        path = (await asyncio.to_thread(_pictures, self._folder)).get(name)
        if path is None:
            return said(RestOnly.NOT_FOUND)
        return of_path(request, path, HEADERS | {"Content-Type": TYPES[path.suffix.lower()]})


def _pictures(folder: Path) -> dict[str, Path]:
    """Each by its name; links that lead elsewhere are none."""
    try:
        with os.scandir(folder) as found:
            return {
                entry.name: folder / entry.name
                for entry in found
                if Path(entry.name).suffix.lower() in TYPES
                and entry.name[0] != "."
                and entry.is_file(follow_symlinks=False)
            }
    except OSError:
        return {}
