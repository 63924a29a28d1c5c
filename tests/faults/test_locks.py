"""Rows that somebody else keeps: who is told that it failed finds nothing done later."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pymysql
import pytest

from addresses import sql_parts
from status_codes import Global
from tests.admin import Desk, signed_in, user_id_of
from tests.community import new_post, someone
from tests.postcard import Postcard, picture
from tests.servers import free_port
from tests.special import eventually, serving
from tests.traveller import Traveller, travelling

# What the server itself writes meanwhile, whoever asks for what.
OWN = ("workers", "alembic_version")
MAIL = {
    "POSTCARD__MAIL__GATEWAY": "smtp",
    "POSTCARD__MAIL__HOST": "127.0.0.1",
    "POSTCARD__MAIL__TLS": "none",
    "POSTCARD__MAIL__SENDER": "post@example.com",
    "POSTCARD__MAIL__SECONDS": "2",
}


@pytest.fixture(scope="module", params=["aiomysql", "asyncmy", "sqlite"])
def patient(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A Postcard that gives its database two seconds."""
    if request.param == "asyncmy":
        pytest.importorskip("asyncmy")
    env = MAIL | {
        "POSTCARD__MAIL__PORT": str(free_port()),
        "POSTCARD__SQL__ANSWER_SECONDS": "2",
        "POSTCARD__SQL__POOL": "24",
    }
    if request.param == "sqlite":
        way = "embedded"
    else:
        way = "production"
        env["POSTCARD__SQL__DRIVER"] = request.param
    with serving(way, request, env) as postcard:
        yield postcard


@contextlib.contextmanager
def holding(postcard: Postcard, tables: list[str]) -> Iterator[None]:
    """Somebody keeps every row of these, and every place for a new one."""
    url = postcard.env.get("POSTCARD__SQL__URL")
    if not url:
        path = postcard.folder / "postcard.sqlite"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as lite:
            lite.execute("BEGIN IMMEDIATE")
            yield
            lite.execute("ROLLBACK")
        return
    parts = sql_parts(url)
    parts["database"] = parts.pop("db")
    with contextlib.closing(pymysql.connect(**parts)) as maria, maria.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} FOR UPDATE")
        yield
        maria.rollback()


def tables_of(postcard: Postcard) -> list[str]:
    asked = (
        "SHOW TABLES"
        if postcard.env.get("POSTCARD__SQL__URL")
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(row[0] for row in postcard.rows(asked) if row[0] not in OWN)


def kept(postcard: Postcard, tables: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in each table; of jobs what was asked for, since workers go on trying."""
    columns = {"jobs": "id, queue, args"}
    return {
        table: sorted(postcard.rows(f"SELECT {columns.get(table, '*')} FROM {table}"))
        for table in tables
    }


def is_idle(postcard: Postcard) -> bool:
    """Whether the database does nothing for anybody."""
    if not postcard.env.get("POSTCARD__SQL__URL"):
        return True
    return not postcard.rows(
        "SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
        " AND command NOT IN ('Sleep', 'Daemon') AND id <> CONNECTION_ID()"
    )


Deed = Callable[[], Awaitable[int]]
# Of an envelope, of REST, and of a page.
DONE = (0, 200, 303)


class Deeds:
    """One of every kind of what writes, by name; each answers a status."""

    def __init__(self, postcard: Postcard, http: aiohttp.ClientSession, desk: Desk) -> None:
        self._postcard = postcard
        self._http = http
        self._desk = desk

    async def all(self, traveller: Traveller) -> dict[str, Deed]:
        """With all that they need in its place."""
        guest, owner, victim = [await someone(self._postcard, self._http) for _ in range(3)]
        self._guest = guest
        post = await new_post(guest)
        reply = await guest.rest("POST", "/forum/comment/new", json={"pid": post, "text": "好"})
        comment = reply["data"]["comment_id"]
        movies = [await guest.new_movie([picture()]) for _ in range(3)]
        victim_id = user_id_of(victim)
        login = {"username": owner.phone, "pass": owner.password, "enduring": 1}
        asked = {"captcha": await traveller.captcha(), "email": traveller.email}

        async def upload() -> int:
            return int((await guest.upload(movies[1], "1.jpg", picture(seed=1)))["code"])

        async def suspend() -> int:
            return (await self._desk.post(f"/admin/users/{victim_id}/suspend")).status

        async def mail() -> int:
            return int((await traveller.ask("POST", "/user/reset", data=asked))["code"])

        return {
            "user": self._of("info", "update", {"nickname": "新"}),
            "password": self._of("password", "update", {"old": guest.password, "new": "other"}),
            "sign-in": self._of("login", "pass", login),
            "work": self._of("movie", "new", {}),
            "job": self._of("movie", "start", {"work_id": movies[0]}),
            "upload": upload,
            "removal": self._of("movie", "delete", {"work_id": movies[2]}),
            "post": self._of("forum", "post_new", {"title": "题", "type": 1, "text": "文"}),
            "comment": self._of("forum", "comment_new", {"pid": post, "text": "写得好"}),
            "like": self._of("forum", "post_like", {"pid": post}),
            "like of a comment": self._of("forum", "comment_like", {"cid": comment}),
            "report": self._of(
                "report", "new", {"target": "post", "target_id": post, "reason": "x"}
            ),
            "block": self._of("block", "add", {"uid": victim_id}),
            "message": mail,
            "admin": suspend,
        }

    def _of(self, type_: str, subtype: str, data: dict[str, Any]) -> Deed:
        async def ask() -> int:
            return int((await self._guest.call(type_, subtype, data))["status"])

        return ask


async def test_what_failed_is_not_done_later(
    patient: Postcard, http: aiohttp.ClientSession
) -> None:
    """Whatever is asked for while its rows are kept fails, and stays undone when they are free."""
    async with signed_in(patient) as desk, travelling(patient) as traveller:
        await traveller.sign_up()
        deeds = await Deeds(patient, http, desk).all(traveller)
        tables = tables_of(patient)
        before = kept(patient, tables)
        with holding(patient, tables):
            statuses = await asyncio.gather(*(deed() for deed in deeds.values()))
        await eventually(lambda: is_idle(patient))
        after = kept(patient, tables)

    told = dict(zip(deeds, statuses, strict=True))
    assert {} == {name: status for name, status in told.items() if status in DONE}
    assert Global.DATABASE.code == told["post"]
    assert before == after
