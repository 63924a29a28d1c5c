"""What only the store of short-lived values in Redis can do wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from stores.kv import KV, KVError
from stores.kv_redis import RedisKV, parse
from tests.servers import RedisServer, free_port, require
from tests.stores.redis_commands import send


@pytest.fixture
async def redis_kv(redis_server: RedisServer) -> AsyncIterator[RedisKV]:
    async with RedisKV(redis_server.url) as kv:
        yield kv


async def works_again(kv: KV, seconds: float = 60.0) -> bool:
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
            RedisKV(url, command_seconds=1.0) as kv,
        ):
            found = await asyncio.gather(
                *(kv.get("a") for _ in range(1000)), return_exceptions=True
            )

            assert 1000 == sum(isinstance(error, KVError) for error in found)
            assert 1 == len(links)
