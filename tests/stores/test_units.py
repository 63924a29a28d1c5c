"""A unit of work: what a request changes is committed together, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import bindparam, insert, select, text

from stores.keys import KeyClaim, KeyRows, KeyTaken
from stores.sql import Database, Duplicate, Session, SqlError
from stores.sql_mysql import MysqlDatabase
from stores.tables import users
from stores.units import UNIT, Unit, settle, settled, twice_settled
from tests.servers import free_port

ADD = insert(users).values(phone=bindparam("phone"), password="x", created_ms=1)
PHONES = select(users.c.phone).order_by(users.c.id)
WRONG = text("SELECT nothing FROM nowhere")


async def nothing_first(_: Session) -> None:
    """Nothing else belongs to the change."""


@asynccontextmanager
async def unit_of(
    database: Database, first: Callable[[Session], Awaitable[None]] = nothing_first
) -> AsyncIterator[Unit]:
    """A unit for the block, rolled back unless the block commits it."""
    unit = Unit(database, first)
    entered = UNIT.set(unit)
    try:
        yield unit
    finally:
        UNIT.reset(entered)
        await unit.end()


async def phones(database: Database) -> list[str]:
    """Those that others see: asked in a task of its own."""
    return [row[0] for row in await asyncio.create_task(database.all(PHONES))]


async def add(database: Database, phone: str) -> None:
    async with database.transaction() as session:
        await session.run(ADD, phone=phone)


async def test_all_of_it_is_seen_at_once(database: Database) -> None:
    """Single statements and transactions; who changes it sees it before the others."""
    async with unit_of(database) as unit:
        await database.run(ADD, phone="1")
        await add(database, "2")
        before, own = await phones(database), await database.all(PHONES)
        await unit.commit()
        after = await phones(database)

    assert ([], [("1",), ("2",)], ["1", "2"]) == (before, own, after)


async def test_without_a_commit_nothing_is_left(database: Database) -> None:
    """What ended well by itself ends with the rest; what follows the unit is by itself again."""
    with suppress(ZeroDivisionError):
        async with unit_of(database):
            await add(database, "1")
            raise ZeroDivisionError
    await add(database, "2")

    assert ["2"] == await phones(database)


async def test_a_step_fails_alone(database: Database) -> None:
    """A key that is taken, or a refusal, undoes its own transaction and nothing before it."""
    async with unit_of(database) as unit:
        await add(database, "1")
        with pytest.raises(Duplicate):
            async with database.transaction() as session:
                await session.run(ADD, phone="2")
                await session.run(ADD, phone="1")
        with suppress(ZeroDivisionError):
            async with database.transaction() as session:
                await session.run(ADD, phone="3")
                raise ZeroDivisionError
        await add(database, "4")
        await unit.commit()

    assert ["1", "4"] == await phones(database)


async def test_after_a_failure_nothing_is_committed(database: Database) -> None:
    """Also where somebody passed over it: half of a change is none."""
    async with unit_of(database) as unit:
        await add(database, "1")
        with suppress(SqlError):
            await database.run(WRONG)
        with pytest.raises(SqlError):
            await add(database, "2")
        with pytest.raises(SqlError):
            await unit.commit()

    assert [] == await phones(database)
    await add(database, "3")
    assert ["3"] == await phones(database)


async def test_other_tasks_have_no_part_in_it(database: Database) -> None:
    """What a request starts has a copy of its context, and changes by itself.

    On SQLite it waits for its turn to write, as ever.
    """
    async with unit_of(database) as unit:
        task = asyncio.create_task(add(database, "1"))
        await asyncio.wait([task], timeout=60)
        await add(database, "2")

    assert ["1"] == await phones(database)
    assert unit.session is None


async def test_what_follows_waits_for_the_commit(database: Database) -> None:
    """And is left out where nothing is committed; without a unit it is done at once."""
    seen: list[list[str]] = []

    async def look() -> None:
        seen.append(await phones(database))

    async with unit_of(database) as unit:
        await add(database, "1")
        await settled(look)
        await twice_settled(look)
        await unit.commit()
    async with unit_of(database):
        await add(database, "2")
        await settled(look)
    await settled(look)

    assert [[], ["1"], ["1"], ["1"]] == seen


async def test_what_others_must_see_is_committed_before(database: Database) -> None:
    """The rest of the unit stands and falls by itself."""
    async with unit_of(database):
        await add(database, "1")
        await settle()
        await add(database, "2")
        seen = await phones(database)

    assert (["1"], ["1"]) == (seen, await phones(database))


async def test_what_fails_after_the_commit_undoes_nothing(database: Database) -> None:
    """It is done, and who asked is told so."""

    async def fail() -> None:
        raise ZeroDivisionError

    async with unit_of(database) as unit:
        await add(database, "1")
        await settled(fail)
        await unit.commit()

    assert ["1"] == await phones(database)


async def test_who_leaves_in_the_middle_leaves_nothing(database: Database) -> None:
    """No half of a change and no lock."""
    entered = asyncio.Event()

    async def halfway() -> None:
        async with unit_of(database):
            async with database.transaction() as session:
                await session.run(ADD, phone="1")
                entered.set()
                await asyncio.sleep(60)

    task = asyncio.create_task(halfway())
    await entered.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await add(database, "1")

    assert ["1"] == await phones(database)


async def test_of_two_with_one_key_one_commits(database: Database) -> None:
    """Whatever else says that only one is under way: the other is undone, and told."""
    rows, claim = KeyRows(database), KeyClaim("k" * 64, None, "b" * 64)
    held = asyncio.Event()

    async def ask(phone: str) -> bool:
        async def first(session: Session) -> None:
            await rows.claim(session, claim, 10, 0)

        try:
            async with unit_of(database, first) as unit:
                await add(database, phone)
                held.set()
                await asyncio.sleep(0.1)
                await rows.answer(await unit.begin(), claim.id, "said")
                await unit.commit()
        except KeyTaken:
            return False
        return True

    early = asyncio.create_task(ask("1"))
    await held.wait()
    late = asyncio.create_task(ask("2"))

    assert [True, False] == list(await asyncio.gather(early, late))
    assert ["1"] == await phones(database)
    kept = await rows.get(claim.id, 0)
    assert kept is not None
    assert "said" == kept.answer


async def test_an_old_key_may_be_taken_again(database: Database) -> None:
    """Without its old answer; of a young one nothing is taken."""
    rows, claim = KeyRows(database), KeyClaim("k" * 64, "t" * 64, "b" * 64)

    async def take(now: int, before: int, answer: str = "") -> None:
        async def first(session: Session) -> None:
            await rows.claim(session, claim, now, before)

        async with unit_of(database, first) as unit:
            session = await unit.begin()
            if answer:
                await rows.answer(session, claim.id, answer)
            await unit.commit()

    await take(10, 0, "said")

    assert None is await rows.get(claim.id, 11)
    assert None is not await rows.of_token("t" * 64, 10)
    with pytest.raises(KeyTaken):
        await take(20, 10)
    await take(20, 11)
    kept = await rows.get(claim.id, 0)
    assert kept is not None
    assert (None, 20) == (kept.answer, kept.created_ms)


async def test_one_that_cannot_be_begun_fails_as_what_it_is() -> None:
    """A database that is away is said to be away, at the end as well."""
    away = MysqlDatabase(
        host="127.0.0.1",
        port=free_port(),
        user="nobody",
        password="",
        db="none",
        pool=1,
        connect_seconds=1,
        answer_seconds=1,
    )

    with pytest.raises(SqlError):
        async with away, unit_of(away):
            await add(away, "1")
