"""Rule: nobody keeps a connection by being slow, whether they speak or listen.

The header of a request must come within `idle_seconds` of the connection, or of the answer before:
that is aiohttp's own time between requests. Bodies have a time of their own (`bodies`). Whoever
asks for much and then takes none of it is the system's to notice: aiohttp waits for them as long as
they live.
"""

from __future__ import annotations

import asyncio
import socket
import sys

from aiohttp import web

from transport.aiohttp_internals import on_connection


def cut_stalled(runner: web.AppRunner, seconds: float) -> None:
    """Let no connection to a runner that was set up stand still for longer while we send."""
    assert runner.server is not None

    def limit(transport: asyncio.Transport) -> None:
        link = transport.get_extra_info("socket")
        # Linux has it: what was sent and not taken for so long ends the connection, a closed
        # window too.
        if sys.platform == "linux" and link is not None:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))

    on_connection(runner.server, limit)
