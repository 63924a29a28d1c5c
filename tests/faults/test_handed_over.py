"""Messages that are handed over to a worker: whole while workers come and go, sent once or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from stores.jobs import Job
from tests.conftest import WAYS
from tests.postcard import Guest, Postcard, until
from tests.servers import free_port
from tests.smtp import SmtpServer
from tests.special import execute, guest_of, serving
from tests.tencent import Provider
from tests.wire.test_messages import ENV

# They live as long as captcha.seconds; the limits of the tests of messages would be in the way.
BRIEF: Final = {"POSTCARD__CAPTCHA__SECONDS": "4"}
ROWS: Final = "SELECT state, attempts FROM jobs WHERE queue = 'handed_over' ORDER BY id"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    made = Provider(free_port())
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def alone(request: pytest.FixtureRequest, provider: Provider) -> Iterator[Postcard]:
    """A server over Redis; workers are the test's."""
    more = {"POSTCARD__SMS__TENCENT_ENDPOINT": f"127.0.0.1:{provider.port}"}
    with serving(WAYS[1], request, ENV | more | getattr(request, "param", {})) as postcard:
        yield postcard


async def ask(guest: Guest) -> tuple[str, str]:
    """Codes to reset the passwords of a phone that somebody has, and of one that nobody has."""
    known, unknown = guest.new_phone(), guest.new_phone()
    add = "INSERT INTO users (phone, phone_proved, password, created_ms) VALUES (?, 1, 'x', 1)"
    execute(guest.postcard, add, known)
    for phone in (known, unknown):
        reply: Any = await guest.call("sms", "generate", {"phone": phone, "command_type": 2})
        assert 0 == reply["status"], reply
    return known, unknown


async def ended(postcard: Postcard, *rows: tuple[str, int]) -> None:
    await until(lambda: execute(postcard, ROWS) == list(rows), what=str(rows))


async def test_without_workers_they_wait(alone: Postcard, provider: Provider) -> None:
    """Longer than anybody would wait for an answer; the first worker sends the one that is real."""
    async with guest_of(alone) as guest:
        known, _ = await ask(guest)
    # As long as the server waits for the outcome of one that somebody waits for, and more.
    await asyncio.sleep(8)
    before = execute(alone, ROWS), len(provider.requests)
    alone.start_worker()
    await ended(alone, ("done", 1), ("done", 1))

    assert ([("queued", 0)] * 2, 0) == before
    assert [True] == [known.encode() in body for _, body in provider.requests]


@pytest.mark.parametrize("alone", [BRIEF], indirect=True)
async def test_what_nobody_can_use_any_more(alone: Postcard, provider: Provider) -> None:
    """A worker that comes after the code has run out ends it, and sends nothing."""
    async with guest_of(alone) as guest:
        await ask(guest)
    await asyncio.sleep(4.5)
    alone.start_worker()
    await ended(alone, ("failed", 1), ("failed", 1))

    assert [] == provider.requests


async def test_the_server_is_killed(alone: Postcard, provider: Provider) -> None:
    """Right after it answered: what it handed over does not need it."""
    async with guest_of(alone) as guest:
        known, _ = await ask(guest)
    alone.kill_server()
    alone.start_worker()
    await ended(alone, ("done", 1), ("done", 1))

    assert [True] == [known.encode() in body for _, body in provider.requests]


async def test_the_worker_is_killed_while_it_sends(alone: Postcard, provider: Provider) -> None:
    """It may have left: it is not sent again, and what was not begun is done by the next one."""
    provider.hold.clear()
    alone.start_worker()
    async with guest_of(alone) as guest:
        await ask(guest)
    await until(lambda: provider.requests)
    await ended(alone, ("sending", 1), ("done", 1))
    alone.kill_worker()
    provider.hold.set()
    alone.start_worker()
    await ended(alone, ("unknown", 1), ("done", 1))

    assert 1 == len(provider.requests)


async def test_a_worker_that_knows_the_other_queues_alone(
    alone: Postcard, provider: Provider
) -> None:
    """As of the version before: it is left alone, though the worker looks for what waits."""
    async with guest_of(alone) as guest:
        await ask(guest)
    # Such a worker finds the rows of its own queues only, and those it would not understand.
    execute(alone, "UPDATE jobs SET queue = 'of_a_later_version', sent_ms = 0")
    alone.start_worker()
    await until(lambda: execute(alone, "SELECT MIN(sent_ms) FROM jobs")[0][0] > 0)
    await asyncio.sleep(2)
    left = execute(alone, "SELECT state, attempts FROM jobs ORDER BY id")
    execute(alone, f"UPDATE jobs SET queue = '{Job.HANDED_OVER.queue}'")
    await ended(alone, ("done", 1), ("done", 1))

    assert [("queued", 0)] * 2 == left
    assert 1 == len(provider.requests)


async def test_a_mail_that_proves_its_box(request: pytest.FixtureRequest) -> None:
    """Handed over as well: it waits for a worker, and nobody waits for it."""
    server = SmtpServer(port=free_port())
    server.start()
    try:
        env = ENV | {"POSTCARD__MAIL__PORT": str(server.port), "POSTCARD__SMS__GATEWAY": "outbox"}
        with serving(WAYS[1], request, env) as postcard:
            async with guest_of(postcard) as guest:
                await guest.sign_up()
                email = f"{guest.phone}@example.com"
                reply = await guest.call("user", "info_update", {"email": email})
            before = execute(postcard, ROWS), len(server.messages)
            postcard.start_worker()
            await ended(postcard, ("done", 1))
    finally:
        server.close()

    assert 0 == reply["status"]
    assert ([("queued", 0)], 0) == before
    assert [email] == [message["To"] for message in server.messages]
