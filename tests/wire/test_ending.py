"""What goes on for somebody ends when they may no longer: watches, and followers of the log."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import pytest

from status_codes import Global
from tests.admin import signed_in, user_id_of
from tests.community import someone
from tests.postcard import Backing, Guest, Postcard
from tests.replies import client_session
from tests.special import execute, make_admin, serve

Ending = Callable[[Guest], Awaitable[object]]
# What is to come comes at the latest after the next look, every few seconds.
SECONDS: Final = 60


async def new_password(guest: Guest) -> None:
    data = {"old": guest.password, "new": "another horse"}
    assert 0 == (await guest.call("password", "update", data))["status"]


async def log_out(guest: Guest) -> None:
    async with guest.http.get(
        f"{guest.postcard.url}/user/logout", headers={"Authorization": f"Bearer {guest.token}"}
    ) as answer:
        assert 200 == answer.status


async def recovered(guest: Guest) -> None:
    """By whoever has the phone."""
    hash_ = await guest.sms_hash(guest.phone, command_type=2)
    data = {"username": guest.phone, "hash": hash_, "pass": "battery staple"}
    assert 0 == (await guest.call("password", "reset", data, token=""))["status"]


async def another_phone(guest: Guest) -> None:
    """Proved in another session, which alone goes on."""
    data = {"username": guest.phone, "pass": guest.password, "enduring": 0}
    other = (await guest.call("login", "pass", data, token=""))["data"]["token"]
    phone = guest.new_phone()
    data = {"phone": phone, "hash": await guest.sms_hash(phone)}
    assert 0 == (await guest.call("user", "phone_prove", data, token=other))["status"]


async def ten_more(guest: Guest) -> None:
    """The eleventh sign-in ends the oldest."""
    for _ in range(10):
        data = {"username": guest.phone, "pass": guest.password, "enduring": 0}
        assert 0 == (await guest.call("login", "pass", data, token=""))["status"]


def by_admin(action: str) -> Ending:
    async def act(guest: Guest) -> None:
        async with signed_in(guest.postcard) as desk:
            done = await desk.post(f"/admin/users/{user_id_of(guest)}/{action}")
            assert done.status in (200, 303), done.said

    act.__name__ = action
    return act


ENDINGS: Final = (
    new_password,
    log_out,
    recovered,
    another_phone,
    ten_more,
    by_admin("suspend"),
    by_admin("sign_out"),
    by_admin("reset"),
)
each_ending = pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)


@asynccontextmanager
async def watching(guest: Guest) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, int]]:
    """A socket that watches a work of the guest, and the work."""
    work_id = await guest.new_movie([])
    url = f"{guest.postcard.url}/api/ws"
    async with guest.http.ws_connect(url, params={"token": guest.token}) as ws:
        watch = {"id": 5, "type": "movie", "subtype": "watch", "data": {"work_id": work_id}}
        await ws.send_json(watch)
        first = await ws.receive_json(timeout=SECONDS)
        assert (5, 0) == (first["id"], first["status"])
        yield ws, work_id


async def last_of(ws: aiohttp.ClientWebSocketResponse) -> tuple[int, int]:
    """(id, status) of what comes."""
    # aiohttp's own limit begins again with each ping.
    async with asyncio.timeout(SECONDS):
        last: dict[str, Any] = await ws.receive_json()
    return last["id"], last["status"]


async def nothing_of(ws: aiohttp.ClientWebSocketResponse, seconds: float) -> None:
    """Nothing comes for so long but pings, which are answered."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(seconds):
            await ws.receive()


@each_ending
async def test_a_watch_ends_with_its_token(member: Guest, end: Ending) -> None:
    """The last reply to it is -101, and no change of the work comes any more."""
    async with watching(member) as (ws, _):
        await end(member)
        last = await last_of(ws)
        await ws.send_json({"id": 6, "type": "ping", "subtype": "ping", "data": {}})
        after = await last_of(ws)

    assert (5, Global.TOKEN_WRONG.code) == last
    assert (6, 0) == after


async def test_a_watch_ends_with_its_work(member: Guest) -> None:
    """Its last reply says that the work is gone."""
    async with watching(member) as (ws, work_id):
        await member.call("movie", "delete", {"work_id": work_id})
        last = await ws.receive_json(timeout=SECONDS)

    assert (5, 0, -2) == (last["id"], last["status"], last["data"]["status"])


@pytest.fixture(scope="module")
def pair(
    backing: Backing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Postcard, Postcard]]:
    """Two servers over one database and one Redis."""
    env, folder = backing.env(), tmp_path_factory.mktemp("pair")
    both = Postcard(env, folder=folder), Postcard(env, folder=folder)
    try:
        for one in both:
            serve(one)
        yield both
    finally:
        for one in both:
            one.close()


@asynccontextmanager
async def of_both(both: tuple[Postcard, Postcard]) -> AsyncIterator[tuple[Guest, Guest]]:
    """One guest, at both servers."""
    async with client_session() as http:
        here, there = (Guest(one, http) for one in both)
        await here.sign_up()
        there.phone, there.token = here.phone, here.token
        yield here, there


@each_ending
async def test_what_another_server_ended(pair: tuple[Postcard, Postcard], end: Ending) -> None:
    """A watch ends here with a token that ended there."""
    async with of_both(pair) as (here, there), watching(here) as (ws, _):
        await end(there)
        last = await last_of(ws)

    assert (5, Global.TOKEN_WRONG.code) == last


async def test_a_work_that_another_server_removed(pair: tuple[Postcard, Postcard]) -> None:
    """Is gone for who watches it here."""
    async with of_both(pair) as (here, there), watching(here) as (ws, work_id):
        await there.call("movie", "delete", {"work_id": work_id})
        last = await ws.receive_json(timeout=SECONDS)

    assert -2 == last["data"]["status"]


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


async def removed(admin: Guest) -> None:
    """On the command line, in a process of its own."""
    command = await asyncio.create_subprocess_exec(
        sys.executable, "server.py", "admin", "remove", admin.phone, env=admin.postcard.env
    )
    assert 0 == await command.wait()


async def suspended(admin: Guest) -> None:
    execute(admin.postcard, "UPDATE users SET suspended = 1 WHERE phone = ?", admin.phone)


async def gone(admin: Guest) -> None:
    execute(admin.postcard, "DELETE FROM users WHERE phone = ?", admin.phone)


@pytest.mark.parametrize("end", [removed, new_password, recovered, suspended, gone])
async def test_a_follower_ends_with_the_right_to_follow(
    postcard: Postcard, http: aiohttp.ClientSession, end: Ending
) -> None:
    """Whoever takes it away, in whichever process."""
    admin = await someone(postcard, http)
    make_admin(admin)
    headers = {"Authorization": aiohttp.encode_basic_auth(admin.phone, admin.password)}
    url = f"{postcard.url}/media/log.txt?follow=1&lines=1"
    async with http.get(url, headers=headers) as answer:
        assert 200 == answer.status
        await end(admin)
        async with asyncio.timeout(SECONDS):
            while await answer.content.read(1 << 16):
                pass
