"""The least that aiohttp can do: constant bytes for any POST. Argument: port."""

from __future__ import annotations

import asyncio
import sys

import uvloop
from aiohttp import web

BODY = b'{"id":1,"status":0,"message":"pong","data":{}}'
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


async def answer(_: web.Request) -> web.Response:
    return web.Response(body=BODY, headers=HEADERS)


async def main(port: int) -> None:
    app = web.Application()
    app.add_routes([web.post("/api/ping", answer), web.get("/ready", answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
