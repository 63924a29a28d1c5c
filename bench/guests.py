"""Guests that are signed in: rows written directly, as many as a benchmark wants."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import aiomysql
import hiredis

from addresses import sql_parts
from bench.processes import ROOT

PASSWORD: Final = "correct horse"
TTL_MS: Final = 3_600_000
AT_ONCE: Final = 10_000
# MariaDB counts by itself: a million rows are one statement. An id is the guest's number.
USERS: Final = """\
insert into users (id, phone, email, password, last_name, first_name, nickname, created_ms)
select seq, concat('139', lpad(seq, 8, '0')), concat('guest', seq, '@example.com'), %s,
       '王', '小明', concat('guest ', seq), 1700000000000
from seq_1_to_{count}"""
TOKENS: Final = """\
insert into tokens (user_id, hash, enduring, created_ms)
select seq, sha2(lpad(lower(hex(seq)), 32, '0'), 256), 0, 1700000000000
from seq_1_to_{count}"""


def phone(number: int) -> str:
    return f"139{number:08d}"


def token(number: int) -> str:
    return f"{number:032x}"


def sign_in(
    env: dict[str, str], count: int, password_hash: str = "$argon2id$none", *, root: Path = ROOT
) -> None:
    """Make the tables of `env`, guests 1 to `count`, and a living token for each.

    The tables are those of the checkout `root`, which is to be run over them.
    """
    subprocess.run(
        [sys.executable, "server.py", "migrate"], cwd=root, env=os.environ | env, check=True
    )
    asyncio.run(_rows(env["POSTCARD__SQL__URL"], count, password_hash))
    asyncio.run(_entries(env["POSTCARD__REDIS__URL"], count))


async def _rows(url: str, count: int, password_hash: str) -> None:
    link = await aiomysql.connect(**sql_parts(url), autocommit=True, charset="utf8mb4")
    async with link.cursor() as cursor:
        await cursor.execute(USERS.format(count=count), (password_hash,))
        await cursor.execute(TOKENS.format(count=count))
        await cursor.execute("analyze table users, tokens")
        await cursor.fetchall()
    link.close()


async def _entries(url: str, count: int) -> None:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(hiredis.pack_command(("SELECT", parts.path.strip("/"))))  # type: ignore[arg-type]
    await reader.readexactly(len(b"+OK\r\n"))
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        writer.write(b"".join(map(_entry, numbers)))
        await reader.readexactly(len(b"+OK\r\n") * len(numbers))
    writer.close()


def _entry(number: int) -> bytes:
    key = f"token:{hashlib.sha256(token(number).encode()).hexdigest()}"
    command: Any = ("SET", key, str(number), "PX", str(TTL_MS))
    packed: bytes = hiredis.pack_command(command)
    return packed
