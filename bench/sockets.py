"""1,000 WebSockets watching 100 works, ten each, while each work changes once a second.

The changes take a renderer's own way, `Renders.progress`: the row is changed under its fence and
a signal goes through Redis; every server process then tells its watchers.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import aiomysql

from addresses import sql_parts
from bench.figures import Figure, Series, at_least, at_most
from bench.lab import Lab
from bench.processes import ON_CLIENTS, ROOT, postcard

WORKS = 100
WATCHERS = 10
# Their owners are guests 1 to 100; a work has its owner's number.
WORK_ROWS = f"""\
insert into works (id, kind, user_id, state, stage, job_id, attempt, warnings, created_ms,
                   updated_ms)
select seq, 'movie', seq, 2, 105, seq, 1, '[]', 1700000000000, 1700000000000
from seq_1_to_{WORKS}"""


def measure(lab: Lab) -> list[Figure]:
    seconds = 5 if lab.quick else 20
    add_works(lab.production)
    with postcard(lab.production) as ours:
        expected, late = watch(lab.production, lab.tokens, ours.url, seconds)
    late.sort()
    share = len(late) / expected
    p50, p99 = (late[int(len(late) * part)] * 1000 for part in (0.5, 0.99))
    row = f"{WORKS * WATCHERS:,} sockets watching works, {WORKS} changes a second"
    return [
        Figure(
            f"{row}: delivered",
            f"{len(late):,}",
            f"{expected:,} due",
            Series((share,)),
            at_least(1),
        ),
        Figure(
            f"{row}: p99 from before the change to the client",
            f"p50 {p50:.1f} ms, p99 {p99:.1f} ms",
            "-",
            Series((p99,)),
            at_most(100, "ms"),
        ),
    ]


def add_works(env: dict[str, str]) -> None:
    """The works that are watched, in the database of `env`, and no others."""
    asyncio.run(_add_works(env["POSTCARD__SQL__URL"]))


def watch(
    env: dict[str, str], tokens: list[str], url: str, seconds: int, root: Path = ROOT
) -> tuple[int, list[float]]:
    """(frames due, seconds from change to arrival of those that came).

    The changes are made by the checkout `root`.
    """
    return asyncio.run(_watch(env, tokens, url, seconds, root))


async def _add_works(url: str) -> None:
    link = await aiomysql.connect(**sql_parts(url), autocommit=True, charset="utf8mb4")
    async with link.cursor() as cursor:
        await cursor.execute("delete from works")
        await cursor.execute(WORK_ROWS)
    link.close()


async def _watch(
    env: dict[str, str], tokens: list[str], url: str, seconds: int, root: Path
) -> tuple[int, list[float]]:
    arrived: list[tuple[int, int, float]] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        sockets = [
            await _open(session, url, tokens[work - 1], work)
            for work in range(1, WORKS + 1)
            for _ in range(WATCHERS)
        ]
        readers = [asyncio.create_task(_read(socket, arrived)) for socket in sockets]
        changed = await asyncio.to_thread(_change, env, seconds, root)
        # What has not come five seconds after the last change will not come.
        for _ in range(50):
            if len(arrived) >= len(changed) * WATCHERS:
                break
            await asyncio.sleep(0.1)
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*(socket.close() for socket in sockets))
    late = [at - changed[work, progress] for work, progress, at in arrived]
    return len(changed) * WATCHERS, late


async def _open(session: aiohttp.ClientSession, url: str, token: str, work: int) -> Any:
    socket = await session.ws_connect(f"{url}/api/ws?token={token}")
    envelope = {"id": 1, "type": "movie", "subtype": "watch", "data": {"work_id": work}}
    await socket.send_json(envelope)
    reply = await socket.receive_json()
    assert reply["status"] == 0, reply
    return socket


async def _read(socket: Any, arrived: list[tuple[int, int, float]]) -> None:
    async for message in socket:
        data = json.loads(message.data)["data"]
        arrived.append((data["work_id"], data["progress"], time.monotonic()))


def _change(env: dict[str, str], seconds: int, root: Path) -> dict[tuple[int, int], float]:
    """(work, progress) → when its change began, on the clock that all processes share."""
    command = [*ON_CLIENTS, sys.executable, "-m", "bench.changes", str(WORKS), str(seconds)]
    run = subprocess.run(
        command, cwd=root, env=os.environ | env, capture_output=True, check=True, timeout=120
    )
    return {(work, progress): at for work, progress, at in json.loads(run.stdout)}
