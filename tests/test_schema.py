"""schema.sql, the migrations and the tables say the same."""

from __future__ import annotations

import subprocess
import sys

import pymysql
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from addresses import sql_parts
from stores.schema import HEAD
from stores.tables import metadata
from tests.databases import migrate
from tests.postcard import ROOT, Backing


def test_schema_sql_is_generated_from_the_tables() -> None:
    """`make schema` would write the file that is there."""
    made = subprocess.run(
        [sys.executable, "-c", "from scripts.schema import schema; print(schema(), end='')"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert (ROOT / "schema.sql").read_text() == made


def test_schema_sql_is_what_mariadb_takes(backing: Backing) -> None:
    """Every statement of the file runs on an empty database."""
    parts = sql_parts(backing.maria.fresh_database())
    connection = pymysql.connect(database=parts.pop("db"), **parts)
    with connection, connection.cursor() as cursor:
        for statement in (ROOT / "schema.sql").read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("SHOW TABLES")
        tables = {row[0] for row in cursor.fetchall()}

    assert set(metadata.tables) == tables


def test_migrations_lead_to_the_tables(backing: Backing) -> None:
    """A migrated MariaDB differs in nothing from stores/tables.py."""
    url = backing.maria.fresh_database()
    migrate({"POSTCARD__SQL__URL": url})
    engine = create_engine(url.replace("mysql://", "mysql+pymysql://"))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    assert [] == differences


def test_the_version_that_servers_ask_for_is_the_last_one() -> None:
    """stores/schema.py names the newest migration."""
    assert HEAD == ScriptDirectory(str(ROOT / "migrations")).get_current_head()
