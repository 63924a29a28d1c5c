"""Rule: what a server says of its own answers is what it answers.

`make api` writes descriptions of every profile; here each is served as the settings of `clients`
have it.
"""

from __future__ import annotations

import hashlib
import time
from functools import cached_property
from pathlib import Path

import orjson
from aiohttp import web

from protocol.profiles import Switches, under
from stores.media import StoredFile
from transport.file_answers import marks, without
from transport.file_requests import wanted


class Description:
    """A JSON document; `headers` go with it."""

    def __init__(self, path: Path, switches: Switches, headers: dict[str, str]) -> None:
        self._path = path
        self._switches = switches
        self._headers = headers

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer it, or the part of it that is asked for."""
        body, stored = self._made
        asked = wanted(request, stored)
        if (none := without(stored, asked, self._headers)) is not None:
            return none
        last = asked.first + asked.length
        headers = self._headers | marks(stored)
        if asked.status == 206:
            headers["Content-Range"] = f"bytes {asked.first}-{last - 1}/{stored.size}"
        return web.Response(body=body[asked.first : last], status=asked.status, headers=headers)

    @cached_property
    def _made(self) -> tuple[bytes, StoredFile]:
        body = orjson.dumps(under(orjson.loads(self._path.read_bytes()), self._switches))
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        # Other settings make another document of the same file.
        return body, StoredFile(self._path.name, len(body), etag, int(time.time()))
