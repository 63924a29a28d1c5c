"""What admins read: pages of tables, one row with all that belongs to it, how the queues stand.

A search for words looks at the newest rows first and stops when its time is over: the next page
goes on from there. So it takes no index of words, and holds up nobody.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, Final, Generic, NamedTuple

from services.running.clock import now_ms
from stores import admin_tables
from stores.browsing import NEWEST, BrowsableTable, BrowseQuery, R, browse, newest_id
from stores.jobs import Job
from stores.sql import Database
from stores.works import Upload, Work, WorkRows

# Rows that one statement of a search looks at: on SQLite it holds up the process.
WINDOW: Final = 2_000
SEARCH_SECONDS: Final = 0.3
WORKER_SECONDS: Final = 30
QUEUES: Final = tuple(dict.fromkeys(job.queue for job in Job))
# What the state of a job can be.
STATES: Final = ("queued", "running", "failed", "done", "cancelled")


class TablePage(NamedTuple, Generic[R]):
    """Rows, and how to ask for those after them: None when there are no more.

    cut: the search has not looked at all rows yet.
    """

    rows: list[R]
    next: BrowseQuery | None
    cut: bool


class Standing(NamedTuple):
    """How the queues stand, and who works on them."""

    lines: list[admin_tables.QueueState]
    workers: list[admin_tables.BrowsedWorker]
    now_ms: int


class Lists:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._works = WorkRows(database)

    async def page(self, book: BrowsableTable[R], look: BrowseQuery) -> TablePage[R]:
        """A page; the value of the order in a row must be a field of that name."""
        if "words" in look.filters:
            return await self._search(book, look)
        # One more than is shown tells whether there are more.
        rows = await browse(self._database, book, look._replace(limit=look.limit + 1))
        return _page(book, look, rows)

    async def _search(self, book: BrowsableTable[R], look: BrowseQuery) -> TablePage[R]:
        filters = dict(look.filters) | {"words": str(look.filters["words"]).lower()}
        newest = await newest_id(self._database, book)
        if look.order in book.numbers:
            window = {"low": newest - NEWEST}
            asked = look._replace(limit=look.limit + 1, filters=filters | window)
            return _page(book, look, await browse(self._database, book, asked))
        end = monotonic() + SEARCH_SECONDS
        at = (look.id or newest + 1) if look.down else look.id + 1
        rows: list[R] = []
        while len(rows) <= look.limit and (at > 1 if look.down else at <= newest):
            # One bound is the place itself: of two bounds on one side SQLite takes either.
            end_of_window = max(1, at - WINDOW) if look.down else at + WINDOW
            window = {"low" if look.down else "high": end_of_window}
            asked = BrowseQuery(
                filters | window,
                down=look.down,
                limit=look.limit + 1 - len(rows),
                id=at if look.down else at - 1,
            )
            rows += await browse(self._database, book, asked)
            at = end_of_window
            if monotonic() >= end:
                break
            await asyncio.sleep(0)
        if len(rows) > look.limit:
            return _page(book, look, rows)
        is_cut = at > 1 if look.down else at <= newest
        after = look._replace(id=at if look.down else at - 1) if is_cut else None
        return TablePage(rows, after, is_cut)

    async def one(self, book: BrowsableTable[R], id_: int) -> R | None:
        rows = await browse(self._database, book, BrowseQuery({"id": id_}, limit=1))
        return rows[0] if rows else None

    async def some(self, book: BrowsableTable[R], limit: int, **filters: Any) -> list[R]:
        """The newest rows of a book."""
        return await browse(self._database, book, BrowseQuery(filters, limit=limit))

    async def work(self, work_id: int) -> tuple[Work, list[Upload]]:
        """All that is known of a work which is there, and its pictures."""
        work = await self._works.get(work_id)
        assert work is not None
        return work, await self._works.uploads(work_id)

    async def text(self, table: str, id_: int) -> str:
        return await admin_tables.whole_text(self._database, table, id_)

    async def counts(self, user_id: int) -> dict[str, int]:
        return await admin_tables.counts(self._database, user_id)

    async def standing(self) -> Standing:
        """How every queue stands, and the workers seen in the last half minute."""
        now = now_ms()
        lines = [await admin_tables.queue_state(self._database, queue) for queue in QUEUES]
        workers = await admin_tables.workers_since(self._database, now - WORKER_SECONDS * 1000)
        return Standing(lines, workers, now)


def _page(book: BrowsableTable[R], look: BrowseQuery, rows: list[R]) -> TablePage[R]:
    shown = rows[: look.limit]
    if len(rows) <= look.limit:
        return TablePage(shown, None, False)
    last: Any = shown[-1]
    if look.order in book.numbers:
        skip = look.skip + look.limit
        return TablePage(shown, look._replace(skip=skip), False)
    value = getattr(last, look.order) if look.order in book.names else ""
    return TablePage(shown, look._replace(id=last.id, value=value), False)
