"""Short-lived values in one SQLite file: every command is one short statement, run where called.

Not in a thread of its own: a thread must win the interpreter lock several times per statement,
and beside a busy event loop it hardly ever does (callers waited seconds). Run in place, a read
costs 4 µs and a write 20. What may take long goes to a background thread: it sweeps dead rows
and moves the log into the file, so that commands seldom wait for a disk's flush.
Lives end by the wall clock, because they must go on ending while no process runs.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from stores.kv import KVError

log = logging.getLogger(__name__)

# How long a command waits for another writer. It blocks the loop, so it is short; our own
# writers need microseconds.
LOCKED_SECONDS = 0.1
# A life is begun anew only when more than this of it has gone: most touches then only read.
TOUCH_SECONDS = 1.0
SWEEP_SECONDS = 30.0
# Dead rows removed by one statement, during which no command can write.
SWEEP_ROWS = 200
CHECKPOINT_SECONDS = 1.0
# 64 MiB of log: only when the thread comes to nothing for so long, a command does its work.
LOG_PAGES = 16384

OPEN = [
    "PRAGMA journal_mode = WAL",
    """
    CREATE TABLE IF NOT EXISTS kv (
        key TEXT PRIMARY KEY,
        value BLOB NOT NULL,
        expires REAL NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS kv_expires ON kv (expires)",
]
SELECT = "SELECT value, expires FROM kv WHERE key = ? AND expires > ?"
ADD = """
INSERT INTO kv VALUES (:key, :value, :expires) ON CONFLICT (key) DO UPDATE
SET value = excluded.value, expires = excluded.expires WHERE kv.expires <= :now
RETURNING 1
"""
# A counter is kept as decimal text, as Redis keeps it. No row comes back where the value is no
# number.
INCREMENT = """
INSERT INTO kv VALUES (:key, CAST(:by AS BLOB), :expires) ON CONFLICT (key) DO UPDATE SET
    value = CASE WHEN kv.expires > :now
        THEN CAST(CAST(kv.value AS INTEGER) + :by AS BLOB) ELSE excluded.value END,
    expires = CASE WHEN kv.expires > :now THEN kv.expires ELSE excluded.expires END
WHERE kv.expires <= :now OR CAST(kv.value AS TEXT) NOT GLOB '*[^-0-9]*'
RETURNING CAST(value AS INTEGER), expires
"""
DECREMENT = """
UPDATE kv SET value = CAST(CAST(value AS INTEGER) - 1 AS BLOB) WHERE key = ? AND expires > ?
"""
SWEEP = "DELETE FROM kv WHERE key IN (SELECT key FROM kv WHERE expires <= ? LIMIT ?)"


class SqliteKV:
    """`KV` in the SQLite file `path`; may be used from any number of event loops."""

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep_house, name="kv", daemon=True)

    async def __aenter__(self) -> Self:
        try:
            for statement in OPEN:
                self._run(statement, ())
        except KVError:
            self._close()
            raise
        self._thread.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closing.set()
        self._thread.join()
        self._close()

    async def get(self, key: str) -> bytes | None:
        row = self._row(key)
        return row[0] if row else None

    async def get_all(self, *keys: str) -> list[bytes | None]:
        return [await self.get(key) for key in keys]

    async def set(self, key: str, value: bytes, ttl: float) -> None:
        self._run("REPLACE INTO kv VALUES (?, ?, ?)", (key, value, time.time() + ttl))

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        now = time.time()
        row = {"key": key, "value": value, "expires": now + ttl, "now": now}
        return bool(self._run(ADD, row))

    async def touch(self, key: str, ttl: float) -> bytes | None:
        row = self._row(key)
        if row is None:
            return None
        value, expires = row
        due = time.time() + ttl
        if abs(due - expires) > TOUCH_SECONDS:
            self._run("UPDATE kv SET expires = ? WHERE key = ?", (due, key))
        return value

    async def touch_all(self, *keys: str, ttl: float) -> None:
        for key in keys:
            await self.touch(key, ttl)

    async def take(self, key: str) -> bytes | None:
        rows = self._run(
            "DELETE FROM kv WHERE key = ? AND expires > ? RETURNING value", (key, time.time())
        )
        return rows[0][0] if rows else None

    async def delete(self, *keys: str) -> None:
        for key in keys:
            self._run("DELETE FROM kv WHERE key = ?", (key,))

    async def increment(self, key: str, ttl: float, by: int = 1) -> tuple[int, float]:
        now = time.time()
        rows = self._run(INCREMENT, {"key": key, "expires": now + ttl, "now": now, "by": by})
        if not rows:
            raise KVError(f"{key} holds no number")
        count, expires = rows[0]
        return count, expires - now

    async def increment_both(
        self, key: str, other: str, unless: str, ttl: float, most: int
    ) -> tuple[int, int, float]:
        first, left = await self.increment(key, ttl)
        if first > most or self._row(unless) is not None:
            return first, 0, left
        second, later = await self.increment(other, ttl)
        return first, second, later

    async def decrement_and_set(self, counters: list[str], key: str, ttl: float) -> None:
        await self.decrement(*counters)
        await self.set(key, b"1", ttl)

    async def decrement(self, *keys: str) -> None:
        now = time.time()
        for key in keys:
            self._run(DECREMENT, (key, now))

    async def left(self, key: str) -> float:
        row = self._row(key)
        return max(row[1] - time.time(), 0.0) if row else 0.0

    async def ping(self) -> None:
        self._run("SELECT 1 FROM kv LIMIT 1", ())

    def _row(self, key: str) -> tuple[bytes, float] | None:
        rows = self._run(SELECT, (key, time.time()))
        return rows[0] if rows else None

    def _run(self, statement: str, values: Sequence[Any] | dict[str, Any]) -> list[Any]:
        try:
            cursor = getattr(self._local, "cursor", None) or self._connect().cursor()
            self._local.cursor = cursor
            # All rows at once: a statement that is not read to its end keeps its transaction.
            return cursor.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise KVError(f"SQLite: {error}") from error

    def _connect(self) -> sqlite3.Connection:
        """A connection for this thread: with one each, no thread waits for another's lock."""
        if self._closing.is_set():
            raise KVError("the store is closed")
        connection = sqlite3.connect(
            self._path, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._connections.append(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        return connection

    def _close(self) -> None:
        for connection in self._connections:
            connection.close()

    def _keep_house(self) -> None:
        sweep_due = time.monotonic()
        while not self._closing.wait(CHECKPOINT_SECONDS):
            try:
                self._run("PRAGMA wal_checkpoint(PASSIVE)", ())
                if time.monotonic() >= sweep_due:
                    self._sweep()
                    sweep_due = time.monotonic() + SWEEP_SECONDS
            except KVError as error:
                log.warning("short-lived values are not swept: %s", error)

    def _sweep(self) -> None:
        changed = SWEEP_ROWS
        while changed == SWEEP_ROWS and not self._closing.is_set():
            self._run(SWEEP, (time.time(), SWEEP_ROWS))
            changed = self._local.cursor.rowcount
