"""/media/...: files of works, with ranges and ETags, to those who may see them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

import orjson
from aiohttp import web

from protocol.dispatch import Dispatcher
from services import Services
from services.caller import Caller
from status_codes import Outcome, RestOnly
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
    def __init__(self, services: Services, dispatcher: Dispatcher, asking: Asking) -> None:
        self._albums = services.albums
        self._dispatcher = dispatcher
        self._asking = asking

    async def of_work(self, request: web.Request) -> web.StreamResponse:
        """/media/movies/{work_id}/{name}, and the document's other spelling /media/movie/."""
        caller = self._asking.caller(request)
        try:
            return await self._of_work(request, caller)
        except Exception as error:  # a part that is away, said in this face's own form
            return _said(self._dispatcher.failure(error, "/media", caller).outcome)

    async def _of_work(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        kind = request.match_info["folder"].removesuffix("s")
        name = request.match_info["name"]
        content_type = TYPES.get(PurePosixPath(name).suffix)
        work_id = int(request.match_info["work_id"])
        if content_type is None or work_id >= 2**63:
            return _said(RestOnly.NOT_FOUND)
        path = await self._albums.media_of(await _user(caller), kind, work_id, name)
        if path is None:
            return _said(RestOnly.NOT_FOUND)
        return web.FileResponse(
            path,
            headers={
                "Content-Type": content_type,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=3600",
            },
        )


async def _user(caller: Caller) -> int:
    """Who asks; 0 for somebody without a living token, who may see what is shared."""
    await caller.recognise()
    return caller.user_id


def _said(row: Outcome) -> web.Response:
    body = orjson.dumps({"code": row.http, "msg": row.msg, "data": {}})
    return web.Response(body=body, status=row.http, headers=HEADERS)
