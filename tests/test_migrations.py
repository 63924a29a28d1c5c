"""Every released schema leads to this one and back, with its rows, on both databases."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, inspect, text

from stores.schema import HEAD, known
from stores.tables import metadata
from tests.conftest import WAYS
from tests.postcard import ROOT, Backing, Postcard
from tests.servers import MysqlServer

Rows = list[tuple[Any, ...]]
# How the rows of a table looked when they were written: its columns, and the rows.
Written = dict[str, tuple[list[str], Rows]]


@pytest.fixture(scope="module")
def mysql() -> Iterator[MysqlServer]:
    """MySQL itself, where there is one."""
    server = MysqlServer()
    server.start()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "mariadb", "mysql"])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The settings of an empty database."""
    found = {"POSTCARD__STORAGE__DIR": str(tmp_path)}
    if request.param == "mariadb":
        backing: Backing = request.getfixturevalue("backing")
        found["POSTCARD__SQL__URL"] = backing.maria.fresh_database()
    if request.param == "mysql":
        found["POSTCARD__SQL__URL"] = request.getfixturevalue("mysql").fresh_database()
    return found


@pytest.fixture
def engine(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """That database, for this process's migrations too."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    url = env.get("POSTCARD__SQL__URL", "").replace("mysql://", "mysql+pymysql://")
    made = create_engine(url or f"sqlite:///{env['POSTCARD__STORAGE__DIR']}/postcard.sqlite")
    yield made
    made.dispose()


def alembic() -> Config:
    found = Config()
    found.set_main_option("script_location", str(ROOT / "migrations"))
    return found


def test_up_and_down_with_rows(engine: Engine) -> None:
    """Step by step up, down and up again: no step loses a row, or a value that it has room for."""
    written: Written = {}
    for revision in known():
        command.upgrade(alembic(), revision)
        with engine.begin() as connection:
            assert written == looked_at(connection, written), revision
            written |= fill(connection, set(written))
    with engine.begin() as connection:
        assert set(metadata.tables) == set(written)
    for revision in reversed(known()[:-1]):
        command.downgrade(alembic(), revision)
        with engine.begin() as connection:
            found = looked_at(connection, written)
            assert found == {name: cut(written[name], found[name][0]) for name in found}, revision
    oldest = found
    command.upgrade(alembic(), "head")

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        assert oldest == looked_at(connection, oldest)
    assert [] == differences
    assert {"users", "works", "jobs"} <= set(oldest)


def fill(connection: Connection, full: set[str]) -> Written:
    """Two rows into every table that has none yet; what was written."""
    found = MetaData()
    found.reflect(connection)
    made: Written = {}
    for table in found.sorted_tables:
        if table.name in full or table.name == "alembic_version":
            continue
        for number in (1, 2):
            connection.execute(table.insert().values(values(table, number)))
        columns = [column.name for column in table.columns]
        made[table.name] = columns, rows(connection, table, columns)
    return made


def values(table: Table, number: int) -> dict[str, Any]:
    return {
        column.name: number if column.type.python_type is int else " ab"[number]
        for column in table.columns
    }


def looked_at(connection: Connection, written: Written) -> Written:
    """The same columns of the same tables, as far as they are there."""
    there = set(inspect(connection).get_table_names())
    found: Written = {}
    for name in written.keys() & there:
        table = Table(name, MetaData(), autoload_with=connection)
        columns = [column for column in written[name][0] if column in table.columns]
        found[name] = columns, rows(connection, table, columns)
    return found


def rows(connection: Connection, table: Table, columns: list[str]) -> Rows:
    chosen = table.select().with_only_columns(*(table.c[name] for name in columns))
    return sorted(tuple(row) for row in connection.execute(chosen))


def cut(whole: tuple[list[str], Rows], columns: list[str]) -> tuple[list[str], Rows]:
    """The same rows with fewer columns."""
    places = [whole[0].index(name) for name in columns]
    return columns, sorted(tuple(row[place] for place in places) for row in whole[1])


WRITES = ("CREATE", "ALTER", "DROP", "RENAME", "INSERT", "UPDATE", "DELETE")


class Killed(Exception):
    """Stands for the death of the process."""


class Killer:
    """Ends the connection before the last of so many statements that change something."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, connection: Connection, _: object, statement: str, *__: object) -> None:
        if not statement.lstrip().upper().startswith(WRITES):
            return
        self.left -= 1
        if self.left == 0:
            # As at a kill: the server takes back what is not committed, and the lock.
            connection.invalidate()
            raise Killed


def upgrade_until(revision: str, last: int) -> int:
    """Migrate, and die before that statement; how many there were still to come (0: died)."""
    killer = Killer(last)
    event.listen(Engine, "before_cursor_execute", killer)
    try:
        command.upgrade(alembic(), revision)
    except Killed:
        return 0
    finally:
        event.remove(Engine, "before_cursor_execute", killer)
    return killer.left


@pytest.mark.parametrize("env", ["mariadb", "mysql"], indirect=True)
@pytest.mark.parametrize("revision", known())
def test_a_migration_that_died(engine: Engine, revision: str) -> None:
    """Between any two statements: run again it ends as if nothing had been, with the same rows."""
    before = ("base", *known())[known().index(revision)]
    written: Written = {}
    if before != "base":
        command.upgrade(alembic(), before)
        with engine.begin() as connection:
            written = fill(connection, set())
    # As it is after the way down too: InnoDB has indexes of its own, which ours take the place of.
    for _ in range(2):
        command.upgrade(alembic(), revision)
        whole = described(engine)
        take_back(engine, before)
    command.upgrade(alembic(), revision)
    last, more = 0, 0
    while not more:
        take_back(engine, before)
        last += 1
        more = upgrade_until(revision, last)
        command.upgrade(alembic(), revision)

        assert whole == described(engine), last
        with engine.begin() as connection:
            assert written == looked_at(connection, written), last
    assert last > 1


def take_back(engine: Engine, revision: str) -> None:
    """Migrate down; a database without any revision is an empty one."""
    if revision != "base":
        command.downgrade(alembic(), revision)
        return
    with engine.begin() as connection:
        connection.execute(text("SET SESSION foreign_key_checks = 0"))
        for table in inspect(connection).get_table_names():
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("SET SESSION foreign_key_checks = 1"))


def described(engine: Engine) -> dict[str, Any]:
    """Every table: its columns, indexes and keys."""
    there = inspect(engine)
    return {
        table: [
            {column["name"]: str(column["type"]) for column in there.get_columns(table)},
            sorted(str(index) for index in there.get_indexes(table)),
            sorted(str(key) for key in there.get_foreign_keys(table)),
        ]
        for table in there.get_table_names()
    }


@pytest.mark.parametrize("env", ["mariadb", "mysql"], indirect=True)
async def test_guests_do_not_wait_behind_a_migration(env: dict[str, str], engine: Engine) -> None:
    """What waits for a table that is in use lets others pass, and is done when it is free."""
    command.upgrade(alembic(), "0004")
    waits = text(
        "SELECT COUNT(*) FROM information_schema.processlist"
        " WHERE db = DATABASE() AND state LIKE 'Waiting for table metadata lock%'"
    )
    with engine.connect() as slow, engine.connect() as guest:
        slow.execute(text("SELECT COUNT(*) FROM jobs"))
        migrating = asyncio.create_task(db(env, "db", "upgrade"))
        while not guest.scalar(waits):
            guest.rollback()
            await asyncio.sleep(0.02)
        guest.execute(text("SET SESSION lock_wait_timeout = 10"))
        found = await asyncio.to_thread(guest.scalar, text("SELECT COUNT(*) FROM jobs"))
        guest.rollback()
        slow.rollback()
        end = await migrating

    assert (0, (0, f"the database has revision {HEAD}\n")) == (found, end)


async def db(env: dict[str, str], *arguments: str) -> tuple[int, str]:
    """`server.py db ...`: its exit status, and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "server.py", *arguments),
        cwd=ROOT,
        env=os.environ | env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_two_upgrades_at_once(env: dict[str, str], engine: Engine) -> None:
    """Servers of a new version that start together migrate once, and none fails."""
    ups = await asyncio.gather(*(db(env, "db", "upgrade") for _ in range(2)))

    with engine.connect() as connection:
        assert set(metadata.tables) < set(inspect(connection).get_table_names())
    assert [(0, f"the database has revision {HEAD}\n")] * 2 == ups


@pytest.mark.parametrize("env", ["mariadb", "mysql"], indirect=True)
def test_the_lock_is_free_when_all_is_done(engine: Engine) -> None:
    """Whoever has waited for it finds the last revision, and does not do that once more."""
    found: list[str] = []

    def look(_: object, __: object, statement: str, *___: object) -> None:
        if "RELEASE_LOCK" in statement:
            with engine.connect() as other:
                found.extend(other.scalars(text("SELECT version_num FROM alembic_version")))

    event.listen(Engine, "after_cursor_execute", look)
    try:
        command.upgrade(alembic(), "head")
    finally:
        event.remove(Engine, "after_cursor_execute", look)

    assert [HEAD] == found


@pytest.mark.parametrize("way", WAYS)
def test_a_server_makes_its_tables(way: str, request: pytest.FixtureRequest) -> None:
    """On an empty database a server starts as on a full one: it has migrated it first."""
    backing = request.getfixturevalue("backing") if way == "production" else None
    postcard = Postcard(backing.env(empty=True) if backing else {}, empty=True)
    try:
        postcard.start()
        versions = postcard.rows("SELECT version_num FROM alembic_version")
        users = postcard.rows("SELECT COUNT(*) FROM users WHERE admin = 0")
    finally:
        postcard.close()

    assert ([(HEAD,)], [(0,)]) == (versions, users)


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
async def test_the_commands(env: dict[str, str], engine: Engine) -> None:
    """check says what is and what should be; a database of a newer program is refused."""
    empty = await db(env, "db", "check")
    command.upgrade(alembic(), "head")
    current = await db(env, "db", "check")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE workers ADD COLUMN odd INTEGER")
    odd = await db(env, "db", "check")
    down = await db(env, "db", "downgrade", "--to", known()[-2])
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    words = (("db", "upgrade"), ("serve",))
    newer = await asyncio.gather(*(db(env, *each) for each in words))

    assert (1, True) == (empty[0], f"revision none, this program wants {HEAD}" in empty[1])
    assert (0, True) == (current[0], "its tables are those of schema.sql" in current[1])
    assert (1, True) == (odd[0], "are not those of schema.sql" in odd[1] and "odd" in odd[1])
    assert (0, f"the database has revision {known()[-2]}; it had {HEAD}\n") == down
    assert [2] * 2 == [status for status, _ in newer]
    assert ["postcard: the database has revision 9999"] * 2 == [said[:40] for _, said in newer]
    assert [1] * 2 == [said.count("\n") for _, said in newer]


async def test_the_wrong_direction(postcard: Postcard) -> None:
    """Neither command goes the other's way, and nothing is changed."""
    words = (("upgrade", "--to", "0001"), ("downgrade", "--to", HEAD))

    answers = await asyncio.gather(*(db(postcard.env, "db", *each) for each in words))

    assert [2] * 2 == [status for status, _ in answers]
    assert "db downgrade --to 0001 leads back" in answers[0][1]
    assert f"is not above {HEAD}" in answers[1][1]


OLD_USER = (
    "INSERT INTO users (phone, uname, email, password, created_ms) VALUES"
    " (:phone, :uname, :email, 'x', 1)"
)


def test_one_mail_box_of_two_accounts_is_told(engine: Engine) -> None:
    """By the ids of the accounts, before anything is changed; mended, the upgrade goes through."""
    command.upgrade(alembic(), "0005")
    boxes = ("Victim@example.com", "victim@example.com", "Other@example.com")
    with engine.begin() as connection:
        for number, email in enumerate(boxes):
            row = {"phone": None, "uname": f"u{number}", "email": email}
            connection.execute(text(OLD_USER), row)

    with pytest.raises(RuntimeError, match="one mail box, by id: 1 and 2; nothing was changed"):
        command.upgrade(alembic(), "0006")
    with engine.begin() as connection:
        kept = connection.scalars(text("SELECT email FROM users ORDER BY id")).all()
        connection.execute(text("UPDATE users SET email = NULL WHERE id = 2"))
    command.upgrade(alembic(), "0006")

    with engine.connect() as connection:
        after = connection.scalars(text("SELECT email FROM users ORDER BY id")).all()
    assert [*boxes] == kept
    assert ["victim@example.com", None, "other@example.com"] == after


def test_what_was_proved_and_how_names_look(engine: Engine) -> None:
    """A phone without a name was registered by its SMS; of names that look alike all are kept.

    The same when the upgrade is begun again after its columns were made.
    """
    command.upgrade(alembic(), "0005")
    rows_ = (
        ("19900000001", None, "a@example.com"),
        ("19900000002", "paypal", None),
        (None, "раураl", "b@example.com"),
    )
    with engine.begin() as connection:
        for phone, uname, email in rows_:
            connection.execute(text(OLD_USER), {"phone": phone, "uname": uname, "email": email})
        connection.exec_driver_sql(
            "ALTER TABLE users ADD COLUMN phone_proved SMALLINT NOT NULL DEFAULT 0"
        )

    command.upgrade(alembic(), "0006")

    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT phone_proved, email_proved, uname, look FROM users ORDER BY id")
        ).all()
    assert [(1, 0), (0, 0), (0, 0)] == [(row[0], row[1]) for row in found]
    assert [None, "paypal", "раураl"] == [row[2] for row in found]
    assert [False, True, False] == [row[3] is not None for row in found]
