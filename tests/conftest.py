"""Real servers for the session; one Postcard for each way to run."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import pytest

from tests import forking
from tests.guard import GUARD
from tests.postcard import Backing, Elsewhere, Guest, Postcard
from tests.reaper import Run
from tests.replies import client_session
from tests.servers import S3Server, Server, require

WAYS = ("embedded", "production")
# Set by tests/cluster, as JSON: the tests are to be run on what it has started.
CLUSTER = "POSTCARD_CLUSTER"
RUN = pytest.StashKey[Run]()


# Whole minutes, many of them waiting: begun first, they end beside the others. The other files
# follow by their number of tests, so that in the end no process is left alone with a long one.
LONG = (
    "tests/test_cluster.py",
    "tests/test_types.py",
    "tests/faults/",
    # Behind test_types.py, whose cache it takes over.
    "tests/test_contributing.py",
    "tests/test_readme.py",
    "tests/test_fuzz.py",
    "tests/test_described.py",
    "tests/clients/",
    "tests/wire/test_model_limits.py",
    "tests/attacks/test_children.py",
    "tests/attacks/test_looking.py",
    "tests/test_rights.py",
    "tests/test_interrupted.py",
    "tests/test_rolling.py",
    "tests/wire/test_ending_in_time.py",
    "tests/wire/test_session_lives.py",
    "tests/wire/test_lifetimes.py",
    "tests/wire/test_ai_queue.py",
    "tests/wire/test_movie.py",
    "tests/wire/test_busy.py",
    "tests/test_as_root.py",
    "tests/test_browser.py",
    "tests/wire/test_object_links.py",
    "tests/test_typescript_client.py",
    "tests/test_python_client.py",
    "tests/test_python_client_works.py",
    "tests/test_python_client_code.py",
)
# A test needs servers that asks for one of these fixtures, is given one of these parameters, or
# stands in a file that knows one of the classes.
OF_SERVERS = {"backing", "own", "s3", "postcard", "redis_server", "own_server"}
NAMES = {"embedded", "production", "mariadb", "mysql", "redis"}
STARTERS = (Server, Postcard, Backing)


def pytest_configure(config: pytest.Config) -> None:
    """Whatever ends this process, nothing is left of what it and its helpers start."""
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = Run()
    sys.addaudithook(GUARD.heed)


def pytest_unconfigure(config: pytest.Config) -> None:
    forking.end()
    if RUN in config.stash:
        config.stash[RUN].end()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """The longest first; on a cluster only what uses its Postcard and looks into no process."""
    # Before pytest leaves out what `-m` does not want.
    items[:] = [item for item in items if not is_needless(item)]
    for item in items:
        if needs_servers(item):
            item.add_marker("servers")
    if CLUSTER in os.environ:
        keep_for_cluster(config, items)
    yield
    # After pytest has brought together, across files, those that share a session's fixture.
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (rank(item), -tests[item.path], item.path))


def rank(item: pytest.Item) -> int:
    """Its file's place among the long ones; behind them for any other."""
    places = (place for place, name in enumerate(LONG) if item.nodeid.startswith(name))
    return next(places, len(LONG))


def keep_for_cluster(config: pytest.Config, items: list[pytest.Item]) -> None:
    ours = [item for item in items if "postcard" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in ours])
    for item in ours:
        if mark := item.get_closest_marker("one_machine"):
            item.add_marker(pytest.mark.skip(reason=mark.args[0]))
    items[:] = ours


def is_needless(item: pytest.Item) -> bool:
    """Whether it is the second way of a test that no storage answers."""
    way = item.callspec.params.get("postcard") if hasattr(item, "callspec") else None
    return way == WAYS[1] and item.get_closest_marker("one_way") is not None


def needs_servers(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return (
        not OF_SERVERS.isdisjoint(item.fixturenames)
        or not NAMES.isdisjoint(value for value in given if isinstance(value, str))
        or any(
            isinstance(known, type) and issubclass(known, STARTERS)
            for known in vars(item.module).values()
        )
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    GUARD.item = item
    return (yield)


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


@contextmanager
def running(env: dict[str, str]) -> Iterator[Postcard]:
    opened = Postcard(env)
    try:
        opened.start()
        yield opened
    finally:
        opened.close()


@pytest.fixture(scope="session")
def embedded() -> Iterator[Postcard]:
    """The session's Postcard that is one process."""
    with running({}) as postcard:
        yield postcard


@pytest.fixture(scope="session")
def production(backing: Backing) -> Iterator[Postcard]:
    """The session's Postcard on MariaDB and Redis."""
    with running(backing.env()) as postcard:
        yield postcard


@pytest.fixture(scope="session", params=("cluster",) if CLUSTER in os.environ else WAYS)
def postcard(request: pytest.FixtureRequest) -> Postcard:
    """A running Postcard, shared by the session: tests make their own guests on it.

    Each way has a fixture of its own: of a parameter's values pytest ends one for the next.
    """
    if request.param == "cluster":
        return Elsewhere(**json.loads(os.environ[CLUSTER]))
    found: Postcard = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with client_session() as session:
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
