"""One contract for both stores of short-lived values."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from stores.kv import KV, KVError
from stores.kv_redis import RedisKV
from stores.kv_sqlite import SqliteKV
from tests.stores.redis_commands import send


@pytest.fixture(params=["sqlite", "redis"])
async def kv(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[KV]:
    if request.param == "sqlite":
        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            yield kv
        return
    server = request.getfixturevalue("redis_server")
    async with RedisKV(server.url) as kv:
        await send(server.url, "FLUSHALL")
        yield kv


class TestContract:
    async def test_what_is_set_can_be_got(self, kv: KV) -> None:
        """
        A value comes back byte for byte, whatever the bytes are.
        """
        value = bytes(range(256)) + b"\r\n$3\r\n"

        await kv.set("键 \r\n\0", value, 10)

        assert value == await kv.get("键 \r\n\0")

    async def test_an_empty_value_is_a_value(self, kv: KV) -> None:
        """
        No bytes at all are not the same as no value.
        """
        await kv.set("a", b"", 10)

        assert b"" == await kv.get("a")
        assert b"" == await kv.touch("a", 10)
        assert b"" == await kv.take("a")

    async def test_what_is_absent_is_none(self, kv: KV) -> None:
        """
        Every way of reading answers None, or 0.0, for a key that is not there.
        """
        found = [await kv.get("a"), await kv.touch("a", 9), await kv.take("a"), await kv.left("a")]

        assert [None, None, None, 0.0] == found

    async def test_set_replaces_value_and_life(self, kv: KV) -> None:
        """
        A second set leaves nothing of the first.
        """
        await kv.set("a", b"1", 10)

        await kv.set("a", b"2", 100)

        assert b"2" == await kv.get("a")
        assert 70 < await kv.left("a") <= 100

    async def test_a_value_dies(self, kv: KV) -> None:
        """
        When its seconds are over a value is gone, for every way of reading.
        """
        await kv.set("a", b"1", 0.05)
        await asyncio.sleep(0.07)

        found = [await kv.get("a"), await kv.touch("a", 9), await kv.take("a"), await kv.left("a")]

        assert [None, None, None, 0.0] == found

    async def test_no_life_at_all_is_short(self, kv: KV) -> None:
        """
        A value for 0 seconds is no error and soon gone.
        """
        await kv.set("a", b"1", 0)
        await asyncio.sleep(0.01)

        assert await kv.get("a") is None

    async def test_add_leaves_what_is_there(self, kv: KV) -> None:
        """
        Only the first add is stored.
        """
        stored = [await kv.add("a", b"1", 10), await kv.add("a", b"2", 99)]

        assert [True, False] == stored
        assert b"1" == await kv.get("a")
        assert await kv.left("a") <= 10

    async def test_add_takes_the_place_of_the_dead(self, kv: KV) -> None:
        """
        A key whose value has died is free.
        """
        await kv.set("a", b"1", 0.02)
        await asyncio.sleep(0.04)

        assert await kv.add("a", b"2", 10)
        assert b"2" == await kv.get("a")

    async def test_touch_begins_the_life_again(self, kv: KV) -> None:
        """
        The value is answered and has its whole life before it.
        """
        await kv.set("a", b"1", 60)

        assert b"1" == await kv.touch("a", 600)
        assert 570 <= await kv.left("a") <= 600

    async def test_several_are_touched_together(self, kv: KV) -> None:
        """
        What is there begins its life again, whatever it was; what is not does not come to be.
        """
        await kv.set("a", b"1", 60)
        await kv.set("b", b"2", 900)

        await kv.touch_all("a", "b", "c", ttl=600)
        await kv.touch_all(ttl=600)

        assert all([570 < await kv.left(key) <= 600 for key in ("a", "b")])
        assert [b"1", b"2", None] == await kv.get_all("a", "b", "c")

    async def test_touch_can_shorten_a_life(self, kv: KV) -> None:
        """
        The new life is the one that was asked for, not the longer of two.
        """
        await kv.set("a", b"1", 600)

        await kv.touch("a", 2)

        assert await kv.left("a") <= 2

    async def test_a_touched_value_outlives_its_first_life(self, kv: KV) -> None:
        """
        Touched in time, a value is there when it would have been dead.
        """
        await kv.set("a", b"1", 1)
        await kv.touch("a", 60)
        await asyncio.sleep(1.1)

        assert b"1" == await kv.get("a")

    async def test_several_are_got_in_their_order(self, kv: KV) -> None:
        """
        Keys that are not there leave a gap, and no keys no values.
        """
        await kv.set("a", b"1", 10)
        await kv.set("b", b"2", 10)

        assert [b"2", None, b"1"] == await kv.get_all("b", "missing", "a")
        assert [] == await kv.get_all()

    async def test_two_counters_in_one_question(self, kv: KV) -> None:
        """
        Both count up to the most of the first, each with a window of its own.
        """
        await kv.increment("b", 30)
        seen = [await kv.increment_both("a", "b", "known", 60, 2) for _ in range(3)]

        assert [(1, 2), (2, 3), (3, 0)] == [counts[:2] for counts in seen]
        assert [True, True, False] == [left <= 30 for _, _, left in seen]
        assert 4 == (await kv.increment("b", 30))[0]

    async def test_the_second_counter_waits_for_a_value(self, kv: KV) -> None:
        """
        While something lies under the third key the second is left alone.
        """
        await kv.set("known", b"1", 60)
        first = await kv.increment_both("a", "b", "known", 60, 9)
        await kv.delete("known")
        second = await kv.increment_both("a", "b", "known", 60, 9)

        assert [(1, 0), (2, 1)] == [first[:2], second[:2]]
        assert 30 < first[2] <= 60

    async def test_counters_go_back_and_a_value_is_set(self, kv: KV) -> None:
        """
        One that is not there stays away; the value has its whole life before it.
        """
        await kv.increment("a", 60)
        await kv.set("known", b"old", 60)
        await kv.decrement_and_set(["a", "missing"], "known", 600)

        assert [b"0", None, b"1"] == await kv.get_all("a", "missing", "known")
        assert 570 < await kv.left("known") <= 600

    async def test_a_value_is_set_beside_no_counter(self, kv: KV) -> None:
        """
        No counters at all are no error.
        """
        await kv.decrement_and_set([], "known", 60)

        assert b"1" == await kv.get("known")

    async def test_take_gives_once(self, kv: KV) -> None:
        """
        What was taken is gone.
        """
        await kv.set("a", b"1", 10)

        assert [b"1", None] == [await kv.take("a"), await kv.take("a")]

    async def test_of_many_takers_one_gets_it(self, kv: KV) -> None:
        """
        200 who take at once: one has the value, 199 have nothing.
        """
        await kv.set("a", b"1", 10)

        taken = await asyncio.gather(*(kv.take("a") for _ in range(200)))

        assert 1 == taken.count(b"1")
        assert 199 == taken.count(None)

    async def test_of_many_adders_one_stores(self, kv: KV) -> None:
        """
        200 who add at once: one is told that it stored.
        """
        added = await asyncio.gather(*(kv.add("a", b"%d" % n, 10) for n in range(200)))

        assert 1 == added.count(True)

    async def test_delete(self, kv: KV) -> None:
        """
        Any number of keys goes, absent ones and none at all included.
        """
        for key in "abc":
            await kv.set(key, b"1", 10)

        await kv.delete()
        await kv.delete("a", "b", "absent")

        assert [None, None, b"1"] == [await kv.get(key) for key in "abc"]

    async def test_increments_are_exact(self, kv: KV) -> None:
        """
        100 who count at once see 100 different numbers.
        """
        counts = await asyncio.gather(*(kv.increment("a", 10) for _ in range(100)))

        assert list(range(1, 101)) == sorted(count for count, _ in counts)

    async def test_the_first_increment_starts_the_window(self, kv: KV) -> None:
        """
        Later ones neither lengthen nor shorten it.
        """
        first = await kv.increment("a", 60)
        await asyncio.sleep(0.02)
        second = await kv.increment("a", 600)

        assert 1 == first[0]
        assert pytest.approx(60, abs=0.01) == first[1]
        assert 2 == second[0]
        assert 30 < second[1] < first[1]
        assert 30 < await kv.left("a") < first[1]

    async def test_a_window_ends(self, kv: KV) -> None:
        """
        After its end the count begins anew.
        """
        await kv.increment("a", 0.05)
        await asyncio.sleep(0.07)

        assert 1 == (await kv.increment("a", 10))[0]

    async def test_a_count_can_be_read_and_lowered(self, kv: KV) -> None:
        """
        A counter is a value of decimal digits; lowering it leaves its window as it is.
        """
        for _ in range(3):
            await kv.increment("a", 60)
        await kv.increment("b", 60)

        await kv.decrement()
        await kv.decrement("a", "b")

        assert [b"2", b"0"] == await kv.get_all("a", "b")
        assert 30 < await kv.left("a") <= 60

    async def test_a_window_that_is_over_is_not_lowered(self, kv: KV) -> None:
        """
        Neither one that ended nor one that never was: the next count is the first.
        """
        await kv.increment("a", 0.05)
        await asyncio.sleep(0.07)

        await kv.decrement("a", "b")

        assert [None, None] == await kv.get_all("a", "b")
        assert [1, 1] == [(await kv.increment(key, 10))[0] for key in ("a", "b")]

    async def test_what_is_no_number_is_not_counted(self, kv: KV) -> None:
        """
        Counting on a value that is no number is a KVError and leaves the value alone.
        """
        await kv.set("a", b"anna", 10)

        with pytest.raises(KVError):
            await kv.increment("a", 10)
        assert b"anna" == await kv.get("a")

    async def test_what_was_opened_answers(self, kv: KV) -> None:
        """
        Ping says nothing when all is well.
        """
        await kv.ping()

    async def test_a_key_that_is_no_text_hurts_nobody_else(self, kv: KV) -> None:
        """
        A lone surrogate fails its own command only.
        """
        await kv.set("a", b"1", 10)

        results = await asyncio.gather(
            kv.get("a"), kv.get("\ud800"), kv.get("a"), return_exceptions=True
        )

        assert [b"1", b"1"] == list(results[::2])
        assert isinstance(results[1], UnicodeEncodeError)

    async def test_after_closing_nothing_answers(self, kv: KV) -> None:
        """
        A command given after the end is a KVError, not a hang.
        """
        await kv.set("a", b"1", 10)
        assert isinstance(kv, SqliteKV | RedisKV)
        await kv.__aexit__()

        with pytest.raises(KVError):
            await kv.get("a")
