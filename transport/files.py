"""/media/... and /static/...: files with ranges and ETags, to those who may see them."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

from aiohttp import web

from config import ROOT
from protocol.dispatch import Dispatcher
from protocol.registry import Access
from services import Services
from services.accounts.avatars import FOLDER as AVATARS
from status_codes import RestOnly
from stores.media import TYPES, StoredFile
from transport.callers import CallerFactory
from transport.file_answers import of_path, said
from transport.object_responses import send_object

# Of our own pages; guests' files are none of these.
STATIC_TYPES: Final = TYPES | {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
STATIC: Final = ROOT / "static"
STATIC_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
AVATAR: Final = re.compile(r"[0-9]{1,19}\.(jpg|png)")
PRIVATE: Final = "private, max-age=3600"
PUBLIC: Final = "public, max-age=3600"
# It may change under the same name: asked for each time, sent when it is another.
CHANGING: Final = "public, no-cache"


class Files:
    def __init__(self, services: Services, dispatcher: Dispatcher, callers: CallerFactory) -> None:
        self._showing = services.works.showing
        self._media = services.running.media
        self._dispatcher = dispatcher
        self._callers = callers

    async def of_work(self, request: web.Request) -> web.StreamResponse:
        """/media/movies/{work_id}/{name}, and the document's other spelling /media/movie/."""
        caller = self._callers.visitor(request).caller
        try:
            viewer = await caller.admit(Access.GUEST)
            return await self._shown(request, viewer.user_id)
        except Exception as error:  # a part that is away, said in this face's own form
            return said(self._dispatcher.failure(error, "/media", caller).outcome)

    async def _shown(
        self, request: web.Request, viewer_id: int, *, linked: bool = True
    ) -> web.StreamResponse:
        kind = request.match_info["folder"].removesuffix("s")
        name = request.match_info["name"]
        work_id = int(request.match_info["work_id"])
        # An escaped slash is a part of the name here: it would lead into another's folder.
        if PurePosixPath(name).name != name or work_id >= 2**63:
            return said(RestOnly.NOT_FOUND)
        stored = await self._showing.file_of(viewer_id, kind, work_id, name)
        return await self._sent(request, stored, PRIVATE, linked=linked)

    async def for_admin(self, request: web.Request, admin_id: int) -> web.StreamResponse:
        """/admin/files/...: the same to an admin who is signed in there, nothing to others (0)."""
        caller = self._callers.visitor(request).caller
        try:
            if not admin_id:
                return said(RestOnly.NOT_FOUND)
            # Our pages there show what comes from us alone.
            return await self._shown(request, admin_id, linked=False)
        except Exception as error:
            return said(self._dispatcher.failure(error, "/admin/files", caller).outcome)

    async def avatar(self, request: web.Request) -> web.StreamResponse:
        """/media/avatars/{uid}.{jpg or png}"""
        name = request.match_info["name"]
        try:
            key = f"{AVATARS}/{name}"
            stored = await self._media.look(key) if AVATAR.fullmatch(name) else None
            return await self._sent(request, stored, CHANGING)
        except Exception as error:
            caller = self._callers.visitor(request).caller
            return said(self._dispatcher.failure(error, "/media/avatars", caller).outcome)

    async def _sent(
        self, request: web.Request, stored: StoredFile | None, caching: str, *, linked: bool = True
    ) -> web.StreamResponse:
        if stored is None or stored.path is not None:
            return _file(request, stored.path if stored else None, TYPES, caching)
        kind = TYPES.get(PurePosixPath(stored.key).suffix)
        if kind is None:
            return said(RestOnly.NOT_FOUND)
        link = await self._media.link(stored) if linked else ""
        if link:
            return web.Response(status=302, headers={"Location": link, "Cache-Control": "no-store"})
        return await send_object(request, self._media, stored, _headers(kind, caching))

    async def static(self, request: web.Request) -> web.StreamResponse:
        """/static/...: what lies in our own folder of that name."""
        name = request.match_info["name"]
        path = STATIC / name if STATIC_NAME.fullmatch(name) else None
        found = path if path and path.is_file() else None
        return _file(request, found, STATIC_TYPES, PUBLIC)


def _file(
    request: web.Request, path: Path | None, types: dict[str, str], caching: str
) -> web.StreamResponse:
    if path is None or path.suffix not in types:
        return said(RestOnly.NOT_FOUND)
    return of_path(request, path, _headers(types[path.suffix], caching))


def _headers(kind: str, caching: str) -> dict[str, str]:
    return {
        "Content-Type": kind,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": caching,
    }
