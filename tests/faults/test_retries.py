"""Operations with keys are done once, whatever dies between the change and its answer."""

from __future__ import annotations

import asyncio
import json
import os
import uuid
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.retries import retry
from tests.servers import free_port, require
from tests.special import each_way, eventually, execute, serve, serving
from tests.tencent import Provider
from tests.wire.test_messages import ENV

OPERATIONS = int(os.environ.get("POSTCARD_TEST_RETRIES", "400"))


@pytest.mark.slow
async def test_nothing_is_lost_and_nothing_done_twice(tmp_path: Path) -> None:
    """Through killed servers and cut links; `python -m tests.retries` does ten thousand."""
    for binary in ("mariadbd", "redis-server", "redis-cli"):
        require(binary)
    seed = int(os.environ.get("POSTCARD_TEST_SEED", "7"))

    assert [] == await retry(OPERATIONS, seed, tmp_path)


async def send(postcard: Postcard, guest: Guest, body: dict[str, Any]) -> asyncio.StreamWriter:
    """Send a request, and read nothing."""
    _, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    text = json.dumps(body).encode()
    head = (
        f"POST /api?token={guest.token} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    writer.write(head.encode() + text)
    return writer


@each_way
async def test_killed_between_the_change_and_the_answer(
    way: str, request: pytest.FixtureRequest
) -> None:
    """The next server answers what the first one would have answered."""
    with serving(way, request, {}) as postcard:
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=connector) as http:
            guest = Guest(postcard, http)
            await guest.sign_up()
            await guest.login(enduring=1)
            key = str(uuid.uuid4())
            body = {"id": 1, "key": key, "type": "movie", "subtype": "new", "data": {}}

            writer = await send(postcard, guest, body)
            (work_id,) = (await eventually(lambda: execute(postcard, "SELECT id FROM works")))[0]
            postcard.kill_server()
            writer.close()
            await asyncio.to_thread(serve, postcard)
            again = await guest.post("/api", body)

            assert (0, work_id) == (again["status"], again["data"]["work_id"])
            assert [(1,)] == execute(postcard, "SELECT COUNT(*) FROM works")
            assert not [
                row for row in execute(postcard, "SELECT answer FROM request_keys") if not row[0]
            ]


@each_way
async def test_killed_before_the_change_is_seen(way: str, request: pytest.FixtureRequest) -> None:
    """Nothing was done; the next try does it, as soon as the dead one's lease is over."""
    with serving(way, request, {}) as postcard:
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=connector) as http:
            guest = Guest(postcard, http)
            await guest.sign_up()
            await guest.login(enduring=1)
            post = (await guest.call("forum", "post_new", {"title": "t", "type": 1, "text": "x"}))[
                "data"
            ]["post_id"]
            body: dict[str, Any] = {"id": 1, "key": str(uuid.uuid4()), "type": "forum"}
            body |= {"subtype": "comment_new", "data": {"pid": post, "text": "a comment"}}

            writer = await send(postcard, guest, body)
            postcard.kill_server()
            writer.close()
            await asyncio.to_thread(serve, postcard)

            async def done() -> Any:
                reply = await guest.post("/api", body)
                assert reply["status"] in (0, -409)
                return reply if reply["status"] == 0 else None

            first, again = await eventually(done), await guest.post("/api", body)

            assert first == again
            assert [(1,)] == execute(postcard, "SELECT COUNT(*) FROM comments")
            assert [(1,)] == execute(postcard, "SELECT comment_num FROM posts")


@each_way
async def test_a_message_that_is_waited_for_is_sent_once(
    way: str, request: pytest.FixtureRequest
) -> None:
    """A worker sees it before the answer is known; asked again, the answer is the first one."""
    provider = Provider(free_port())
    await provider.start()
    env = ENV | {"POSTCARD__SMS__TENCENT_ENDPOINT": f"127.0.0.1:{provider.port}"}
    with serving(way, request, env) as postcard:
        postcard.start()
        async with aiohttp.ClientSession() as http:
            guest, phone = Guest(postcard, http), Guest.new_phone()
            body: dict[str, Any] = {"id": 1, "key": str(uuid.uuid4()), "type": "sms"}
            body |= {"subtype": "generate", "data": {"phone": phone}}

            first, again = await guest.post("/api", body), await guest.post("/api", body)
    await provider.close()

    assert first == again
    assert 0 == first["status"]
    assert 1 == len(provider.requests)


@covers("global: -410")
async def test_killed_while_a_message_is_waited_for(request: pytest.FixtureRequest) -> None:
    """Nobody knows whether it left: that is what is said, and no second one is sent."""
    env = ENV | {"POSTCARD__SMS__TENCENT_ENDPOINT": "127.0.0.1:9", "POSTCARD__SMS__SECONDS": "60"}
    with serving("production", request, env) as postcard:
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=connector) as http:
            guest = Guest(postcard, http)
            body: dict[str, Any] = {"id": 1, "key": str(uuid.uuid4()), "type": "sms"}
            body |= {"subtype": "generate", "data": {"phone": Guest.new_phone()}}
            writer = await send(postcard, guest, body)
            await eventually(lambda: execute(postcard, "SELECT id FROM request_keys"))
            meanwhile = await guest.post("/api", body)
            postcard.kill_server()
            writer.close()
            await asyncio.to_thread(serve, postcard)

            async def told() -> Any:
                reply = await guest.post("/api", body)
                return reply if reply["status"] != -409 else None

            again = await eventually(told)

            assert [-409, -410] == [meanwhile["status"], again["status"]]
            assert [(1,)] == execute(postcard, "SELECT COUNT(*) FROM jobs")
