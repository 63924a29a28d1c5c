"""Calls of models by what they cost: big ones wait for each other, and nobody else for them."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from models import fsrcnn, style
from services.models.costs import MOST_MADE, MOST_PAINTED, PAINTING, cost_of
from stores.jobs import Job
from tests.postcard import Guest, Postcard, picture, until
from tests.special import eventually, execute, guests_of, set_up

# Pictures of 300 x 300 enlarged four times cost 202 each: five of them may wait together.
BIG = 300
SETTINGS = {
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__MODELS__SMALL_COST": "100",
    "POSTCARD__MODELS__BIG_COST": "1100",
    "POSTCARD__LIMITS__MODEL_COST_PER_ADDRESS_MINUTE": "5000",
    "POSTCARD__MODELS__AT_ONCE": "2",
}
STATES = "SELECT queue, state FROM jobs ORDER BY id"


way = set_up(SETTINGS)


@pytest.fixture
async def callers(way: Postcard, request: pytest.FixtureRequest) -> AsyncIterator[list[Guest]]:
    """Six strangers, each from an address of their own."""
    network = sum(request.node.name.encode()) % 240
    async with guests_of(way, [f"10.9.{network + n}.1" for n in range(6)]) as found:
        yield found


async def send(guest: Guest, name: str, side: int, **fields: object) -> dict[str, Any]:
    form = aiohttp.FormData()
    form.add_field("image", picture(side, side), filename="a.jpg")
    for key, value in fields.items():
        form.add_field(key, str(value))
    return await guest.rest("POST", f"/api/{name}", data=form)


async def enlarged(guest: Guest, side: int = BIG) -> dict[str, Any]:
    return await send(guest, "fsrcnn", side, scale=4)


def live(postcard: Postcard) -> Counter[tuple[str, str]]:
    return Counter(
        (str(queue), str(state))
        for queue, state in execute(postcard, STATES)
        if state in ("queued", "running")
    )


@pytest.fixture
async def held(way: Postcard, callers: list[Guest]) -> AsyncIterator[int]:
    """The process that does the big calls, which does nothing inside the test."""
    assert 200 == (await send(callers[0], "color", 60))["code"]
    small = set(way.thinkers())
    assert 200 == (await enlarged(callers[0]))["code"]
    # Where another test has had both before, the one that was started last does the big ones.
    pid = max(set(way.thinkers()) - small, default=max(small))
    os.kill(pid, signal.SIGSTOP)
    yield pid
    os.kill(pid, signal.SIGCONT)


async def test_big_calls_delay_no_small_ones(
    way: Postcard, callers: list[Guest], held: int
) -> None:
    """While five big ones wait, none of which moves, small ones of others are answered."""
    big = [asyncio.create_task(enlarged(guest)) for guest in callers[:5]]
    await until(lambda: live(way).total() == 5, what="all five wait")

    small = [await send(callers[5], "color", 60), await send(callers[5], "fsrcnn", 40, scale=2)]
    there = live(way)
    os.kill(held, signal.SIGCONT)
    replies = await asyncio.gather(*big)

    assert [200, 200] == [reply["code"] for reply in small]
    assert {Job.BIG_MODEL.queue} == {queue for queue, _ in there}
    assert [200] * 5 == [reply["code"] for reply in replies]
    assert 2 == len(way.thinkers())


async def test_what_would_come_too_late_is_refused(
    way: Postcard, callers: list[Guest], held: int
) -> None:
    """Beyond models.big_cost a big call hears at once when to come again, and small ones go on."""
    big = [asyncio.create_task(enlarged(guest)) for guest in callers[:5]]
    await until(lambda: live(way).total() == 5, what="all five wait")

    refused = await enlarged(callers[5])
    small = await send(callers[5], "color", 60)
    os.kill(held, signal.SIGCONT)
    await asyncio.gather(*big)

    assert (429, True) == (refused["code"], refused["data"]["retry_after"] >= 1)
    assert 200 == small["code"]


async def test_many_at_once_are_no_more(way: Postcard, callers: list[Guest], held: int) -> None:
    """Of eighteen that come at the same moment no more than may wait are let in."""
    asked = [asyncio.create_task(enlarged(guest)) for guest in callers * 3]
    await eventually(lambda: sum(task.done() for task in asked) == 13)
    there = live(way).total()
    os.kill(held, signal.SIGCONT)
    replies = await asyncio.gather(*asked)

    assert 5 == there
    assert {200: 5, 429: 13} == Counter(reply["code"] for reply in replies)


async def test_each_address_has_a_budget(callers: list[Guest]) -> None:
    """By what its calls cost: big ones use it up; small ones of others do not notice."""
    for spender in callers[:-1]:
        began = time.monotonic()
        replies = [await enlarged(spender, 450) for _ in range(13)]
        # On a machine so slow that it took longer another budget was begun meanwhile.
        if time.monotonic() - began < 60:
            break
    other = await enlarged(callers[-1])

    codes = [reply["code"] for reply in replies]
    assert [200] * 11 == codes[:11] and 429 == codes[12]
    assert 0 < replies[12]["data"]["retry_after"] <= 60
    assert 200 == other["code"]


async def test_one_beyond_every_limit(way: Postcard, callers: list[Guest]) -> None:
    """It could never be answered: 413, and it costs nothing."""
    reply = await enlarged(callers[0], 900)

    assert 413 == reply["code"]
    assert "1100" in reply["msg"]
    assert [] == way.scratch()


async def test_painting_costs_too(way: Postcard, callers: list[Guest]) -> None:
    """A photo to be painted is a big call, a small one is none; reading costs little."""
    for name, side, queue in (
        ("style", 300, Job.BIG_MODEL.queue),
        ("style", 60, Job.MODEL.queue),
        ("weather", 900, Job.MODEL.queue),
    ):
        assert 200 == (await send(callers[0], name, side))["code"]
        assert queue == execute(way, STATES)[-1][0]


def test_costs() -> None:
    """They grow with the pixels that are worked through, to the largest that a model makes."""
    assert (MOST_MADE, MOST_PAINTED) == (fsrcnn.MOST_PIXELS, style.LONGEST**2)
    costs = [cost_of("fsrcnn", {"scale": 4}, n * 1_000_000) for n in (0, 1, 2, 40)]
    assert costs == sorted(set(costs))
    assert cost_of("style", {}, 50_000_000) < cost_of("style", {}, 1_000_000) + 1500
    assert cost_of("style", {}, MOST_PAINTED) > MOST_PAINTED * PAINTING // 1000
    assert cost_of("poem", {}, 0) < cost_of("color", {}, 12_000_000) < 1000
