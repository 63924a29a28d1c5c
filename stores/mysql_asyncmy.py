"""asyncmy as a driver, and all that leans on what it does not promise to keep.

Read in asyncmy 0.2.18, whose version is pinned. tests/test_seams_sql.py has a test of each line, so
that an upgrade which breaks one says which:

1. `Connection._transport` is the transport, None when the connection was closed; aborting it wakes
   whoever waits for an answer, with an error that is in `broken`, also while it has more to send
   than the server takes.
2. `Connection._stream_broken` is true once the server has ended the connection, also while nobody
   listens.
3. `Cursor(connection)` is what `Connection.cursor()` gives.
4. Only the logger `asyncmy` is written to, over what the server warns of.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import asyncmy
import asyncmy.errors
from asyncmy.cursors import Cursor


class AsyncmyDriver:
    """asyncmy's connections to one server; see `stores.mysql_pool.Driver`."""

    broken = (asyncmy.errors.Error, OSError)
    refused = asyncmy.errors.IntegrityError

    def __init__(self, connect_seconds: float, **server: Any) -> None:
        self._seconds = connect_seconds
        self._server = {"connect_timeout": connect_seconds, **server}
        # It writes a line for each warning of the server's; aiomysql says nothing of them.
        logging.getLogger("asyncmy").setLevel(logging.ERROR)

    async def connect(self) -> asyncmy.Connection:
        # Its own limit is of the TCP connection alone, as aiomysql's is.
        async with asyncio.timeout(self._seconds):
            return await asyncmy.connect(**self._server)

    def cursor(self, connection: Any) -> Any:
        return Cursor(connection)

    def is_alive(self, connection: Any) -> bool:
        return bool(connection.connected) and not connection._stream_broken

    def abort(self, connection: Any) -> None:
        if connection._transport is not None:
            connection._transport.abort()
