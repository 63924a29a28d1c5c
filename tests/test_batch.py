"""protocol.batch: a list of envelopes, answered side by side and replied in order."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from protocol.batch import AT_ONCE, MAX_ITEMS, answer_batch
from protocol.envelope import NO_ID, Envelope, Reply
from status_codes import Global


def item(id_: object) -> dict[str, Any]:
    return {"id": id_, "type": "a", "subtype": "b", "data": {}}


class Answerer:
    """Answers after a while, and counts how many do so at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def __call__(self, envelope: Envelope, _caller: object, **_: Any) -> Reply:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(random.random() / 500)
        self.now -= 1
        return Reply(envelope.id, Global.SUCCESS, {})


@pytest.mark.parametrize("count", [1, AT_ONCE, AT_ONCE + 1, MAX_ITEMS])
async def test_the_order(count: int) -> None:
    """Replies stand in the order of the items, however long each took; few run at once."""
    answer = Answerer()

    replies = await answer_batch([item(n) for n in range(count)], answer, None)

    assert isinstance(replies, list)
    assert list(range(count)) == [reply.id for reply in replies]
    assert min(count, AT_ONCE) == answer.most


async def test_broken_items() -> None:
    """An item that is no envelope is answered in its place, and the others go on."""
    values = [item(1), None, {"id": 2}, item("3"), [item(4)], item(5)]

    replies = await answer_batch(values, Answerer(), None)

    expected = [
        (1, Global.SUCCESS),
        (NO_ID, Global.JSON_KEY),
        (2, Global.JSON_KEY),
        (NO_ID, Global.JSON_VALUE),
        (NO_ID, Global.JSON_KEY),
        (5, Global.SUCCESS),
    ]
    assert isinstance(replies, list)
    assert expected == [(reply.id, reply.outcome) for reply in replies]


@pytest.mark.parametrize(
    ("count", "outcome"), [(0, Global.JSON_VALUE), (MAX_ITEMS + 1, Global.TOO_LARGE)]
)
async def test_none_and_too_many(count: int, outcome: Global) -> None:
    """Neither is looked at; one reply says so."""
    answer = Answerer()

    reply = await answer_batch([item(n) for n in range(count)], answer, None)

    assert Reply(NO_ID, outcome, {}) == reply
    assert 0 == answer.most


async def test_a_closed_connection_ends_every_item() -> None:
    """When the batch is cancelled nothing of it goes on."""
    ended = []

    async def answer(envelope: Envelope, _caller: object, **_: Any) -> Reply:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(envelope.id)
        return Reply(envelope.id, Global.SUCCESS, {})

    batch = asyncio.create_task(answer_batch([item(n) for n in range(50)], answer, None))
    await asyncio.sleep(0.01)
    batch.cancel()

    with pytest.raises(asyncio.CancelledError):
        await batch
    assert set(range(AT_ONCE)) == set(ended)


async def test_what_waits_for_nothing_needs_no_helper() -> None:
    """All of it is answered by the task that asked, before the loop comes to anything else."""
    asked_by = asyncio.current_task()
    tasks = []

    async def answer(envelope: Envelope, _caller: object, *, task: asyncio.Task[Any]) -> Reply:
        tasks.append(task)
        return Reply(envelope.id, Global.SUCCESS, {})

    came: list[str] = []
    asyncio.get_running_loop().call_soon(came.append, "the loop")
    await answer_batch([item(n) for n in range(MAX_ITEMS)], answer, None)

    assert [asked_by] * MAX_ITEMS == tasks
    assert [] == came


async def test_a_first_item_that_waits_keeps_no_other_waiting() -> None:
    """The others are answered meanwhile, by up to as many as may run at once."""
    first = asyncio.Event()

    async def answer(envelope: Envelope, _caller: object, **_: Any) -> Reply:
        if envelope.id == 0:
            await first.wait()
        elif envelope.id == MAX_ITEMS - 1:
            first.set()
        return Reply(envelope.id, Global.SUCCESS, {})

    async with asyncio.timeout(30):
        replies = await answer_batch([item(n) for n in range(MAX_ITEMS)], answer, None)

    assert isinstance(replies, list)
    assert list(range(MAX_ITEMS)) == [reply.id for reply in replies]
