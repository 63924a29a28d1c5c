"""Databases with this version's tables: migrated once in a run, and copied wherever one is needed.

Alembic takes a second of processor time, a copy some milliseconds. That a copy is what the
migrations make is proved in tests/stores/test_copies.py.
"""

from __future__ import annotations

import fcntl
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pymysql

from addresses import sql_parts
from config import ROOT
from tests.reaper import RUN
from tests.servers import MariaServer

NAME = "postcard.sqlite"


def migrate(env: dict[str, str]) -> None:
    """Run all migrations, as a server does."""
    subprocess.run(
        [sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"],
        cwd=ROOT,
        env=os.environ | env,
        check=True,
        capture_output=True,
    )


def migrated_sqlite(folder: Path) -> None:
    """Put a migrated database into a folder that has none."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / NAME).exists():
        shutil.copyfile(_made_once(NAME, _make_sqlite), folder / NAME)


def migrated_maria(server: MariaServer) -> str:
    """The URL of a new, migrated database."""
    url = server.fresh_database()

    def make(path: Path) -> None:
        first = server.fresh_database()
        migrate({"POSTCARD__SQL__URL": first})
        path.write_text(json.dumps(statements(first)))

    run(url, json.loads(_made_once("mariadb.json", make).read_text()))
    return url


def statements(url: str) -> list[str]:
    """What makes the tables of a MariaDB again, and the revision that they are of."""
    with _connected(url) as link, link.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        made = []
        for (table,) in sorted(cursor.fetchall()):
            cursor.execute(f"SHOW CREATE TABLE `{table}`")
            row = cursor.fetchone()
            assert row is not None
            made.append(str(row[1]))
        cursor.execute("SELECT version_num FROM alembic_version")
        rows = cursor.fetchall()
    return made + [f"INSERT INTO alembic_version VALUES ('{version}')" for (version,) in rows]


def run(url: str, wanted: list[str]) -> None:
    """Run statements on a database; the order of its tables does not matter."""
    with _connected(url) as link, link.cursor() as cursor:
        cursor.execute("SET foreign_key_checks = 0")
        for statement in wanted:
            cursor.execute(statement)


def _connected(url: str) -> closing[pymysql.Connection[Any]]:
    parts = sql_parts(url)
    parts["database"] = parts.pop("db")
    return closing(pymysql.connect(**parts, charset="utf8mb4", autocommit=True))


def _make_sqlite(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        migrate({"POSTCARD__STORAGE__DIR": folder, "POSTCARD__SQL__URL": ""})
        shutil.move(Path(folder, NAME), path)


def _made_once(name: str, make: Callable[[Path], None]) -> Path:
    """A file of the run's folder: the first process that asks makes it, the others wait."""
    path = _folder() / name
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make(path)
    return path


@functools.cache
def _folder() -> Path:
    found = Path(os.environ[RUN]) if RUN in os.environ else Path(_of_this_process().name)
    made = found / "templates"
    made.mkdir(exist_ok=True)
    return made


@functools.cache
def _of_this_process() -> tempfile.TemporaryDirectory[str]:
    """For those who start our servers without pytest: removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="pc-")
