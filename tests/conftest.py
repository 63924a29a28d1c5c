"""Real servers for the session; one Postcard for each way to run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import pytest

from tests.postcard import Backing, Guest, Postcard
from tests.servers import require

WAYS = ("embedded", "production")


@contextmanager
def servers() -> Iterator[Backing]:
    require("mariadbd")
    require("redis-server")
    opened = Backing()
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture(scope="session")
def backing() -> Iterator[Backing]:
    """One MariaDB and one Redis for the session."""
    with servers() as opened:
        yield opened


@pytest.fixture(scope="module")
def own() -> Iterator[Backing]:
    """Servers that no other module needs, while they are away."""
    with servers() as opened:
        yield opened


@pytest.fixture(scope="session", params=WAYS)
def postcard(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A running Postcard, shared by the session: tests make their own guests on it."""
    env = {} if request.param == "embedded" else request.getfixturevalue("backing").env()
    opened = Postcard(env)
    opened.start()
    yield opened
    opened.close()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def guest(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    """Somebody without an account."""
    return Guest(postcard, http)


@pytest.fixture
async def member(guest: Guest) -> Guest:
    """Somebody who has registered and signed in."""
    await guest.sign_up()
    return guest
