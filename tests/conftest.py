"""Real servers for the session; one Postcard for each way to run."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import pytest

from tests.postcard import Backing, Elsewhere, Guest, Postcard
from tests.replies import watched
from tests.servers import S3Server, require

WAYS = ("embedded", "production")
# Set by tests/cluster, as JSON: the tests are to be run on what it has started.
CLUSTER = "POSTCARD_CLUSTER"


# Whole minutes, most of them waiting: begun first, they end beside the others.
LONG = ("tests/test_cluster.py", "tests/faults/", "tests/test_readme.py", "tests/test_fuzz.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first; on a cluster only what uses its Postcard and looks into no process."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    if CLUSTER not in os.environ:
        return
    ours = [item for item in items if "postcard" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in ours])
    for item in ours:
        if mark := item.get_closest_marker("one_machine"):
            item.add_marker(pytest.mark.skip(reason=mark.args[0]))
    items[:] = ours


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


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """One server of the S3 protocol for the session; tests make their own buckets."""
    server = S3Server()
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def own() -> Iterator[Backing]:
    """Servers that no other module needs, while they are away."""
    with servers() as opened:
        yield opened


@pytest.fixture(scope="session", params=("cluster",) if CLUSTER in os.environ else WAYS)
def postcard(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A running Postcard, shared by the session: tests make their own guests on it."""
    if request.param == "cluster":
        yield Elsewhere(**json.loads(os.environ[CLUSTER]))
        return
    env = {} if request.param == "embedded" else request.getfixturevalue("backing").env()
    opened = Postcard(env)
    opened.start()
    yield opened
    opened.close()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(trace_configs=[watched()]) as session:
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
