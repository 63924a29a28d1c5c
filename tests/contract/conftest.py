"""Guests who read their replies closely, and works that are finished already."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.contract.cases import Scene
from tests.contract.reading import INFO, Reader
from tests.postcard import Postcard
from tests.replies import client_session


@pytest.fixture
async def guest(postcard: Postcard, http: aiohttp.ClientSession) -> Reader:
    """Somebody without an account."""
    return Reader(postcard, http)


@pytest.fixture
async def member(guest: Reader) -> Reader:
    """Somebody who has registered and signed in."""
    await guest.sign_up()
    return guest


@pytest.fixture(scope="session")
def finished(postcard: Postcard) -> tuple[str, dict[str, int]]:
    """An owner's name, and their finished works by kind, shared under the tag 7."""
    return asyncio.run(_finished(postcard))


async def _finished(postcard: Postcard) -> tuple[str, dict[str, int]]:
    async with client_session() as http:
        owner = Reader(postcard, http)
        await owner.sign_up()
        made = {}
        for kind in ("movie", "photo"):
            made[kind] = await owner.work(kind, INFO | {"share": True, "tag": 7}, pictures=1)
            reply = await owner.rest("GET", f"/{kind}/{made[kind]}/start")
            assert reply["code"] == 200, reply
        for kind, work_id in made.items():
            await _done(owner, kind, work_id)
        return owner.uname, made


async def _done(owner: Reader, kind: str, work_id: int) -> None:
    async with asyncio.timeout(300):
        while (status := await _status(owner, kind, work_id)) in (1, 2):
            await asyncio.sleep(0.1)
    assert status == 3


async def _status(owner: Reader, kind: str, work_id: int) -> int:
    return int((await owner.rest("GET", f"/{kind}/{work_id}/status"))["data"]["status"])


@pytest.fixture
async def scene(member: Reader, finished: tuple[str, dict[str, int]]) -> Scene:
    """What a case needs."""
    owner, works = finished
    return Scene(member, works, owner)
