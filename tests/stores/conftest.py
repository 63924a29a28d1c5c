"""Every store's contract is run on both databases."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from addresses import sql_parts
from config import Config, load_config
from services.running import backing as backings
from stores.sql import Database
from stores.sql_mysql import MysqlDatabase
from tests.databases import migrated_maria, migrated_sqlite
from tests.postcard import Backing
from tests.servers import RedisServer
from tests.stores.mysql import DRIVERS, Open


@pytest.fixture(params=["sqlite", "mariadb"])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """Settings of an empty, migrated database, and of a folder."""
    url = ""
    if request.param == "mariadb":
        backing: Backing = request.getfixturevalue("backing")
        url = migrated_maria(backing.maria)
    else:
        migrated_sqlite(tmp_path)
    return load_config(storage={"dir": tmp_path}, sql={"url": url})


@pytest.fixture
async def database(config: Config) -> AsyncIterator[Database]:
    """An empty, migrated database."""
    async with backings.open_database(config) as opened:
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


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> str:
    """A driver's name. asyncmy is a choice of the operator's: without it, skipped at home."""
    name: str = request.param
    if find_spec(name) is None and "CI" not in os.environ:
        pytest.skip(f"{name} IS NOT INSTALLED (requirements-dev.txt)")
    return name


@pytest.fixture
def open_database(driver: str) -> Open:
    """Makes a database of one driver, not yet entered."""

    def make(parts: dict[str, Any], **changes: Any) -> MysqlDatabase:
        options = {"pool": 2, "connect_seconds": 2.0, "answer_seconds": 5.0} | changes
        return MysqlDatabase(driver=driver, **options, **parts)

    return make


@pytest.fixture
def parts(backing: Backing) -> dict[str, Any]:
    """Where an empty database is."""
    return sql_parts(backing.maria.fresh_database())
