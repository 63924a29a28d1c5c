"""Bringing a database to the tables of this version, by Alembic in a process of its own.

Alembic and SQLAlchemy's engines take a third of a second and 20 MB to import: a server whose
database is up to date never loads them.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Final

from sqlalchemy import text

from config import ROOT
from stores.sql import Database, SqlError

HEAD: Final = "0004"
_REVISION = text("SELECT version_num FROM alembic_version")


class SchemaError(Exception):
    """Raised when the database cannot be brought to this version's tables."""


async def is_current(database: Database) -> bool:
    """Whether the database has this version's tables; a database without any has not."""
    await database.ping()
    try:
        row = await database.one(_REVISION)
    except SqlError:
        return False
    return row is not None and row[0] == HEAD


async def upgrade() -> None:
    """Run the migrations that are missing, on the database of the settings in force."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"),
        cwd=ROOT,
        env=os.environ.copy(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise SchemaError(_reason(output.decode(errors="replace")))


def _reason(output: str) -> str:
    """The last line of a traceback, before the SQL and the links that SQLAlchemy adds."""
    lines = [line for line in output.strip().splitlines() if not line.startswith(("[", "("))]
    return lines[-1] if lines else output
