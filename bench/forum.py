"""The forum's first page must not slow down with it: posts 1,000 to 100,000, ten likes each."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import aiomysql

from addresses import sql_parts
from bench import guests
from bench.figures import Figure, at_most, interleaved
from bench.lab import GUESTS, Lab
from bench.load import check, drive, envelope
from bench.processes import ROOT, postcard

FEW, MANY, MANY_QUICK = 1_000, 100_000, 20_000
LIKES: Final = 10
BODY = envelope("forum", "index")
# Some 450 characters a post, of Chinese: the text that a list cuts, and that a page is full of.
TEXT: Final = "江流天地外，山色有无中。" * 38
NUMBERS: Final = {
    "maria": "(select seq as n from seq_1_to_{count})",
    "lite": "(with recursive r(n) as (select 1 union all select n + 1 from r where n < {count}) "
    "select n from r)",
}
POSTS: Final = """\
insert into posts (id, user_id, title, type, text, like_num, created_ms, updated_ms)
select n, 1 + n % {guests}, 'a title', 1, '{text}', {likes}, 1700000000000, 1700000000000
from {numbers} as numbers"""
LIKED: Final = """\
insert into likes (target, target_id, user_id, created_ms)
select 'post', 1 + (n - 1) % {count}, 1 + (n * 7 + (n - 1) / {count}) % {guests}, 1700000000000
from {numbers} as numbers"""
TOTAL: Final = "insert into totals (name, value) values ('posts', {count})"


def measure(lab: Lab) -> list[Figure]:
    """Time of forum/index with many posts over that with few, on both databases."""
    many = MANY_QUICK if lab.quick else MANY
    with tempfile.TemporaryDirectory() as folder:
        few_lite, many_lite = (_lite(Path(folder) / str(n), n) for n in (FEW, many))
        return [
            _compare(lab, "MariaDB", _maria(lab, 3, FEW), _maria(lab, 4, many), many),
            _compare(lab, "SQLite", few_lite, many_lite, many),
        ]


def _compare(lab: Lab, name: str, few: dict[str, str], many: dict[str, str], count: int) -> Figure:
    asked = [f"/api?token={token}" for token in lab.tokens]
    with postcard(few) as small, postcard(many) as large:
        check(large.url, asked[0], BODY)

        def load(url: str) -> float:
            return drive(url, asked, BODY, lab.seconds).per_second

        before, after = interleaved(lab.rounds, [lambda: load(small.url), lambda: load(large.url)])
    row = f"forum/index on {name}, {FEW:,} → {count:,} posts of {LIKES} likes, time of an answer"
    shown = f"{after.show()}/s", f"{before.show()}/s"
    return Figure(row, *shown, before.over(after), at_most(1.5))


def _statements(kind: str, count: int) -> list[str]:
    def filled(statement: str, rows: int) -> str:
        numbers = NUMBERS[kind].format(count=rows)
        return statement.format(count=count, guests=GUESTS, likes=LIKES, text=TEXT, numbers=numbers)

    division = LIKED if kind == "lite" else LIKED.replace(" / ", " div ")
    return [filled(POSTS, count), filled(division, count * LIKES), TOTAL.format(count=count)]


def _maria(lab: Lab, redis: int, count: int) -> dict[str, str]:
    env = lab.other_production(redis)
    guests.sign_in(env, GUESTS)
    asyncio.run(_fill(env["POSTCARD__SQL__URL"], count))
    return env


async def _fill(url: str, count: int) -> None:
    link = await aiomysql.connect(**sql_parts(url), autocommit=True, charset="utf8mb4")
    async with link.cursor() as cursor:
        for statement in _statements("maria", count):
            await cursor.execute(statement)
        await cursor.execute("analyze table posts, likes")
        await cursor.fetchall()
    link.close()


def _lite(folder: Path, count: int) -> dict[str, str]:
    env = {"POSTCARD__STORAGE__DIR": str(folder)}
    folder.mkdir()
    subprocess.run(
        [sys.executable, "server.py", "migrate"], cwd=ROOT, env=os.environ | env, check=True
    )
    with closing(sqlite3.connect(folder / "postcard.sqlite")) as link:
        for number in range(1, GUESTS + 1):
            phone, token = guests.phone(number), guests.token(number)
            link.execute(
                "insert into users (id, phone, password, created_ms) values (?, ?, 'none', 1)",
                (number, phone),
            )
            link.execute(
                "insert into tokens (user_id, hash, enduring, created_ms) values (?, ?, 1, 1)",
                (number, hashlib.sha256(token.encode()).hexdigest()),
            )
        for statement in _statements("lite", count):
            link.execute(statement)
        link.execute("analyze")
        link.commit()
    return env
