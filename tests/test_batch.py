"""protocol.batch: a list of envelopes, answered side by side and replied in order."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import orjson
import pytest

import protocol.batch
import protocol.slices
from protocol.batch import AT_ONCE, MAX_ITEMS, SHORT, BatchAnswer, answer_batch
from protocol.envelope import NO_ID, Envelope, Reply
from protocol.slices import Slices
from status_codes import Global
from tests.sizes import Size


def item(id_: object) -> dict[str, Any]:
    return {"id": id_, "type": "a", "subtype": "b", "data": {}}


class Answerer:
    """Answers after a while, and counts how many do so at once; the first wait for so many."""

    def __init__(self, wanted: int = 1) -> None:
        self.now = self.most = 0
        self._wanted = wanted
        self._came = asyncio.Event()

    async def __call__(self, envelope: Envelope, _caller: object, **_: Any) -> Reply:
        self.now += 1
        self.most = max(self.most, self.now)
        if self.now == self._wanted:
            self._came.set()
        async with asyncio.timeout(30):
            await self._came.wait()
        await asyncio.sleep(0.02 + random.random() / 500)
        self.now -= 1
        return Reply(envelope.id, Global.SUCCESS, {})


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No batch takes more than its slice, however busy the machine."""
    for module in (protocol.batch, protocol.slices):
        monkeypatch.setattr(module, "SLICE_SECONDS", 60.0)


@pytest.mark.parametrize("count", [1, AT_ONCE, AT_ONCE + 1, MAX_ITEMS])
async def test_the_order(count: int, unhurried: None) -> None:  # noqa: ARG001
    """Replies stand in the order of the items, however long each took; few run at once."""
    answer = Answerer(min(count, AT_ONCE))

    found = await answer_batch([item(n) for n in range(count)], answer, None, Size(), Slices())

    assert isinstance(found, BatchAnswer)
    assert list(range(count)) == [reply.id for reply in found.replies]
    assert min(count, AT_ONCE) == answer.most


async def test_broken_items() -> None:
    """An item that is no envelope is answered in its place, and the others go on."""
    values = [item(1), None, {"id": 2}, item("3"), [item(4)], item(5)]

    found = await answer_batch(values, Answerer(), None, Size(), Slices())

    expected = [
        (1, Global.SUCCESS),
        (NO_ID, Global.JSON_KEY),
        (2, Global.JSON_KEY),
        (NO_ID, Global.JSON_VALUE),
        (NO_ID, Global.JSON_KEY),
        (5, Global.SUCCESS),
    ]
    assert isinstance(found, BatchAnswer)
    assert expected == [(reply.id, reply.outcome) for reply in found.replies]


@pytest.mark.parametrize(
    ("count", "outcome"), [(0, Global.JSON_VALUE), (MAX_ITEMS + 1, Global.TOO_LARGE)]
)
async def test_none_and_too_many(count: int, outcome: Global) -> None:
    """Neither is looked at; one reply says so."""
    answer = Answerer()

    reply = await answer_batch([item(n) for n in range(count)], answer, None, Size(), Slices())

    assert Reply(NO_ID, outcome, {}) == reply
    assert 0 == answer.most


async def test_a_closed_connection_ends_every_item(unhurried: None) -> None:  # noqa: ARG001
    """When the batch is cancelled nothing of it goes on."""
    begun, ended = [], []

    async def answer(envelope: Envelope, _caller: object, **_: Any) -> Reply:
        begun.append(envelope.id)
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(envelope.id)
        return Reply(envelope.id, Global.SUCCESS, {})

    batch = asyncio.create_task(
        answer_batch([item(n) for n in range(50)], answer, None, Size(), Slices())
    )
    async with asyncio.timeout(30):
        while len(begun) < AT_ONCE:
            await asyncio.sleep(0)
    batch.cancel()

    with pytest.raises(asyncio.CancelledError):
        await batch
    assert set(range(AT_ONCE)) == set(ended)


async def test_what_waits_for_nothing_needs_no_helper(unhurried: None) -> None:  # noqa: ARG001
    """All of it is answered by the task that asked, before the loop comes to anything else."""
    asked_by = asyncio.current_task()
    tasks = []

    async def answer(envelope: Envelope, _caller: object, *, task: asyncio.Task[Any]) -> Reply:
        tasks.append(task)
        return Reply(envelope.id, Global.SUCCESS, {})

    came: list[str] = []
    asyncio.get_running_loop().call_soon(came.append, "the loop")
    await answer_batch([item(n) for n in range(MAX_ITEMS)], answer, None, Size(), Slices())

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
        found = await answer_batch(
            [item(n) for n in range(MAX_ITEMS)], answer, None, Size(), Slices()
        )

    assert isinstance(found, BatchAnswer)
    assert list(range(MAX_ITEMS)) == [reply.id for reply in found.replies]


async def test_a_batch_is_full() -> None:
    """What does not fit is -413, as is all that comes after it, and that is not begun."""
    begun = []

    async def answer(envelope: Envelope, _caller: object, **_: Any) -> Reply:
        begun.append(envelope.id)
        return Reply(envelope.id, Global.SUCCESS, {"text": "x" * 2 * SHORT}, user_id=7)

    found = await answer_batch([item(n) for n in range(5)], answer, None, Size(5 * SHORT), Slices())
    assert isinstance(found, BatchAnswer)
    replies = orjson.loads(found.body)

    assert [0, 0, -413, -413, -413] == [reply["status"] for reply in replies]
    assert [0, 1, 2, 3, 4] == [reply["id"] for reply in replies]
    assert "x" * 2 * SHORT == replies[1]["data"]["text"]
    assert [{}] * 3 == [reply["data"] for reply in replies[2:]]
    assert [0, 1, 2] == begun
    assert [7, 7, 7, 0, 0] == [reply.user_id for reply in found.replies]


async def test_what_was_done_is_said() -> None:
    """An item that was begun beside the one that filled the batch has its own short answer."""
    full = asyncio.Event()

    async def answer(envelope: Envelope, _caller: object, **_: Any) -> Reply:
        if envelope.id == 0:
            await full.wait()
            return Reply(0, Global.SUCCESS, {"made": 1})
        full.set()
        return Reply(envelope.id, Global.SUCCESS, {"text": "x" * 4 * SHORT})

    found = await answer_batch([item(n) for n in range(3)], answer, None, Size(SHORT), Slices())
    assert isinstance(found, BatchAnswer)

    assert [0, -413, -413] == [reply.outcome.code for reply in found.replies]
    assert {"made": 1} == orjson.loads(found.body)[0]["data"]
