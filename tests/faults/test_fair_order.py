"""Guests take turns: whoever starts many works stands before nobody with more than one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import pytest

from tests.postcard import WITHOUT_MODELS, Guest, Postcard, picture, until
from tests.special import each_way, eventually, execute, guest_of, serving

MANY, OTHERS = 40, 20
INFO = {"images": ["0.jpg"], "size": "640x360", "fps": 10, "seed": 7}
# At 60 frames a second it is not done before the line is there.
LONG = INFO | {"images": [f"{n}.jpg" for n in range(8)], "fps": 60, "size": "1920x1080"}
LIVE = "SELECT COUNT(*) FROM jobs WHERE state IN ('queued', 'running')"
# In the order of their ends; of those that end in one millisecond the later one counts first.
ENDED = (
    "SELECT works.user_id FROM jobs JOIN works ON works.job_id = jobs.id"
    " WHERE jobs.state = 'failed' ORDER BY jobs.updated_ms, jobs.id DESC"
)


@asynccontextmanager
async def many_guests(postcard: Postcard) -> AsyncIterator[list[Guest]]:
    async with AsyncExitStack() as stack:
        guests = []
        for _ in range(OTHERS + 1):
            guest = await stack.enter_async_context(guest_of(postcard))
            await guest.sign_up()
            guests.append(guest)
        yield guests


@contextmanager
def two_workers(postcard: Postcard) -> Iterator[None]:
    """Two worker processes for a server that has none in it."""
    if not postcard.production:
        yield
        return
    postcard.start_worker()
    first = postcard.worker
    postcard.start_worker()
    try:
        yield
    finally:
        postcard.kill_worker()
        postcard.worker = first


async def start(guest: Guest, work_id: int) -> None:
    reply = await guest.call("movie", "start", {"work_id": work_id})
    assert 0 == reply["status"], reply


async def doomed(guest: Guest) -> int:
    """Start a work that ends as soon as it is begun: its info.json is none any more."""
    work_id = await guest.new_movie([picture(64, 48)], INFO)
    await start(guest, work_id)
    folder = guest.postcard.folder / "media" / "movies" / str(work_id)
    (folder / "info.json").write_text("?")
    return work_id


async def place(guest: Guest, work_id: int) -> int:
    reply = await guest.call("movie", "status", {"work_id": work_id})
    return int(reply["data"]["queue_position"])


@pytest.mark.slow
@each_way
async def test_forty_works_of_one_guest_and_twenty_guests(
    way: str, request: pytest.FixtureRequest
) -> None:
    """Twenty guests come behind forty works of another, and are served before the second."""
    with serving(way, request, WITHOUT_MODELS) as postcard:
        async with many_guests(postcard) as (heavy, *others):
            if not postcard.production:
                # The worker is in the server: this keeps it from beginning.
                held = await others[0].new_movie([picture(seed=n) for n in range(8)], LONG)
                await start(others[0], held)
                await until(postcard.renderers, what="it is busy")
            first = [await doomed(heavy) for _ in range(MANY)]
            last = [await doomed(guest) for guest in others]
            told = [await place(heavy, first[0]), await place(heavy, first[1])]
            told += [await place(guest, last[n]) for n, guest in enumerate(others)]
            if not postcard.production:
                await others[0].call("movie", "cancel", {"work_id": held})
            with two_workers(postcard):
                await eventually(lambda: execute(postcard, LIVE) == [(0,)], 120)
            ended = [user_id for (user_id,) in execute(postcard, ENDED)]
            heavy_id = execute(postcard, "SELECT id FROM users WHERE phone = ?", heavy.phone)[0][0]

    before = ended[: max(n for n, user_id in enumerate(ended) if user_id != heavy_id)]
    assert MANY + OTHERS == len(ended)
    # Two workers, each of which may have taken the next one before the last end was written.
    assert before.count(heavy_id) <= 3
    # The first of the forty, then everybody else, then the second.
    assert [1, OTHERS + 2, *range(2, OTHERS + 2)] == told
