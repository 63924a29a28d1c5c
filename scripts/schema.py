"""Writes schema.sql, the MySQL tables, from stores/tables.py."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import Index
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from stores.tables import metadata  # noqa: E402  (the path must be set first)

HEADER = "-- The tables of Postcard for MySQL 8 and MariaDB 10.11. Generated: make schema\n"


def schema() -> str:
    """The text of schema.sql."""
    dialect = mysql.dialect()
    parts = [HEADER]
    for table in metadata.sorted_tables:
        statements: list[DDLElement] = [CreateTable(table)]
        statements += [CreateIndex(index) for index in sorted(table.indexes, key=_name)]
        parts += [str(made.compile(dialect=dialect)).strip() + ";\n" for made in statements]
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines()) + "\n"


def _name(index: Index) -> str:
    return str(index.name)


if __name__ == "__main__":
    (ROOT / "schema.sql").write_text(schema())
