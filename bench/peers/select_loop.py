"""The raw driver's own loop: 64 callers, a pool of 8, one select. Arguments: URL, seconds, users.

Prints selects per second.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from typing import Any
from urllib.parse import unquote, urlsplit

import aiomysql
import uvloop

CALLERS = 64
POOL = 8
SELECT = (
    "select id, phone, uname, email, last_name, first_name, nickname, gender, intro, avatar, admin "
    "from users where id = %s"
)


async def main(url: str, seconds: float, users: int) -> None:
    parts = urlsplit(url)
    pool = await aiomysql.create_pool(
        host=parts.hostname,
        port=parts.port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        db=parts.path.strip("/"),
        charset="utf8mb4",
        autocommit=True,
        minsize=POOL,
        maxsize=POOL,
    )
    numbers = itertools.cycle(range(1, users + 1))
    end = time.perf_counter() + seconds
    done = await asyncio.gather(*(_call(pool, numbers, end) for _ in range(CALLERS)))
    print(sum(done) / seconds)
    pool.close()
    await pool.wait_closed()


async def _call(pool: Any, numbers: Any, end: float) -> int:
    count = 0
    while time.perf_counter() < end:
        async with pool.acquire() as link, link.cursor() as cursor:
            await cursor.execute(SELECT, (next(numbers),))
            await cursor.fetchone()
        count += 1
    return count


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
