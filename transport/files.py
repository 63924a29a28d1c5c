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
from services.works.views import folder
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
KEPT_SECONDS: Final = 3600
PUBLIC: Final = "public, max-age=3600"
LED_ON: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
# It may change under the same name: asked for each time, sent when it is another.
CHANGING: Final = "public, no-cache"


class Files:
    def __init__(self, services: Services, dispatcher: Dispatcher, callers: CallerFactory) -> None:
        self._showing = services.works.showing
        self._addresses = services.works.addresses
        self._media = services.running.media
        self._dispatcher = dispatcher
        self._callers = callers

    async def of_work(self, request: web.Request) -> web.StreamResponse:
        """/media/movies/{work_id}/{name}, and the document's other spelling /media/movie/."""
        caller = self._callers.visitor(request).caller
        try:
            if "signature=" in request.query_string and (found := await self._given_away(request)):
                return found
            viewer = await caller.admit(Access.GUEST)
            return await self._shown(request, viewer.user_id)
        except Exception as error:  # a part that is away, said in this face's own form
            return said(self._dispatcher.failure(error, "/media", caller).outcome)

    async def _given_away(self, request: web.Request) -> web.StreamResponse | None:
        """The answer to who has the owner's address of a file; None where it is none."""
        if (asked := _asked(request)) is None:
            return None
        kind, work_id, name = asked
        opened = self._addresses.opened(f"/media/{folder(kind, work_id)}/{name}", request.query)
        if opened is None:
            return None
        stored = await self._showing.file_of_owner(opened.owner, kind, work_id, name)
        if stored is None:
            return None
        # Nor is it shown any longer from what a browser keeps.
        return await self._sent(request, stored, kept_for(min(opened.seconds, KEPT_SECONDS)))

    async def _shown(
        self, request: web.Request, viewer_id: int, *, linked: bool = True
    ) -> web.StreamResponse:
        if (asked := _asked(request)) is None:
            return said(RestOnly.NOT_FOUND)
        stored = await self._showing.file_of(viewer_id, *asked)
        return await self._sent(request, stored, kept_for(KEPT_SECONDS), linked=linked)

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
            return web.Response(status=302, headers=LED_ON | {"Location": link})
        return await send_object(request, self._media, stored, _headers(kind, caching))

    async def static(self, request: web.Request) -> web.StreamResponse:
        """/static/...: what lies in our own folder of that name."""
        name = request.match_info["name"]
        path = STATIC / name if STATIC_NAME.fullmatch(name) else None
        found = path if path and path.is_file() else None
        return _file(request, found, STATIC_TYPES, PUBLIC)


def kept_for(seconds: int) -> str:
    """How long a browser keeps what is for its user alone."""
    return f"private, max-age={seconds}"


def _asked(request: web.Request) -> tuple[str, int, str] | None:
    """The kind and number of a work, and the name of its file; None where that can be none."""
    kind = request.match_info["folder"].removesuffix("s")
    name = request.match_info["name"]
    work_id = int(request.match_info["work_id"])
    # An escaped slash is a part of the name here: it would lead into another's folder.
    if PurePosixPath(name).name != name or work_id >= 2**63:
        return None
    return kind, work_id, name


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
        # Its address may hold a token or a signature.
        "Referrer-Policy": "no-referrer",
    }
