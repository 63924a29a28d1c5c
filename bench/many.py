"""Postcard with made-up endpoints beside its own. Argument: how many endpoints in all.

Half of the made-up ones also have a REST path with a number in it.
"""

from __future__ import annotations

import asyncio
import sys

import uvloop
from aiohttp import web
from typing_extensions import TypedDict

import handlers
from config import load_config
from protocol.registry import Registry, Table
from server import build_app, prepare
from services.caller import Caller
from services.running.logs import open_logs
from transport.direct_routes import answer_directly


class Looked(TypedDict):
    """What a made-up endpoint answers."""

    work_id: int


def table(number: int) -> Table:
    made = Table(f"made{number}", url=f"/api/made/{number}")
    rest = f"GET /made{number}/{{work_id}}/look" if number % 2 else ()

    @made.on("look", rest=rest)
    async def look(_: Caller, *, work_id: int = 0) -> Looked:
        return {"work_id": work_id}

    return made


async def main(count: int) -> None:
    config = load_config()
    await prepare(config)
    own = handlers.TABLES
    have = sum(len(t.endpoints) for t in own)
    registry = Registry([*own, *(table(number) for number in range(count - have))])
    logs = open_logs(config.data / "log", config.log, worker=False)
    async with build_app(config, logs.web, registry) as app:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        answer_directly(runner)
        await web.TCPSite(runner, config.http.host, config.http.port, backlog=1024).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
