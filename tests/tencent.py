"""A stand-in for Tencent Cloud's SMS interface, on a port of this machine."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


class Provider:
    """Stands where Tencent Cloud would: keeps what came, answers what it was told to."""

    def __init__(self, port: int) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answer: Any = ok()
        # What the next requests are answered, one each.
        self.first: list[Any] = []
        self.status = 200
        self.content_type = "application/json"
        self.hold = asyncio.Event()
        self.hold.set()
        # Whether to take a message and then break the connection instead of answering.
        self.cut = False
        # Seconds between the bytes of an answer.
        self.drip = 0.0
        self.port = port
        app = web.Application()
        app.router.add_post("/", self.handle)
        self._server = TestServer(app, host="127.0.0.1", port=port)

    async def start(self, **options: Any) -> None:
        await self._server.start_server(**options)

    async def close(self) -> None:
        self.hold.set()
        await self._server.close()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.requests.append(({k.lower(): v for k, v in request.headers.items()}, body))
        await self.hold.wait()
        if self.cut:
            assert request.transport is not None
            request.transport.abort()
        answer = self.first.pop(0) if self.first else self.answer
        text = answer if isinstance(answer, str) else json.dumps(answer)
        if self.drip:
            return await self._drip(request, text.encode())
        # Like Tencent Cloud's own answers without a charset: the SDK compares the whole header.
        return web.Response(body=text.encode(), status=self.status, content_type=self.content_type)

    async def _drip(self, request: web.Request, body: bytes) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": self.content_type})
        answer.content_length = len(body)
        await answer.prepare(request)
        # Long enough for whoever listens without a limit of their own, and it ends well.
        for start in range(0, len(body), 10):
            await asyncio.sleep(self.drip)
            await answer.write(body[start : start + 10])
        return answer


def ok(code: str = "Ok", message: str = "send success") -> dict[str, Any]:
    status = {
        "SerialNo": "2028:1",
        "PhoneNumber": "+8613800000000",
        "Fee": 1,
        "SessionContext": "",
        "Code": code,
        "Message": message,
        "IsoCode": "CN",
    }
    return {"Response": {"SendStatusSet": [status], "RequestId": "r"}}


def refused(code: str, message: str) -> dict[str, Any]:
    return {"Response": {"Error": {"Code": code, "Message": message}, "RequestId": "r"}}
