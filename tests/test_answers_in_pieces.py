"""An answer that is written in pieces comes whole, and the next one on its connection too."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from aiohttp.web_request import BaseRequest

from transport.aiohttp_internals import PIECE, JsonResponse
from transport.answer_room import AnswerRoom


@pytest.mark.parametrize("size", [PIECE, PIECE + 1, 5 * PIECE + 3])
async def test_every_byte_in_its_order(size: int) -> None:
    body = bytes(n % 251 for n in range(size))
    room = AnswerRoom(1 << 30)

    async def answer(_: BaseRequest) -> web.StreamResponse:
        return JsonResponse(body, "trace", room)

    server = RawTestServer(answer)
    async with server, aiohttp.ClientSession(server.make_url("/")) as client:
        seen = []
        for method in ("POST", "POST", "HEAD"):
            async with client.request(method, "/") as found:
                seen.append((found.status, found.headers["Content-Length"], await found.read()))

    whole = (200, str(size), body)
    assert [whole, whole, (200, str(size), b"")] == seen
