"""The servers of the tests keep their word: private, restartable, gone when closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import aiomysql
import pytest

from addresses import sql_parts
from stores.kv_redis import RedisKV
from tests.servers import MariaServer, RedisServer, require

ROOT = Path(__file__).resolve().parents[1]


async def ask_maria(url: str, statement: str) -> Any:
    link = await aiomysql.connect(**sql_parts(url), autocommit=True, charset="utf8mb4")
    try:
        async with link.cursor() as cursor:
            await cursor.execute(statement)
            return await cursor.fetchall()
    finally:
        link.close()


async def test_redis_keeps_its_data_and_port() -> None:
    """
    After a stop and after a kill the same URL gives the same data.
    """
    server = RedisServer()
    server.start()
    url = server.url
    found = []
    try:
        async with RedisKV(url) as kv:
            await kv.set("a", b"1", 60)
        for end in (server.stop, server.kill):
            end()
            server.start()
            async with RedisKV(url) as kv:
                found.append(await kv.get("a"))
    finally:
        server.close()

    assert url == server.url
    assert [b"1", b"1"] == found
    assert not server.folder.exists()


async def test_maria_keeps_its_data_and_gives_fresh_databases() -> None:
    """
    Each fresh database is empty and speaks utf8mb4; rows outlive a kill.
    """
    server = MariaServer()
    server.start()
    try:
        first, second = server.fresh_database(), server.fresh_database()
        await ask_maria(first, "create table t (a text)")
        await ask_maria(first, "insert into t values ('缥缈🏔')")
        elsewhere = await ask_maria(second, "show tables")
        charset = await ask_maria(second, "select @@character_set_database")
        server.kill()
        server.start()
        found = await ask_maria(first, "select a from t")
        app = await ask_maria(server.url, "select database()")
    finally:
        server.close()

    assert first != second
    assert () == elsewhere
    assert (("utf8mb4",),) == charset
    assert (("缥缈🏔",),) == found
    assert (("app",),) == app


def test_a_forgotten_server_ends_with_the_interpreter() -> None:
    """
    A program that closes nothing leaves neither process nor folder.
    """
    script = (
        "from tests.servers import RedisServer; server = RedisServer(); server.start();"
        "print(server.pid, server.folder)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    pid, folder = done.stdout.split()

    assert not Path("/proc", pid).exists()
    assert not Path(folder).exists()


def test_a_server_that_cannot_start_says_why() -> None:
    """
    The server's own words are in the error.
    """
    server = RedisServer("--no-such-option", "1")
    try:
        with pytest.raises(RuntimeError, match="no-such-option"):
            server.start()
    finally:
        server.close()


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)]
)
def test_a_missing_binary(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    """
    At home the test is skipped, in CI it fails.
    """
    monkeypatch.setenv("CI", ci)

    with pytest.raises(outcome, match="NOT INSTALLED"):
        require("no-such-binary")
