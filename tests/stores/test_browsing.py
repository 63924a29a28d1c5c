"""Lists of the admin pages: each order of each table is read from an index, at any size."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from stores.admin_tables import ACCOUNTS, COMMENTS, JOBS, POSTS, REPORTS, WORKS
from stores.audit import ENTRIES
from stores.browsing import LAST_ID, BrowsableTable, BrowseQuery, _name_bounds, _statement, browse
from stores.sql import Database
from stores.sql_sqlite import connect
from stores.users import UserRows
from tests.databases import migrated_sqlite

BOOKS = {
    "accounts": ACCOUNTS,
    "posts": POSTS,
    "comments": COMMENTS,
    "works": WORKS,
    "reports": REPORTS,
    "jobs": JOBS,
    "audit": ENTRIES,
}
VALUES = {
    "at_id": LAST_ID, "at": "z", "first": "a", "last": "z", "limit": 50, "skip": 0, "id": 1,
    "author": 1, "target": "post", "target_id": 1, "kind": "movie", "state": 1, "words": "a",
    "low": 0, "high": LAST_ID, "queue": "media", "by": 1, "action": "hide",
}  # fmt: skip


def asked(name: str) -> list[tuple[str, bool, frozenset[str]]]:
    """Every order with up to three filters; jobs are always asked for by queue and state."""
    book: BrowsableTable[object] = BOOKS[name]  # type: ignore[assignment]
    filters = [
        frozenset(some)
        for number in range(1 if name == "jobs" else 0, 4)
        for some in itertools.combinations(book.filters, number)
        if len({"shown", "hidden", "deleted"} & set(some)) < 2
    ]
    return list(itertools.product(sorted(book.orders), (True, False), filters))


@pytest.mark.parametrize("name", BOOKS)
def test_no_list_walks_over_a_table_or_sorts_it(name: str, tmp_path: Path) -> None:
    """The plan of each statement has an index; what is sorted is one page, or the newest rows."""
    migrated_sqlite(tmp_path)
    connection = connect(tmp_path / "postcard.sqlite")
    book: BrowsableTable[object] = BOOKS[name]  # type: ignore[assignment]
    for order, down, filters in asked(name):
        compiled = _statement(book, filters, order, down).compile(
            dialect=sqlite.dialect(paramstyle="qmark")
        )
        fixed = {n: b.value for b, n in compiled.bind_names.items() if not b.required}
        values = [VALUES.get(n, fixed.get(n)) for n in compiled.positiontup or ()]
        rows = connection.execute(f"EXPLAIN QUERY PLAN {compiled}", values).fetchall()
        plan = [row[3] for row in rows]
        # Up to the ids that are then read, or sorted: at most a page, or the newest rows.
        inner = plan[: plan.index("SCAN newest" if order in book.numbers else "SCAN page")]
        sorts = [line for line in inner if "TEMP B-TREE" in line]
        walks = [line for line in inner if line.startswith("SCAN") and " USING " not in line]

        # One author's rows, and the few accounts that are admins' or suspended, may be sorted.
        assert not sorts or filters & {"author", "admin", "suspended"}, (order, filters, plan)
        assert not walks or order in book.numbers, (order, filters, plan)
        if "target_id" in filters and not filters & {"author", "id", "state"}:
            assert any("target_id=?" in line for line in inner), plan
    connection.close()


async def test_names_alike_are_all_seen(database: Database) -> None:
    """Rows with one nickname are told apart by their number, over pages, in either direction."""
    users = UserRows(database)
    ids = [await users.add("x", 1, uname=f"u{n}") for n in range(7)]
    for id_ in ids:
        await users.update(id_, {"nickname": "小明" if id_ != ids[3] else "小红"})

    async def walk(down: bool) -> list[int]:
        look, seen = BrowseQuery({}, order="nickname", down=down, limit=2, prefix="小"), []
        while rows := await browse(database, ACCOUNTS, look):
            seen += [row.id for row in rows]
            look = look._replace(id=rows[-1].id, value=rows[-1].nickname)
        return seen

    same = [id_ for id_ in ids if id_ != ids[3]]
    assert [*same, ids[3]] == await walk(down=False)
    assert [ids[3], *same[::-1]] == await walk(down=True)


def test_the_end_of_a_prefix_is_after_every_name() -> None:
    """Also after one with the last character that there is before it."""
    bounds = _name_bounds(BrowseQuery({}, order="uname", down=False, prefix="小"))

    assert "小" == bounds["at"] < "小\U0010fffe龙" < bounds["last"]
