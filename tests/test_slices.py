"""protocol.slices: dear work gives way to what comes meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import orjson
import pytest

import protocol.slices
from protocol.batch import ASKING, DEAR_AT_ONCE, BatchAnswer, answer_batch
from protocol.envelope import Envelope, Malformed, Reply, parse, parts_of
from protocol.sent_ids import SentId
from protocol.slices import FEW_PARTS, LARGE, MOST_WAITING, SLICE_SECONDS, Slices
from status_codes import Global

MANY = orjson.dumps({"a": [0] * (FEW_PARTS * 3)})
# Passes between two slices, in which others are begun and answered.
FREE_PASSES = 2
FEW = orjson.dumps({"a": "b" * LARGE})


class Passes:
    """How often the loop has come round."""

    def __init__(self) -> None:
        self.now = 0

    async def count(self) -> None:
        while True:
            self.now += 1
            await asyncio.sleep(0)


@asynccontextmanager
async def passes() -> AsyncIterator[Passes]:
    found = Passes()
    task = asyncio.create_task(found.count())
    await asyncio.sleep(0)
    yield found
    task.cancel()


def work() -> None:
    """A piece that takes more than a slice."""
    end = monotonic() + 1.5 * SLICE_SECONDS
    while monotonic() < end:
        pass


async def test_pieces_leave_passes_free() -> None:
    """Of many who come at once each has a pass, in the order they came; between are free ones."""
    slices = Slices()
    done: list[tuple[int, int]] = []

    async def dear(number: int) -> None:
        await slices.turn()
        work()
        done.append((number, counted.now))

    async with passes() as counted:
        await asyncio.gather(*(dear(number) for number in range(8)))

    at = [now for _, now in done]
    assert list(range(8)) == [number for number, _ in done]
    assert all(later - earlier > FREE_PASSES for earlier, later in zip(at, at[1:], strict=False))


async def test_what_fits_into_a_slice_is_done_at_once() -> None:
    """No pass goes by for small pieces."""
    slices = Slices()
    async with passes() as counted:
        before = counted.now
        for _ in range(20):
            await slices.turn()

        assert before == counted.now


class Item:
    """Answers an item of a batch after a piece of work."""

    def __init__(self, counted: Passes) -> None:
        self._counted = counted
        self.at: list[tuple[SentId, int]] = []

    async def __call__(self, envelope: Envelope, _caller: object, **_: Any) -> Reply:
        work()
        self.at.append((envelope.id, self._counted.now))
        return Reply(envelope.id, Global.SUCCESS, {})


class Size:
    """Never full."""

    is_full = False

    def add(self, count: int) -> None: ...


async def test_a_batch_gives_way_between_its_items() -> None:
    """Two of them: a pass does some items of each, then one, with free passes before the next."""
    slices = Slices()
    values = [{"id": n, "type": "a", "subtype": "b", "data": {}} for n in range(8 * ASKING)]
    half = len(values) // 2
    async with passes() as counted:
        answer = Item(counted)
        found = await asyncio.gather(
            *(
                answer_batch(part, answer, None, Size(), slices)
                for part in (values[:half], values[half:])
            )
        )

    at = [now for _, now in answer.at]
    assert all(isinstance(one, BatchAnswer) for one in found)
    assert set(range(2 * half)) == {number for number, _ in answer.at}
    passes_with = sorted(set(at))
    done = Counter(at)
    assert {ASKING: 2, 1: 2 * half - 2 * ASKING} == Counter(done.values())
    assert all(b - a > FREE_PASSES for a, b in zip(passes_with, passes_with[1:], strict=False))


async def test_few_items_of_a_dear_batch_wait_together() -> None:
    """What they wait for comes at once, and all that waited go on in the same pass."""
    slices = Slices()
    waiting: set[SentId] = set()
    most: list[int] = []

    async def answer(envelope: Envelope, _caller: object, **_: Any) -> Reply:
        work()
        waiting.add(envelope.id)
        most.append(len(waiting))
        await asyncio.sleep(0.05)
        waiting.remove(envelope.id)
        return Reply(envelope.id, Global.SUCCESS, {})

    values = [{"id": n, "type": "a", "subtype": "b", "data": {}} for n in range(5 * DEAR_AT_ONCE)]
    found = await answer_batch(values, answer, None, Size(), slices)

    assert isinstance(found, BatchAnswer)
    assert DEAR_AT_ONCE == max(most)


async def test_a_large_body_is_counted_and_parsed_in_two_slices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each takes a millisecond of a megabyte, and so does what is done with the value."""
    at: list[int] = []

    def slowly(read: Callable[..., Any]) -> Callable[..., Any]:
        def reading(*given: Any) -> Any:
            at.append(counted.now)
            work()
            return read(*given)

        return reading

    monkeypatch.setattr(protocol.slices, "parts_of", slowly(parts_of))
    monkeypatch.setattr(protocol.slices, "parse", slowly(parse))
    async with passes() as counted:
        assert orjson.loads(FEW) == await Slices().load(FEW)
        at.append(counted.now)

    assert all(later - earlier > FREE_PASSES for earlier, later in zip(at, at[1:], strict=False))


async def test_bodies_of_many_parts_rest_and_hold_up_no_others() -> None:
    """While one of them rests, others of few parts are read; a second one waits for its end."""
    slices = Slices()
    order: list[str] = []

    async def load(name: str, body: bytes) -> None:
        assert await slices.load(body) == orjson.loads(body)
        order.append(name)

    second = asyncio.gather(load("first", MANY), load("second", MANY))
    while not order:
        await asyncio.sleep(0)
    for _ in range(3):
        await load("few", FEW)
    await second

    assert ["first", "few", "few", "few", "second"] == order


async def test_too_many_bodies_of_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit they are told so; those who leave make room."""
    monkeypatch.setattr(protocol.slices, "REST", 1_000_000)
    slices = Slices()
    tasks = [asyncio.create_task(slices.load(MANY)) for _ in range(MOST_WAITING + 2)]
    async with asyncio.timeout(30):
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    refused = [task for task in done if task.exception() is not None]
    error = refused[0].exception()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert (1, 2) == (len(refused), len(done))
    assert isinstance(error, Malformed)
    assert Global.BUSY == error.reply.outcome
    # There is room, but the first one still rests.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(slices.load(MANY), 0.05)
