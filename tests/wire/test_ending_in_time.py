"""A watch and time: it keeps its token alive while somebody is there, and ends with it if not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Final

import aiohttp
import pytest
import redis

from status_codes import Global
from tests.postcard import Backing, Guest, Postcard
from tests.servers import RedisServer
from tests.special import execute, forget_user, guest_of, serve, set_up
from tests.wire.test_ending import last_of, new_password, nothing_of, of_both, watching

IDLE: Final = 6
WATCHED: Final = 14
DEAD: Final = (5, Global.TOKEN_WRONG.code)

brief = set_up(
    {
        "POSTCARD__TOKENS__IDLE_SECONDS": str(IDLE),
        "POSTCARD__TOKENS__WATCHED_SECONDS": str(WATCHED),
        "POSTCARD__HTTP__PING_SECONDS": "2",
    },
    whole=False,
)


@pytest.fixture
async def member(brief: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(brief) as found:
        await found.sign_up()
        yield found


async def doki(guest: Guest) -> int:
    return int((await guest.call("token", "doki"))["status"])


async def test_who_watches_uses_their_token(member: Guest) -> None:
    """Nothing is sent but what pings are answered with, for twice as long as a token idles."""
    async with watching(member) as (ws, work_id):
        await nothing_of(ws, 2 * IDLE)
        alive = await doki(member)
        await member.call("movie", "delete", {"work_id": work_id})
        told = await last_of(ws)

    assert (0, (5, 0)) == (alive, told)


async def test_who_watches_for_ever_is_not_there(member: Guest) -> None:
    """After `watched_seconds` it is no use any more: the token runs out. An enduring one lives."""
    enduring = Guest(member.postcard, member.http)
    enduring.phone = member.phone
    await enduring.login(enduring=1)
    async with watching(member) as (ws, _), watching(enduring) as (other, work_id):
        # Who does not listen answers no pings.
        telling = asyncio.create_task(last_of(other))
        last = await last_of(ws)
        dead = await doki(member)
        await enduring.call("movie", "delete", {"work_id": work_id})
        told = await telling

    assert (DEAD, Global.TOKEN_WRONG.code, (5, 0)) == (last, dead, told)


async def test_a_dead_line_uses_nothing(member: Guest) -> None:
    """Who answers no ping is cut off, and their token idles from then on."""
    work_id = await member.new_movie([])
    url = f"{member.postcard.url}/api/ws"
    params = {"token": member.token}
    async with member.http.ws_connect(url, params=params, autoping=False) as ws:
        watch = {"id": 5, "type": "movie", "subtype": "watch", "data": {"work_id": work_id}}
        await ws.send_json(watch)
        async with asyncio.timeout(60):
            while (await ws.receive()).type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.PING):
                pass
    # Asking would keep it alive.
    await asyncio.sleep(IDLE + 0.5)

    assert Global.TOKEN_WRONG.code == await doki(member)


async def test_a_socket_that_watches_nothing_uses_nothing(member: Guest) -> None:
    """It is open, and answers pings."""
    url = f"{member.postcard.url}/api/ws"
    async with member.http.ws_connect(url, params={"token": member.token}) as ws:
        await nothing_of(ws, IDLE + 0.5)

        assert Global.TOKEN_WRONG.code == await doki(member)


@pytest.mark.parametrize("enduring", [0, 1])
async def test_an_account_that_is_removed(member: Guest, enduring: int) -> None:
    """From under its token, by whatever process, and nothing is signalled."""
    await member.login(enduring)
    async with watching(member) as (ws, work_id):
        execute(member.postcard, "DELETE FROM works WHERE id = ?", work_id)
        forget_user(member)
        last = await last_of(ws)

    assert DEAD == last


@pytest.mark.parametrize("enduring", [0, 1])
async def test_an_account_that_is_suspended_by_hand(member: Guest, enduring: int) -> None:
    """With its tokens, past all of our code."""
    await member.login(enduring)
    async with watching(member) as (ws, _):
        execute(member.postcard, "DELETE FROM tokens")
        last = await last_of(ws)

    assert DEAD == last


@pytest.fixture(scope="module")
def deaf(
    backing: Backing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Postcard, Postcard, RedisServer]]:
    """Two servers over a Redis of their own."""
    own = RedisServer()
    own.start()
    env, folder = backing.env() | {"POSTCARD__REDIS__URL": own.url}, tmp_path_factory.mktemp("deaf")
    both = Postcard(env, folder=folder), Postcard(env, folder=folder)
    try:
        for one in both:
            serve(one)
        yield *both, own
    finally:
        for one in both:
            one.close()
        own.close()


async def test_redis_is_away(deaf: tuple[Postcard, Postcard, RedisServer]) -> None:
    """Longer than until the next look: nothing ends for that, and all goes on afterwards."""
    own = deaf[2]
    async with of_both(deaf[:2]) as (here, there), watching(here) as (ws, work_id):
        own.stop()
        await nothing_of(ws, 7)
        own.start()
        deleted = 1
        while deleted:
            deleted = (await there.call("movie", "delete", {"work_id": work_id}))["status"]
        told = await last_of(ws)

    assert (5, 0) == told


async def test_a_signal_is_lost(deaf: tuple[Postcard, Postcard, RedisServer]) -> None:
    """Nobody listens to Redis any more: the next look finds what ended at another server."""
    with redis.Redis.from_url(deaf[2].url) as link:
        async with of_both(deaf[:2]) as (here, there), watching(here) as (ws, _):
            link.execute_command("ACL", "SETUSER", "default", "-psubscribe")
            link.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
            await new_password(there)
            last = await last_of(ws)
            listening = link.execute_command("PUBSUB", "NUMPAT")
            link.execute_command("ACL", "SETUSER", "default", "+psubscribe")

    assert (DEAD, 0) == (last, listening)
