"""What Dramatiq leaves open: a Redis that hangs, and a job whose clean-up takes its time."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dramatiq
import pytest
from dramatiq.asyncio import set_event_loop_thread
from dramatiq.errors import ConnectionClosed

from config import load_config
from services.running.queue import Queue
from stores.jobs import Job
from tests.servers import RedisServer
from workers import actors
from workers.actors import OpenWorker, declare_actors
from workers.broker import MEDIA, make_broker
from workers.dramatiq_internals import start_time_limits, use_running_loop


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.close()


async def test_a_redis_that_hangs(redis: RedisServer) -> None:
    """In redis.command_seconds a message has failed, and a worker knows that its link is lost."""
    broker = make_broker(load_config(redis={"url": redis.url, "command_seconds": 0.5}))
    queue = Queue(broker)
    consumer = broker.consume(MEDIA)
    assert await queue.send("render", MEDIA, 1)
    first = await asyncio.to_thread(next, consumer)
    assert first is not None

    os.kill(redis.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(30):
            sent = await queue.send("render", MEDIA, 2)
            with pytest.raises(ConnectionClosed):
                await asyncio.to_thread(consumer.ack, first)
            with pytest.raises(ConnectionClosed):
                await asyncio.to_thread(next, consumer)
    finally:
        os.kill(redis.pid, signal.SIGCONT)
    # What was on its way when it hung may have come all the same.
    back = await queue.send("render", MEDIA, 3)
    broker.close()

    assert (False, True) == (sent, back)


async def test_one_render_at_a_time_whatever_a_clean_up_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that had its time and still cleans up keeps its place from the next one."""
    # Longer than the next one waits for its place.
    monkeypatch.setattr(actors, "MINUTE_MS", 5_000)
    config = load_config(storage={"dir": tmp_path}, works={"render_seconds": 0.3})
    begun, at_once, most = 0, 0, 0
    both_ended = asyncio.Event()

    async def job(*_: Any) -> None:
        nonlocal begun, at_once, most
        number = begun = begun + 1
        at_once += 1
        most = max(most, at_once)
        try:
            if number == 1:
                await asyncio.sleep(60)
        finally:
            # Longer than Dramatiq waits for it.
            await asyncio.sleep(3 if number == 1 else 0)
            at_once -= 1
            if number == 2:
                both_ended.set()

    monkeypatch.setattr(actors, "render", job)
    broker = make_broker(config, queues=(MEDIA,))
    # Nothing of a worker's is asked for by a job that only sleeps.
    none: Any = None
    opened = OpenWorker(none, "test", none, none, none, none, asyncio.Semaphore(1))
    declare_actors(broker, config, lambda: opened)
    use_running_loop()
    start_time_limits(broker)
    worker = dramatiq.Worker(broker, queues={MEDIA}, worker_threads=1, worker_timeout=50)
    worker.start()
    try:
        for number in (1, 2):
            await Queue(broker).send(Job.RENDER.actor, MEDIA, number)
        async with asyncio.timeout(30):
            await both_ended.wait()
    finally:
        await asyncio.to_thread(worker.stop, 1000)
        set_event_loop_thread(None)

    assert 1 == most
