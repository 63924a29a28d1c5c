"""A copied database is what the migrations make: what holds on it holds on a migrated one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.databases import NAME, migrate, migrated_maria, migrated_sqlite, statements
from tests.postcard import Backing


def dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / NAME)) as connection:
        return list(connection.iterdump())


def test_of_sqlite(tmp_path: Path) -> None:
    """Every table, index and row."""
    copied, migrated = tmp_path / "copied", tmp_path / "migrated"
    migrated_sqlite(copied)
    migrate({"POSTCARD__STORAGE__DIR": str(migrated)})

    assert dump(migrated) == dump(copied)


def test_of_mariadb(backing: Backing) -> None:
    """Every table with its keys and references, and the revision; and one knows not of another."""
    migrated = backing.maria.fresh_database()
    migrate({"POSTCARD__SQL__URL": migrated})
    first, second = migrated_maria(backing.maria), migrated_maria(backing.maria)

    assert first != second
    assert statements(migrated) == statements(first) == statements(second)


def test_one_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """A Postcard that starts again finds what it wrote."""
    (tmp_path / NAME).write_bytes(b"mine")

    migrated_sqlite(tmp_path)

    assert b"mine" == (tmp_path / NAME).read_bytes()
