"""What goes on for somebody ends when they may no longer: watches, and followers of the log."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

import aiohttp
import pytest

from status_codes import Global
from tests.community import someone
from tests.postcard import Guest, Postcard
from tests.special import make_admin

Ending = Callable[[Guest], Awaitable[object]]


async def new_password(guest: Guest) -> None:
    data = {"old": guest.password, "new": "another horse"}
    assert 0 == (await guest.call("password", "update", data))["status"]


async def log_out(guest: Guest) -> None:
    async with guest.http.get(
        f"{guest.postcard.url}/user/logout", headers={"Authorization": f"Bearer {guest.token}"}
    ) as answer:
        assert 200 == answer.status


@pytest.mark.parametrize("end", [new_password, log_out])
async def test_a_watch_ends_with_its_token(member: Guest, end: Ending) -> None:
    """The last reply to it is -101, and no change of the work comes any more."""
    work_id = await member.new_movie([])
    async with member.http.ws_connect(
        f"{member.postcard.url}/api/ws", params={"token": member.token}
    ) as ws:
        watch = {"id": 5, "type": "movie", "subtype": "watch", "data": {"work_id": work_id}}
        await ws.send_json(watch)
        first = await ws.receive_json(timeout=30)
        await end(member)
        last = await ws.receive_json(timeout=60)

    assert (5, 0) == (first["id"], first["status"])
    assert (5, Global.TOKEN_WRONG.code) == (last["id"], last["status"])


async def test_a_watch_goes_on_while_its_token_lives(member: Guest) -> None:
    """Another token of the same guest that ends is another's."""
    work_id = await member.new_movie([])
    async with member.http.ws_connect(
        f"{member.postcard.url}/api/ws", params={"token": member.token}
    ) as ws:
        watch = {"id": 5, "type": "movie", "subtype": "watch", "data": {"work_id": work_id}}
        await ws.send_json(watch)
        await ws.receive_json(timeout=30)
        data = {"username": member.phone, "pass": member.password, "enduring": 0}
        other = (await member.call("login", "pass", data))["data"]["token"]
        headers = {"Authorization": f"Bearer {other}"}
        async with member.http.get(f"{member.postcard.url}/user/logout", headers=headers) as answer:
            assert 200 == answer.status
        with pytest.raises(TimeoutError):
            await ws.receive_json(timeout=7)


async def test_a_follower_ends_with_the_right_to_follow(
    postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """Whoever takes it away, in whichever process."""
    admin = await someone(postcard, http)
    make_admin(admin)
    headers = {"Authorization": aiohttp.encode_basic_auth(admin.phone, admin.password)}
    url = f"{postcard.url}/media/log.txt?follow=1&lines=1"
    async with http.get(url, headers=headers) as answer:
        assert 200 == answer.status
        command = await asyncio.create_subprocess_exec(
            sys.executable, "server.py", "admin", "remove", admin.phone, env=postcard.env
        )
        assert 0 == await command.wait()
        async with asyncio.timeout(60):
            while await answer.content.read(1 << 16):
                pass
