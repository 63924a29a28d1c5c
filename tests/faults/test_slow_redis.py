"""A server that is far from Redis gives no token a life after its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import aiohttp
import pytest

from status_codes import Global
from tests.cluster.hosts import Host
from tests.cluster.links import Link
from tests.postcard import Backing, Guest, Postcard, until

# Each way, between the far server and Redis.
DELAY_SECONDS = 1.0


class Pair(NamedTuple):
    """Two servers of one Postcard."""

    near: Postcard
    far: Postcard


@pytest.fixture
async def pair(own: Backing) -> AsyncIterator[Pair]:
    here = Host("here")
    link = Link(here, ("127.0.0.1", 0), ("127.0.0.1", own.redis.port))
    await link.open()
    env = own.env() | {"POSTCARD__REDIS__COMMAND_SECONDS": "10"}
    near = Postcard(env)
    way = {"POSTCARD__REDIS__URL": f"redis://127.0.0.1:{link.port}/0"}
    far = Postcard(env | way, folder=near.folder)
    for postcard in (near, far):
        await asyncio.to_thread(postcard.start)
    link.delay = DELAY_SECONDS
    yield Pair(near, far)
    far.close()
    near.close()
    await link.close()
    here.close()


@pytest.fixture
async def guest(pair: Pair, http: aiohttp.ClientSession) -> Guest:
    """Signed in for good at the near server."""
    found = Guest(pair.near, http)
    await found.register()
    await found.login(enduring=1)
    return found


def at(postcard: Postcard, guest: Guest) -> Guest:
    """The same guest as he asks another server."""
    other = Guest(postcard, guest.http)
    other.phone, other.token = guest.phone, guest.token
    return other


@pytest.mark.slow
async def test_a_token_that_ends_while_it_is_looked_up(
    own: Backing, pair: Pair, guest: Guest
) -> None:
    """The far server has read its row and not yet written its entry when it is signed out."""
    await forget_all(own)
    looked_up = asyncio.create_task(at(pair.far, guest).call("token", "doki"))
    # Its question takes a second, the answer another one, the entry a third.
    await asyncio.sleep(2.5 * DELAY_SECONDS)
    out = await guest.call("logout", "token")
    await looked_up
    after = await guest.call("token", "doki")

    assert 0 == out["status"]
    assert Global.TOKEN_WRONG.code == after["status"]


@pytest.mark.slow
async def test_a_password_that_changes_during_a_login(pair: Pair, guest: Guest) -> None:
    """The far server has written the token's row and not yet its entry when all tokens end."""
    late = at(pair.far, guest)
    rows = "select count(*) from tokens"
    before = pair.near.rows(rows)
    login = asyncio.create_task(late.login())
    await until(lambda: pair.near.rows(rows) > before)
    changed = await guest.call("password", "update", {"old": guest.password, "new": "another one"})
    await login
    after = await guest.call("token", "doki", token=late.token)

    assert 0 == changed["status"]
    assert Global.TOKEN_WRONG.code == after["status"]


async def forget_all(own: Backing) -> None:
    """Redis loses what it had."""
    reader, writer = await asyncio.open_connection("127.0.0.1", own.redis.port)
    writer.write(b"FLUSHALL\r\n")
    await reader.readline()
    writer.close()
