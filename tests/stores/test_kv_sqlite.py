"""What only the store of short-lived values in SQLite can do wrong."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from stores.kv import KVError
from stores.kv_sqlite import SWEEP, SqliteKV
from tests.postcard import until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def sqlite_kv(tmp_path: Path) -> AsyncIterator[SqliteKV]:
    async with SqliteKV(tmp_path / "kv.sqlite") as kv:
        yield kv


class TestSqlite:
    async def test_two_loops_share_a_store(self, sqlite_kv: SqliteKV) -> None:
        """
        Loops of two threads count on one key and no count is lost.
        """
        failures = []

        async def count() -> None:
            for _ in range(300):
                await sqlite_kv.increment("a", 60)

        def run() -> None:
            try:
                asyncio.run(count())
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join)

        assert [] == failures
        assert b"600" == await sqlite_kv.get("a")

    async def test_what_was_acknowledged_survives_a_kill(self, tmp_path: Path) -> None:
        """
        A writer is killed while it writes; all that it had reported is there.
        """
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "kv.sqlite")],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(500)]
        writer.kill()
        lines += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        # A last line may have been cut off in the pipe.
        acknowledged = [line.strip().decode() for line in lines if line.endswith(b"\n")]

        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            found = [await kv.get(key) for key in acknowledged]
        assert 500 <= len(acknowledged)
        assert [key.encode() for key in acknowledged] == found

    async def test_lives_go_on_ending_between_runs(self, tmp_path: Path) -> None:
        """
        A value outlives a restart, and dies when it would have died without one.
        """
        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            await kv.set("short", b"1", 0.05)
            await kv.set("long", b"2", 60)
        await asyncio.sleep(0.06)

        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            assert [None, b"2"] == [await kv.get("short"), await kv.get("long")]

    async def test_a_locked_file(self, sqlite_kv: SqliteKV, tmp_path: Path) -> None:
        """
        While another process writes, reading goes on and writing is a KVError; then it works.
        """
        await sqlite_kv.set("a", b"1", 60)
        other = sqlite3.connect(tmp_path / "kv.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(KVError, match="locked"):
            await sqlite_kv.set("a", b"2", 60)
        assert b"1" == await sqlite_kv.get("a")

        other.execute("ROLLBACK")
        other.close()
        await sqlite_kv.set("a", b"3", 60)

        assert b"3" == await sqlite_kv.get("a")

    async def test_a_full_disk(self, sqlite_kv: SqliteKV) -> None:
        """
        Without room a write is a KVError; what was there can be read, and room is used again.
        """
        await sqlite_kv.set("a", b"1", 60)
        connection = sqlite_kv._connections[0]
        connection.execute("PRAGMA max_page_count = 1")

        with pytest.raises(KVError, match="full"):
            await sqlite_kv.set("b", bytes(100_000), 60)
        assert b"1" == await sqlite_kv.get("a")

        connection.execute("PRAGMA max_page_count = 100000")
        await sqlite_kv.set("b", b"2", 60)

        assert b"2" == await sqlite_kv.get("b")

    async def test_a_file_that_is_no_store(self, tmp_path: Path) -> None:
        """
        A spoilt file is a KVError when the store is opened.
        """
        (tmp_path / "kv.sqlite").write_bytes(b"nonsense" * 1000)

        with pytest.raises(KVError, match="not a database"):
            async with SqliteKV(tmp_path / "kv.sqlite"):
                pass

    async def test_dead_rows_are_swept(self, sqlite_kv: SqliteKV) -> None:
        """
        Sweeping removes every dead row, however many, and no living one.
        """
        for n in range(450):
            await sqlite_kv.set(f"dead:{n}", b"1", 0)
        await sqlite_kv.set("alive", b"1", 60)
        await asyncio.sleep(0.01)

        sqlite_kv._sweep()

        rows = sqlite_kv._connections[0].execute("SELECT key FROM kv").fetchall()
        assert [("alive",)] == rows

    async def test_the_thread_sweeps_and_empties_the_log(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Left alone, the store removes the dead and moves its log into the file.
        """
        monkeypatch.setattr("stores.kv_sqlite.CHECKPOINT_SECONDS", 0.02)
        path = tmp_path / "kv.sqlite"
        async with SqliteKV(path) as kv:
            await kv.set("dead", bytes(50_000), 0)

            await until(lambda: path.stat().st_size > 50_000)
            await until(lambda: [] == kv._connections[0].execute("SELECT key FROM kv").fetchall())

    async def test_a_sweep_that_fails_is_tried_again(
        self, sqlite_kv: SqliteKV, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        The thread outlives a failure of the file and says so.
        """
        monkeypatch.setattr("stores.kv_sqlite.SWEEP", SWEEP.replace("kv", "absent"))

        await until(lambda: "not swept" in caplog.text)
        assert sqlite_kv._thread.is_alive()


WRITER = """
import asyncio, sys
from stores.kv_sqlite import SqliteKV
async def main():
    async with SqliteKV(sys.argv[1]) as kv:
        for n in range(1_000_000):
            await kv.set(f"key:{n}", f"key:{n}".encode(), 600)
            print(f"key:{n}", flush=True)
asyncio.run(main())
"""
