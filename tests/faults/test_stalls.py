"""A render that stands still is ended long before the time that a render may take."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import aiohttp
import pytest

from tests.faults.test_albums import album, ended
from tests.postcard import WITHOUT_MODELS, Guest, Postcard, picture
from tests.special import serving
from workers.render import STALLED

STALL = WITHOUT_MODELS | {"POSTCARD__WORKS__STALL_SECONDS": "15"}


@pytest.fixture(params=("embedded", "production"))
def quick(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """One that waits some seconds for a word of a renderer."""
    with serving(request.param, request, STALL) as postcard:
        if postcard.production:
            postcard.start_worker()
        yield postcard


async def stop(postcard: Postcard, most: int) -> set[int]:
    """Let so many renderers stand still, each as soon as it is there; their pids."""
    found: set[int] = set()
    while len(found) < most:
        for pid in postcard.renderers():
            if pid not in found and len(found) < most:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
                    found.add(pid)
        await asyncio.sleep(0.02)
    return found


async def test_a_render_that_stands_still_is_tried_again(
    quick: Postcard, http: aiohttp.ClientSession
) -> None:
    """The process is ended, and another one makes the film."""
    guest = Guest(quick, http)
    await guest.sign_up()
    work_id = await album(guest, "movie", {"a.jpg": picture()})
    stopping = asyncio.create_task(stop(quick, 1))

    status = await ended(guest, "movie", work_id)
    (pid,) = await stopping

    assert 3 == status["status"]
    assert pid not in quick.renderers()


async def test_a_render_that_stands_still_twice_has_failed(
    quick: Postcard, http: aiohttp.ClientSession
) -> None:
    """Its owner is told so, and the next guest's film is made."""
    guest = Guest(quick, http)
    await guest.sign_up()
    work_id = await album(guest, "movie", {"a.jpg": picture()})
    other = await album(guest, "movie", {"b.jpg": picture(seed=1)})
    stopping = asyncio.create_task(stop(quick, 2))

    status = await ended(guest, "movie", work_id)
    await stopping
    after = await ended(guest, "movie", other)

    assert (-1, STALLED) == (status["status"], status["result_msg"])
    assert 3 == after["status"]
