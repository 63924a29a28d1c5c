"""aiomysql as a driver, and all that leans on what it and PyMySQL do not promise to keep.

Read in aiomysql 0.3.2 and PyMySQL 1.2.4, whose versions are pinned. tests/test_seams_sql.py has a
test of each line, so that an upgrade which breaks one says which:

1. `Connection._connect()` does all that `aiomysql.connect` does once the object is made.
2. `Connection._writer` is None until there is a connection; aborting its `transport` wakes
   whoever waits for an answer, with an error that is in `broken`.
3. `Connection._reader` knows what the server said while nobody listened: `at_eof()`,
   `eof_received`, `exception()`.
4. Every packet is read by `Connection._read_packet(packet_type)`, which makes it by
   `packet_type(bytes, encoding)`; a column's description is a `FieldDescriptorPacket` and is not
   changed once it is made.
5. `Cursor(connection)` is what `Connection.cursor()` gives, without a future around it.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

import aiomysql
import pymysql.err
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket

# A description of a column as the server sends it → read. They come with every answer, the same
# ones each time, and reading them anew costs a fifth of a small query.
described = lru_cache(maxsize=4096)(FieldDescriptorPacket)


class DescribedConnection(aiomysql.Connection):  # type: ignore[misc]  # aiomysql has no types
    """A connection that reads each description of a column once."""

    async def _read_packet(self, packet_type: Any = MysqlPacket) -> Any:
        kind = described if packet_type is FieldDescriptorPacket else packet_type
        return await super()._read_packet(kind)


class AiomysqlDriver:
    """aiomysql's connections to one server; see `stores.mysql_pool.Driver`."""

    broken = (pymysql.err.Error, OSError, asyncio.IncompleteReadError)
    refused = pymysql.err.IntegrityError

    def __init__(self, connect_seconds: float, **server: Any) -> None:
        self._seconds = connect_seconds
        self._server = {"connect_timeout": connect_seconds, **server}

    async def connect(self) -> DescribedConnection:
        connection = DescribedConnection(**self._server)
        try:
            # Its own limit is of the TCP connection alone: a server that takes it and then is
            # silent would keep the caller waiting for ever.
            async with asyncio.timeout(self._seconds):
                await connection._connect()
        except BaseException:
            # It closes what failed, but not what was cancelled.
            connection.close()
            raise
        return connection

    def cursor(self, connection: DescribedConnection) -> aiomysql.Cursor:
        return aiomysql.Cursor(connection)

    def is_alive(self, connection: DescribedConnection) -> bool:
        if connection.closed:
            return False
        reader = connection._reader
        return not (reader.at_eof() or reader.eof_received or reader.exception())

    def abort(self, connection: DescribedConnection) -> None:
        if connection._writer is not None:
            connection._writer.transport.abort()
