"""Every store's contract is run on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from config import load_config
from services.running.backing import open_database
from stores.sql import Database
from tests.postcard import ROOT, Backing
from tests.servers import RedisServer


def migrate(env: dict[str, str]) -> None:
    """Run all migrations, as a server does."""
    subprocess.run(
        [sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"],
        cwd=ROOT,
        env=os.environ | env,
        check=True,
        capture_output=True,
    )


@pytest.fixture(params=["sqlite", "mariadb"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database."""
    env = {"POSTCARD__STORAGE__DIR": str(tmp_path)}
    url = ""
    if request.param == "mariadb":
        backing: Backing = request.getfixturevalue("backing")
        url = env["POSTCARD__SQL__URL"] = backing.maria.fresh_database()
    migrate(env)
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
