"""Every store's contract is run on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from config import load_config
from services.running.backing import open_database
from stores.sql import Database
from tests.databases import migrated_maria, migrated_sqlite
from tests.postcard import Backing
from tests.servers import RedisServer


@pytest.fixture(params=["sqlite", "mariadb"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database."""
    url = ""
    if request.param == "mariadb":
        backing: Backing = request.getfixturevalue("backing")
        url = migrated_maria(backing.maria)
    else:
        migrated_sqlite(tmp_path)
    settings = load_config()
    config = settings.model_copy(
        update={
            "storage": settings.storage.model_copy(update={"dir": tmp_path}),
            "sql": settings.sql.model_copy(update={"url": url}),
        }
    )
    async with open_database(config) as opened:
        yield opened


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that stays."""
    yield from _redis()


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    """A Redis that the test may end."""
    yield from _redis()


def _redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.close()
