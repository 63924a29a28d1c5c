"""Everything that leans on what aiomysql and PyMySQL do not promise to keep.

It was read in aiomysql 0.3.2 and PyMySQL 1.2.4, both pinned. tests/test_seams.py has a test for
each line of this list, so that an upgrade which breaks one says which:

1. `Connection._connect()` does all that `aiomysql.connect` does after making the object.
2. `Connection._writer.transport` is the transport, None-safe: `_writer` is None until then.
   Aborting it wakes whoever waits for an answer, with an error.
3. `Connection._reader` knows what the server said while nobody listened: `at_eof()`,
   `eof_received`, `exception()`.
4. Every packet is read by `Connection._read_packet(packet_type)`, and `packet_type(bytes,
   encoding)` makes the packet: a column's description has the type `FieldDescriptorPacket`, and is
   not changed after it is made.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import aiomysql
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket

# A description of a column as the server sends it → read. They come with every answer, the same
# ones each time, and reading them anew costs a fifth of a small query.
described = lru_cache(maxsize=4096)(FieldDescriptorPacket)


class Connection(aiomysql.Connection):  # type: ignore[misc]  # aiomysql has no types
    """One that reads the description of a column once."""

    async def _read_packet(self, packet_type: Any = MysqlPacket) -> Any:
        kind = described if packet_type is FieldDescriptorPacket else packet_type
        return await super()._read_packet(kind)


async def connect(connection: Connection) -> None:
    """Connect and sign in, as `aiomysql.connect` does."""
    await connection._connect()


def abort(connection: Connection) -> None:
    """Break the connection: who waits for an answer is told so."""
    if connection._writer is not None:
        connection._writer.transport.abort()


def is_alive(connection: Connection) -> bool:
    """Whether it is open, and the server has not said meanwhile that it ends."""
    reader = connection._reader
    return not (connection.closed or reader.at_eof() or reader.eof_received or reader.exception())
