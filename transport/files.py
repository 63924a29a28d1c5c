"""/media/...: files of works, with ranges and ETags, to those who may see them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

import orjson
from aiohttp import web

from services import Services
from services.caller import Caller
from status_codes import ApiError, RestOnly
from transport.asking import Asking
from transport.whole import HEADERS

# By suffix, which our own names carry; what is not here is not served.
TYPES: Final = {
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".gif": "image/gif",
    ".json": "application/json",
}


class Files:
    def __init__(self, services: Services, asking: Asking) -> None:
        self._services = services
        self._asking = asking

    async def of_work(self, request: web.Request) -> web.StreamResponse:
        """/media/movies/{work_id}/{name}, and the document's other spelling /media/movie/."""
        kind = request.match_info["folder"].removesuffix("s")
        name = request.match_info["name"]
        content_type = TYPES.get(PurePosixPath(name).suffix)
        work_id = int(request.match_info["work_id"])
        if content_type is None or work_id >= 2**63:
            return _nothing()
        user_id = await self._user(self._asking.caller(request))
        path = await self._services.albums.media_of(user_id, kind, work_id, name)
        if path is None:
            return _nothing()
        return web.FileResponse(
            path,
            headers={
                "Content-Type": content_type,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=3600",
            },
        )

    async def _user(self, caller: Caller) -> int:
        if caller.token:
            try:
                await caller.authenticate()
            except ApiError:
                return 0
        return caller.user_id


def _nothing() -> web.Response:
    row = RestOnly.NOT_FOUND
    body = orjson.dumps({"code": row.http, "msg": row.msg, "data": {}})
    return web.Response(body=body, status=row.http, headers=HEADERS)
