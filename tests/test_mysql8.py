"""Nothing that only MariaDB knows: every statement and table is written for MySQL 8 as well.

MySQL itself is run where it is installed: then test_migrations.py has a third database.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ClauseElement, Column, Index, String, Table
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects.mysql.reserved_words import RESERVED_WORDS_MARIADB, RESERVED_WORDS_MYSQL

import stores
from stores.tables import metadata
from tests.postcard import ROOT

# What a statement may begin with.
VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
# Functions that both have, alike; look a new one up in both manuals before it is added.
FUNCTIONS = {"count", "sum", "min", "max", "coalesce", "substr", "FLOOR"}
# Of MariaDB alone, or other than in MySQL 8.
ONLY_MARIADB = re.compile(
    r"\b(RETURNING|SEQUENCE|NEXTVAL|LASTVAL|JSON_VALUE|JSON_DETAILED|JSON_EXISTS|JSON_QUERY"
    r"|DELETE_HISTORY|SYSTEM_TIME|OR REPLACE|IF NOT EXISTS|IF EXISTS|INVISIBLE|IGNORED"
    r"|INTERSECT|EXCEPT|MINUS|FETCH|UUID|INET[46]|VALUE\(|VALUES\(\w+\)|uca1400\w*|nopad\w*)\b",
    re.IGNORECASE,
)
# A key of InnoDB may have so many bytes; a character of utf8mb4 takes four.
KEY_BYTES, CHARACTER_BYTES = 3072, 4


def constants() -> Iterator[tuple[str, ClauseElement]]:
    """Every statement that a module of stores/ keeps, in a name or in a table of them."""
    for module in pkgutil.iter_modules(stores.__path__):
        found = vars(importlib.import_module(f"stores.{module.name}"))
        for name, value in found.items():
            each = value.values() if isinstance(value, dict) else [value]
            yield from (
                (f"{module.name}.{name}", one)
                for one in each
                if isinstance(one, ClauseElement) and not isinstance(one, Table | Column)
            )


def compiled() -> list[tuple[str, str]]:
    dialect = mysql.dialect(paramstyle="format")
    texts = ((name, str(one.compile(dialect=dialect))) for name, one in constants())
    return [(name, text) for name, text in texts if text.partition(" ")[0] in VERBS]


def bare(text: str) -> str:
    """Without what is quoted: names in backquotes and values."""
    return re.sub(r"`[^`]*`|'[^']*'", " ", text)


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z_0-9]+", bare(text).lower()))


def test_every_statement() -> None:
    """None uses what MariaDB alone has, a function not looked up, or a reserved word as a name."""
    found = compiled()
    # Reserved in MySQL only: MariaDB would take them as names.
    traps = RESERVED_WORDS_MYSQL - RESERVED_WORDS_MARIADB

    assert len(found) > 150
    assert [] == [name for name, text in found if ONLY_MARIADB.search(bare(text))]
    assert [] == [(name, words(text) & traps) for name, text in found if words(text) & traps]
    used = {one for _, text in found for one in re.findall(r"\b([A-Za-z_]+)\(", bare(text))}
    assert set() == used - FUNCTIONS - {"IN", "VALUES", "AND", "OR", "NOT"} - set(metadata.tables)


def test_schema_sql() -> None:
    """One collation that both have, no default of a long text, no word that MySQL reserves."""
    text = (ROOT / "schema.sql").read_text()
    comments = re.sub(r"--.*", "", text)

    assert {"utf8mb4_bin"} == set(re.findall(r"COLLATE ?=? ?(\w+)", text))
    assert {"utf8mb4"} == set(re.findall(r"CHARSET=(\w+)", text))
    assert {"InnoDB"} == set(re.findall(r"ENGINE=(\w+)", text))
    assert None is ONLY_MARIADB.search(bare(comments))
    assert set() == words(comments) & (RESERVED_WORDS_MYSQL - RESERVED_WORDS_MARIADB)
    assert [] == re.findall(r"(?:TEXT|BLOB|JSON)[^,\n]* DEFAULT", text)


# A table keeps them in a set, and each process of the tests has another order of it.
INDEXES = sorted(
    (index for table in metadata.tables.values() for index in table.indexes),
    key=lambda index: str(index.name),
)


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: index.name)
def test_no_key_is_too_long(index: Index) -> None:
    """InnoDB takes it with characters of four bytes."""

    def size(column: Column[Any]) -> int:
        if isinstance(column.type, String):
            assert column.type.length, "a key over a text without a length"
            return column.type.length * CHARACTER_BYTES
        return 8

    assert sum(size(column) for column in index.columns) <= KEY_BYTES


@pytest.mark.parametrize(
    "path", sorted((ROOT / "migrations" / "versions").glob("0*.py")), ids=lambda path: path.stem
)
def test_every_migration(path: Path) -> None:
    """They name no other collation, and say nothing that MariaDB alone understands."""
    text = path.read_text()

    assert set(re.findall(r"collate\w*=['\"](\w+)", text)) <= {"utf8mb4_bin"}
    assert None is ONLY_MARIADB.search(re.sub(r'"""[^"]*"""', "", text))
