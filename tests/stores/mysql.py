"""Databases of MySQL that tests of its drivers open themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, text

from stores.sql_mysql import MysqlDatabase

DRIVERS = ("aiomysql", "asyncmy")
Open = Callable[..., MysqlDatabase]
SLEEP = text("SELECT SLEEP(:seconds)").bindparams(bindparam("seconds"))


async def tables(database: MysqlDatabase) -> None:
    await database.run(text("CREATE TABLE a (id INT PRIMARY KEY, x INT NOT NULL) ENGINE=InnoDB"))
    await database.run(
        text("CREATE TABLE b (a INT, FOREIGN KEY (a) REFERENCES a (id)) ENGINE=InnoDB")
    )
    await database.run(text("INSERT INTO a VALUES (1, 0), (2, 0)"))


async def outcome_of(step: Any) -> type[BaseException] | None:
    try:
        await step
    except Exception as error:
        return type(error)
    return None
