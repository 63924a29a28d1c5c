"""One contract for both stores of short-lived values, then what only one of them can do wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from stores.kv import KV, KVError
from stores.kv_redis import RedisCommands, RedisKV, parse
from stores.kv_sqlite import SWEEP, SqliteKV
from tests.servers import RedisServer, free_port, require

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def redis_kv(redis_server: RedisServer) -> AsyncIterator[RedisKV]:
    async with RedisKV(redis_server.url) as kv:
        yield kv


@pytest.fixture
async def sqlite_kv(tmp_path: Path) -> AsyncIterator[SqliteKV]:
    async with SqliteKV(tmp_path / "kv.sqlite") as kv:
        yield kv


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


async def send(url: str, *command: str | bytes | int) -> Any:
    commands = RedisCommands(url, 2.0)
    try:
        return await commands.ask(*(str(w) if isinstance(w, int) else w for w in command))
    finally:
        await commands.close()


async def works_again(kv: KV, seconds: float = 2.0) -> bool:
    """Whether `kv` answers before `seconds` are over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            await kv.ping()
        except KVError:
            await asyncio.sleep(0.02)
        else:
            return True
    return False


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
        await kv.set("a", b"1", 1)

        await kv.set("a", b"2", 100)

        assert b"2" == await kv.get("a")
        assert 99 < await kv.left("a") <= 100

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
        await kv.set("a", b"1", 2)

        assert b"1" == await kv.touch("a", 600)
        assert 599 <= await kv.left("a") <= 600

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
        await kv.set("a", b"1", 0.1)
        await kv.touch("a", 5)
        await asyncio.sleep(0.15)

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
        await kv.increment("b", 5)
        seen = [await kv.increment_both("a", "b", "known", 60, 2) for _ in range(3)]

        assert [(1, 2), (2, 3), (3, 0)] == [counts[:2] for counts in seen]
        assert [True, True, False] == [left <= 5 for _, _, left in seen]
        assert 4 == (await kv.increment("b", 5))[0]

    async def test_the_second_counter_waits_for_a_value(self, kv: KV) -> None:
        """
        While something lies under the third key the second is left alone.
        """
        await kv.set("known", b"1", 60)
        first = await kv.increment_both("a", "b", "known", 60, 9)
        await kv.delete("known")
        second = await kv.increment_both("a", "b", "known", 60, 9)

        assert [(1, 0), (2, 1)] == [first[:2], second[:2]]
        assert 55 < first[2] <= 60

    async def test_counters_go_back_and_a_value_is_set(self, kv: KV) -> None:
        """
        One that is not there stays away; the value has its whole life before it.
        """
        await kv.increment("a", 60)
        await kv.set("known", b"old", 5)
        await kv.decrement_and_set(["a", "missing"], "known", 600)

        assert [b"0", None, b"1"] == await kv.get_all("a", "missing", "known")
        assert 590 < await kv.left("known") <= 600

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
        first = await kv.increment("a", 5)
        await asyncio.sleep(0.02)
        second = await kv.increment("a", 600)

        assert 1 == first[0]
        assert pytest.approx(5, abs=0.01) == first[1]
        assert 2 == second[0]
        assert 4 < second[1] < first[1]
        assert 4 < await kv.left("a") < first[1]

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
            await kv.increment("a", 10)
        await kv.increment("b", 10)

        await kv.decrement()
        await kv.decrement("a", "b")

        assert [b"2", b"0"] == await kv.get_all("a", "b")
        assert 9 < await kv.left("a") <= 10

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


class TestRedis:
    async def test_an_outage_and_its_end(self, own_server: RedisServer) -> None:
        """
        While Redis is away commands fail fast; once it is back they work, and data are there.
        """
        async with RedisKV(own_server.url) as kv:
            await kv.set("a", b"1", 60)
            own_server.kill()
            started = time.monotonic()
            for _ in range(300):
                with pytest.raises(KVError):
                    await kv.get("a")
            took = time.monotonic() - started
            own_server.start()

            # Each command on its own would wait for command_seconds: 600 s together.
            assert took < 300
            assert await works_again(kv)
            assert b"1" == await kv.get("a")

    async def test_a_store_opened_without_redis(self, own_server: RedisServer) -> None:
        """
        The store opens while Redis is away and works when it has come.
        """
        own_server.stop()
        async with RedisKV(own_server.url) as kv:
            with pytest.raises(KVError):
                await kv.ping()
            own_server.start()

            assert await works_again(kv)

    async def test_a_hung_redis(self, own_server: RedisServer) -> None:
        """
        A Redis that does not answer fails within command_seconds, then faster; then it is back.
        """
        async with RedisKV(own_server.url, command_seconds=0.4) as kv:
            await kv.ping()
            os.kill(own_server.pid, signal.SIGSTOP)
            took = []
            for _ in range(6):
                started = time.monotonic()
                with pytest.raises(KVError):
                    await kv.ping()
                took.append(time.monotonic() - started)
            os.kill(own_server.pid, signal.SIGCONT)

            assert 0.39 < took[0]
            assert min(took[1:]) < 0.35
            assert await works_again(kv)

    async def test_a_cancelled_caller_shifts_nothing(self, redis_kv: RedisKV) -> None:
        """
        Callers who leave while they wait do not change what the others get.
        """
        for n in range(100):
            await redis_kv.set(f"shift:{n}", b"%d" % n, 60)
        tasks = [asyncio.create_task(redis_kv.get(f"shift:{n}")) for n in range(100)]
        await asyncio.sleep(0)
        for task in tasks[::3]:
            task.cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)

        rest = {n: found[n] for n in range(100) if n % 3}
        assert {n: b"%d" % n for n in rest} == rest
        assert all(isinstance(value, asyncio.CancelledError) for value in found[::3])
        assert b"7" == await redis_kv.get("shift:7")

    async def test_large_values_among_small_ones(self, redis_kv: RedisKV) -> None:
        """
        Answers that come in many pieces are put together and stay in order.
        """
        large = os.urandom(3_000_000)
        await redis_kv.set("large", large, 60)
        await redis_kv.set("small", b"s", 60)

        found = await asyncio.gather(*(redis_kv.get(key) for key in ["small", "large"] * 3))

        assert [b"s", large] * 3 == found

    async def test_error_answers(self, own_server: RedisServer) -> None:
        """
        A Redis that refuses (out of memory) is a KVError; reading goes on over the same link.
        """
        async with RedisKV(own_server.url) as kv:
            await kv.set("a", b"1", 60)
            await send(own_server.url, "CONFIG", "SET", "maxmemory", 1)

            with pytest.raises(KVError, match="OOM"):
                await kv.set("b", b"2", 60)
            assert b"1" == await kv.get("a")

    async def test_a_read_only_redis_is_left(self, own_server: RedisServer) -> None:
        """
        A master that became a replica is asked again over a new link, so that a name can move.
        """
        async with RedisKV(own_server.url) as kv:
            await kv.set("a", b"1", 60)
            await send(own_server.url, "REPLICAOF", "127.0.0.1", free_port())
            with pytest.raises(KVError, match="READONLY"):
                await kv.set("a", b"2", 60)
            await send(own_server.url, "REPLICAOF", "NO", "ONE")

            assert await works_again(kv)
            await kv.set("a", b"3", 60)

    async def test_no_key_is_left_without_an_end(
        self, redis_kv: RedisKV, redis_server: RedisServer
    ) -> None:
        """
        A counter that lost its end, as an old program could leave it, gets one.
        """
        await send(redis_server.url, "SET", "endless", "4")

        assert 5 == (await redis_kv.increment("endless", 10))[0]
        assert 9 < await redis_kv.left("endless") <= 10

    async def test_user_password_and_database(self) -> None:
        """
        The URL's user and password are percent-decoded, its database is selected.
        """
        server = RedisServer("--user", "app", "on", ">p@ss/w:rd", "~*", "+@all", "&*")
        server.start()
        base = f"127.0.0.1:{server.port}"
        try:
            async with RedisKV(f"redis://app:p%40ss%2Fw%3Ard@{base}/3") as kv:
                await kv.set("a", b"1", 60)
                there = [await send(f"redis://{base}/{n}", "EXISTS", "a") for n in (0, 3)]
            with pytest.raises(KVError, match="WRONGPASS"):
                await send(f"redis://app:no@{base}/0", "PING")
        finally:
            server.close()

        assert [0, 1] == there

    async def test_tls(self, tmp_path: Path) -> None:
        """
        rediss:// talks TLS and trusts what ssl_ca_certs names, nothing else.
        """
        certificate(tmp_path)
        port = free_port()
        options = (
            f"--tls-port {port} --tls-cert-file {tmp_path}/c.pem --tls-key-file {tmp_path}/k.pem"
        )
        server = RedisServer(*options.split(), "--tls-auth-clients", "no")
        server.start()
        url = f"rediss://127.0.0.1:{port}/0"
        try:
            pong = await send(f"{url}?ssl_ca_certs={tmp_path}/c.pem", "PING")
            unchecked = await send(f"{url}?ssl_cert_reqs=none", "PING")
            with pytest.raises(KVError, match="certificate"):
                await send(url, "PING")
        finally:
            server.close()

        assert [b"PONG", b"PONG"] == [pong, unchecked]

    def test_a_wrong_url_is_refused_at_once(self) -> None:
        """
        What is no Redis URL is a mistake in the settings, not an outage.
        """
        with pytest.raises(ValueError, match="redis://"):
            parse("http://127.0.0.1/0")


def certificate(folder: Path) -> None:
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    names = "-addext subjectAltName=IP:127.0.0.1"
    files = f"-keyout {folder}/k.pem -out {folder}/c.pem"
    subprocess.run(
        [require("openssl"), *f"{command} {names} {files}".split()], check=True, capture_output=True
    )


@asynccontextmanager
async def false_redis(
    answer: Callable[[bytes], bytes | None], greeting: bytes = b"+PONG\r\n"
) -> AsyncIterator[tuple[str, list[list[bytes]]]]:
    """A server that greets as Redis does; `answer` gives bytes, or None to hang up.

    Yields its URL and what came, one list of pieces per connection.
    """
    links: list[list[bytes]] = []
    ends: list[asyncio.Task[Any]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        ends.append(task)
        links.append([])
        while data := await reader.read(65536):
            links[-1].append(data)
            reply = greeting if b"PING" in data else answer(data)
            if reply is None:
                break
            writer.write(reply)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0", links
    finally:
        server.close()
        await asyncio.gather(*ends, return_exceptions=True)


class TestBrokenLink:
    async def test_nothing_is_sent_twice(self) -> None:
        """
        A command that was written when the link broke fails and is not repeated.
        """
        async with false_redis(lambda _: None) as (url, links), RedisKV(url) as kv:
            with pytest.raises(KVError, match="lost"):
                await kv.increment("a", 10)

            assert await works_again(kv)
            assert 1 == sum(b"INCR" in piece for link in links for piece in link)

    async def test_all_who_wait_fail_when_an_answer_stays_away(self) -> None:
        """
        A late answer would be taken for the next one's, so the link ends with the first delay.
        """
        async with false_redis(lambda _: b"") as (url, _), RedisKV(url, command_seconds=0.2) as kv:
            found = await asyncio.gather(*(kv.get("a") for _ in range(5)), return_exceptions=True)

            assert [KVError] * 5 == [type(error) for error in found]
            assert await works_again(kv)

    @pytest.mark.parametrize("noise", [b"$1\r\na\r\n$1\r\nb\r\n", b"HTTP/1.1 400 Bad\r\n\r\n"])
    async def test_noise_ends_the_link(self, noise: bytes) -> None:
        """
        An answer too many, or what is no answer at all, and the link is given up.
        """
        async with false_redis(lambda _: noise) as (url, _), RedisKV(url) as kv:
            await asyncio.gather(kv.get("a"), return_exceptions=True)
            with pytest.raises(KVError, match="nobody asked"):
                await kv.get("a")

    async def test_one_try_at_a_time(self) -> None:
        """
        A thousand callers without a link make one try, and wait no longer than a retry's pause.
        """
        async with (
            false_redis(lambda _: b"", greeting=b"") as (url, links),
            RedisKV(url, command_seconds=0.3) as kv,
        ):
            found = await asyncio.gather(
                *(kv.get("a") for _ in range(1000)), return_exceptions=True
            )

            assert 1000 == sum(isinstance(error, KVError) for error in found)
            assert 1 == len(links)


class TestSqlite:
    async def test_two_loops_share_a_store(self, sqlite_kv: SqliteKV) -> None:
        """
        Loops of two threads count on one key and no count is lost.
        """
        failures = []

        async def count() -> None:
            for _ in range(300):
                await sqlite_kv.increment("a", 60)

        def run() -> None:
            try:
                asyncio.run(count())
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join)

        assert [] == failures
        assert b"600" == await sqlite_kv.get("a")

    async def test_what_was_acknowledged_survives_a_kill(self, tmp_path: Path) -> None:
        """
        A writer is killed while it writes; all that it had reported is there.
        """
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "kv.sqlite")],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(500)]
        writer.kill()
        lines += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        # A last line may have been cut off in the pipe.
        acknowledged = [line.strip().decode() for line in lines if line.endswith(b"\n")]

        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            found = [await kv.get(key) for key in acknowledged]
        assert 500 <= len(acknowledged)
        assert [key.encode() for key in acknowledged] == found

    async def test_lives_go_on_ending_between_runs(self, tmp_path: Path) -> None:
        """
        A value outlives a restart, and dies when it would have died without one.
        """
        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            await kv.set("short", b"1", 0.05)
            await kv.set("long", b"2", 60)
        await asyncio.sleep(0.06)

        async with SqliteKV(tmp_path / "kv.sqlite") as kv:
            assert [None, b"2"] == [await kv.get("short"), await kv.get("long")]

    async def test_a_locked_file(self, sqlite_kv: SqliteKV, tmp_path: Path) -> None:
        """
        While another process writes, reading goes on and writing is a KVError; then it works.
        """
        await sqlite_kv.set("a", b"1", 60)
        other = sqlite3.connect(tmp_path / "kv.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(KVError, match="locked"):
            await sqlite_kv.set("a", b"2", 60)
        assert b"1" == await sqlite_kv.get("a")

        other.execute("ROLLBACK")
        other.close()
        await sqlite_kv.set("a", b"3", 60)

        assert b"3" == await sqlite_kv.get("a")

    async def test_a_full_disk(self, sqlite_kv: SqliteKV) -> None:
        """
        Without room a write is a KVError; what was there can be read, and room is used again.
        """
        await sqlite_kv.set("a", b"1", 60)
        connection = sqlite_kv._connections[0]
        connection.execute("PRAGMA max_page_count = 1")

        with pytest.raises(KVError, match="full"):
            await sqlite_kv.set("b", bytes(100_000), 60)
        assert b"1" == await sqlite_kv.get("a")

        connection.execute("PRAGMA max_page_count = 100000")
        await sqlite_kv.set("b", b"2", 60)

        assert b"2" == await sqlite_kv.get("b")

    async def test_a_file_that_is_no_store(self, tmp_path: Path) -> None:
        """
        A spoilt file is a KVError when the store is opened.
        """
        (tmp_path / "kv.sqlite").write_bytes(b"nonsense" * 1000)

        with pytest.raises(KVError, match="not a database"):
            async with SqliteKV(tmp_path / "kv.sqlite"):
                pass

    async def test_dead_rows_are_swept(self, sqlite_kv: SqliteKV) -> None:
        """
        Sweeping removes every dead row, however many, and no living one.
        """
        for n in range(450):
            await sqlite_kv.set(f"dead:{n}", b"1", 0)
        await sqlite_kv.set("alive", b"1", 60)
        await asyncio.sleep(0.01)

        sqlite_kv._sweep()

        rows = sqlite_kv._connections[0].execute("SELECT key FROM kv").fetchall()
        assert [("alive",)] == rows

    async def test_the_thread_sweeps_and_empties_the_log(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Left alone, the store removes the dead and moves its log into the file.
        """
        monkeypatch.setattr("stores.kv_sqlite.CHECKPOINT_SECONDS", 0.02)
        path = tmp_path / "kv.sqlite"
        async with SqliteKV(path) as kv:
            await kv.set("dead", bytes(50_000), 0)
            await asyncio.sleep(0.3)

            assert path.stat().st_size > 50_000
            assert [] == kv._connections[0].execute("SELECT key FROM kv").fetchall()

    async def test_a_sweep_that_fails_is_tried_again(
        self, sqlite_kv: SqliteKV, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        The thread outlives a failure of the file and says so.
        """
        monkeypatch.setattr("stores.kv_sqlite.SWEEP", SWEEP.replace("kv", "absent"))
        await asyncio.sleep(1.2)

        assert "not swept" in caplog.text
        assert sqlite_kv._thread.is_alive()


WRITER = """
import asyncio, sys
from stores.kv_sqlite import SqliteKV
async def main():
    async with SqliteKV(sys.argv[1]) as kv:
        for n in range(1_000_000):
            await kv.set(f"key:{n}", f"key:{n}".encode(), 600)
            print(f"key:{n}", flush=True)
asyncio.run(main())
"""
