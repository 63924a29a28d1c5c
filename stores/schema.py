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

HEAD: Final = "0008"
VERSIONS: Final = ROOT / "migrations" / "versions"
_REVISION = text("SELECT version_num FROM alembic_version")


class SchemaError(Exception):
    """Raised when the database cannot be brought to this version's tables."""


def known() -> tuple[str, ...]:
    """Every revision that there are migrations for, oldest first."""
    return tuple(sorted(file.name[:4] for file in VERSIONS.glob("[0-9]*.py")))


async def revision(database: Database) -> str:
    """The revision of the database's tables; empty when it has none. Raises `SchemaError` when it
    is of a newer program.
    """
    await database.ping()
    try:
        row = await database.one(_REVISION)
    except SqlError:
        return ""
    found = "" if row is None else str(row[0])
    if found and found not in known():
        raise SchemaError(
            f"the database has revision {found}, this program knows {HEAD} as the last one: "
            "run the newer program, or restore a backup"
        )
    return found


async def is_current(database: Database) -> bool:
    """Whether the database has this version's tables; a database without any has not."""
    return await revision(database) == HEAD


async def upgrade(to: str = "head") -> None:
    """Run the migrations that are missing, on the database of the settings in force."""
    await _run("upgrade", to)


async def downgrade(to: str) -> None:
    """Take migrations back; what newer revisions added is lost."""
    await _run("downgrade", to)


async def difference() -> str:
    """What of a migrated database is not as stores/tables.py has it; empty when all is."""
    try:
        await _run("check")
    except SchemaError as error:
        return str(error)
    return ""


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", *command),
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
