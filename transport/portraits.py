"""GET /api/user/portrait/?username= and /api/pic/get/users?name=: the way to a guest's picture."""

from __future__ import annotations

import re
from typing import Annotated, Final

from aiohttp import web

from protocol.dispatch import Dispatcher
from protocol.profiles import BySetting
from services.accounts.avatars import NOBODY
from transport.callers import CallerFactory
from transport.file_answers import said

# The address, and what it calls a phone.
ADDRESSES: Final = {"/api/user/portrait": "username", "/api/pic/get/users": "name"}
# Where they lead.
Portrait = Annotated[
    str,
    BySetting(
        "portraits",
        {"const": NOBODY},
        {"pattern": f"^({re.escape(NOBODY)}|/media/avatars/[^/]+)$"},
    ),
]


class PortraitLinks:
    def __init__(self, dispatcher: Dispatcher, callers: CallerFactory) -> None:
        self._dispatcher = dispatcher
        self._callers = callers

    def routes(self) -> list[web.RouteDef]:
        """Both, in both slash spellings."""
        return [web.get(path + slash, self.handle) for path in ADDRESSES for slash in ("", "/")]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        caller = self._callers.caller(request)
        try:
            phone = request.query.get(ADDRESSES[request.path.rstrip("/")], "")
            link = await caller.accounts.portraits.of(caller, phone)
        except Exception as error:  # of a limit, or a part that is away
            return said(self._dispatcher.failure(error, request.path, caller).outcome)
        # It is another as soon as the guest has another.
        return web.Response(status=302, headers={"Location": link, "Cache-Control": "no-store"})
