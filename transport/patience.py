"""Rule: nobody keeps a connection by being slow, whether he speaks or listens.

The header of a request must come within `idle_seconds` of the connection, or of the answer before:
that is aiohttp's own time between requests. Bodies have a time of their own (`bodies`). Whoever
asks for much and then takes none of it is the system's to notice: aiohttp waits for him as long as
he lives.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Final

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

# Linux has it: what was sent and not taken for so long ends the connection, a closed window too.
USER_TIMEOUT: Final[int | None] = getattr(socket, "TCP_USER_TIMEOUT", None)


def cut_stalled(runner: web.AppRunner, seconds: float) -> None:
    """Let no connection to a runner that was set up stand still for longer while we send."""
    server = runner.server
    assert server is not None
    made = server.connection_made

    def connection_made(handler: RequestHandler, transport: asyncio.Transport) -> None:
        link = transport.get_extra_info("socket")
        if USER_TIMEOUT is not None and link is not None:
            link.setsockopt(socket.IPPROTO_TCP, USER_TIMEOUT, round(seconds * 1000))
        made(handler, transport)

    server.connection_made = connection_made  # type: ignore[method-assign]
