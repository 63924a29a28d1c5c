"""protocol.linked_batch: items of a batch that take what earlier ones answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson
import pytest

from protocol import linked_batch
from protocol.batch import AT_ONCE, MAX_ITEMS, BatchAnswer, answer_batch
from protocol.envelope import NO_ID, Envelope, Reply
from protocol.linked_batch import LinkedBatch
from protocol.references import MAX_LEVELS, MAX_PATH, MAX_REFERENCES, may_refer
from protocol.slices import Slices
from status_codes import Global
from tests.sizes import Size

NESTED = {"a/b": [{"~": "deep"}, [10, 11]], "text": "t", "none": None, "list": ["x"] * 3}


class Asker(NamedTuple):
    """Who sends an item, by token alone."""

    token: str = ""

    def bearing(self, token: str) -> Asker:
        return Asker(token)


class Answerer:
    """Answers each type in its own way, and remembers what it was asked, and when."""

    def __init__(self) -> None:
        self.asked: dict[int, tuple[dict[str, Any], str]] = {}
        self.order: list[int] = []
        self.now = self.most = 0

    async def __call__(self, envelope: Envelope, caller: Asker, **_: Any) -> Reply:
        assert isinstance(envelope.id, int)
        self.asked[envelope.id] = (envelope.data, caller.token)
        self.order.append(envelope.id)
        if envelope.type == "slow":
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.02)
            self.now -= 1
        if envelope.type == "fail":
            return Reply(envelope.id, Global.ARG_VALUE, {"value": 1})
        own: dict[str, dict[str, Any]] = {"slow": {"value": envelope.id}, "nested": NESTED}
        data = own.get(envelope.type, envelope.data)
        return Reply(envelope.id, Global.SUCCESS, data)


def item(id_: int, type_: str = "echo", data: Any = None, **beside: Any) -> dict[str, Any]:
    more = {f"#{key}": value for key, value in beside.items()}
    return {"id": id_, "type": type_, "subtype": "b", "data": data or {}, **more}


def refer(item_: int, path: str = "/value") -> dict[str, Any]:
    return {"from": item_, "path": path}


async def answered(
    items: list[Any], answer: Answerer | None = None, size: Size | None = None
) -> list[dict[str, Any]]:
    async with asyncio.timeout(60):
        found = await answer_batch(
            items, answer or Answerer(), Asker("own"), size or Size(), Slices(), LinkedBatch
        )
    assert isinstance(found, BatchAnswer)
    replies: list[dict[str, Any]] = orjson.loads(found.body)
    assert [reply["status"] for reply in replies] == [one.outcome.code for one in found.replies]
    return replies


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/text", "t"),
        ("/none", None),
        ("/a~1b/0/~0", "deep"),
        ("/a~1b/1", [10, 11]),
        ("/a~1b/1/1", 11),
        ("", NESTED),
    ],
)
async def test_a_path(path: str, value: Any) -> None:
    """A JSON pointer names any value of the data, the data themselves too."""
    answer = Answerer()
    replies = await answered(
        [item(1, "nested"), item(2, data={"#key": refer(0, path), "own": 1})], answer
    )

    assert {"key": value, "own": 1} == answer.asked[2][0] == replies[1]["data"]


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/", "/text/0", "/list/3", "/list/-1", "/list/01", "/list/²", "/a~1b/0/~0/0"],
)
async def test_nothing_at_the_end_of_a_path(path: str) -> None:
    """The item says so in its place, and is not begun; the others are answered."""
    answer = Answerer()
    replies = await answered(
        [item(1, "nested"), item(2, data={"#key": refer(0, path)}), item(3)], answer
    )

    assert (2, Global.REFERENCE_MISSING.code) == (replies[1]["id"], replies[1]["status"])
    assert "Item 0 answered no such value" == replies[1]["message"]
    assert [0, 0] == [replies[0]["status"], replies[2]["status"]]
    assert [1, 3] == answer.order


WRONG: dict[str, dict[str, Any]] = {
    "itself": item(2, data={"#key": refer(1)}),
    "one that follows": item(2, data={"#key": refer(2)}),
    "nobody": item(2, data={"#key": refer(100)}),
    "before the first": item(2, data={"#key": refer(-1)}),
    "a truth": item(2, data={"#key": {"from": False, "path": "/value"}}),
    "a text": item(2, data={"#key": {"from": "0", "path": "/value"}}),
    "no object": item(2, data={"#key": 0}),
    "no path": item(2, data={"#key": {"from": 0}}),
    "more than a path": item(2, data={"#key": refer(0) | {"name": "x"}}),
    "a number as path": item(2, data={"#key": {"from": 0, "path": 1}}),
    "no slash": item(2, data={"#key": refer(0, "value")}),
    "a long path": item(2, data={"#key": refer(0, "/" + "x" * MAX_PATH)}),
    "a deep path": item(2, data={"#key": refer(0, "/x" * (MAX_LEVELS + 1))}),
    "a key twice": item(2, data={"#key": refer(0), "key": 1}),
    "many": item(2, data={f"#{n}": refer(0) for n in range(MAX_REFERENCES + 1)}),
    "token that is none": item(2, token="text"),
    "token that follows": item(2, token=refer(2)),
    "after itself": item(2, after=[1]),
    "after nobody": item(2, after=[100]),
    "after a number": item(2, after=0),
    "after a text": item(2, after=["0"]),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_what_is_no_reference(wrong: dict[str, Any]) -> None:
    """It is told in its place, and those around it are answered."""
    answer = Answerer()
    replies = await answered([item(1, "slow"), wrong, item(3)], answer)

    assert [0, Global.REFERENCE.code, 0] == [reply["status"] for reply in replies]
    assert (2, Global.REFERENCE.message, {}) == tuple(
        replies[1][key] for key in ("id", "message", "data")
    )
    assert {1, 3} == set(answer.order)


async def test_those_who_refer_to_a_failed_item() -> None:
    """They are not begun, nor are those who refer to them; each names whom it waited for."""
    answer = Answerer()
    replies = await answered(
        [
            item(1, "fail"),
            item(2, data={"#key": refer(0)}),
            item(3, data={"#key": refer(1, "/key")}),
            item(4, after=[0]),
            item(5, token=refer(0)),
            item(6),
        ],
        answer,
    )

    failed = [Global.REFERENCE_FAILED.message.format(item=n) for n in (0, 1, 0, 0)]
    assert failed == [reply["message"] for reply in replies[1:5]]
    assert [-204, -424, -424, -424, -424, 0] == [reply["status"] for reply in replies]
    assert {1, 6} == set(answer.order)


async def test_a_broken_item_is_a_failed_one() -> None:
    """What is no envelope is answered as ever, also where it holds references."""
    broken = {"id": 2, "type": "a", "data": {"#key": refer(0)}}
    replies = await answered([item(1), broken, None, item(4, after=[1]), item(5, after=[2])])

    assert [(1, 0), (2, -1), (NO_ID, -1), (4, -424), (5, -424)] == [
        (reply["id"], reply["status"]) for reply in replies
    ]


async def test_a_token_of_an_earlier_item() -> None:
    """It is that item's alone; a value that is no text is none."""
    answer = Answerer()
    replies = await answered(
        [
            item(1, data={"token": "new", "number": 7}),
            item(2, token=refer(0, "/token")),
            item(3),
            item(4, token=refer(0, "/number")),
        ],
        answer,
    )

    assert [0, 0, 0, Global.REFERENCE_MISSING.code] == [reply["status"] for reply in replies]
    assert {1: "own", 2: "new", 3: "own"} == {
        number: token for number, (_, token) in answer.asked.items()
    }


async def test_values_are_never_references() -> None:
    """Whatever looks like one is sent as it is, at any depth; a key beside the data is not."""
    answer = Answerer()
    literal = {"key": refer(0), "deep": {"#key": refer(0)}, "list": [{"#token": 1}], "s": "#x"}
    replies = await answered([item(1, "slow"), item(2, data=literal)], answer)

    assert literal == answer.asked[2][0] == replies[1]["data"]
    assert [1, 2] == answer.order


async def test_items_have_copies() -> None:
    """What one handler does with a value is no other's."""

    class Changing(Answerer):
        async def __call__(self, envelope: Envelope, caller: Asker, **more: Any) -> Reply:
            reply = await super().__call__(envelope, caller, **more)
            if envelope.id in (2, 3):
                envelope.data["key"].append("changed")
            return reply

    answer = Changing()
    take = {"#key": refer(0, "/list")}
    replies = await answered([item(1, "nested"), item(2, data=take), item(3, data=take)], answer)

    assert ["x"] * 3 == replies[0]["data"]["list"] == NESTED["list"]
    assert {"key": ["x"] * 3 + ["changed"]} == answer.asked[2][0] == answer.asked[3][0]


async def test_others_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is answered, those who refer to it wait, and as many others as may run do."""
    monkeypatch.setattr("protocol.batch.SLICE_SECONDS", 60.0)
    answer = Answerer()
    items = [item(0, "slow")]
    items += [item(n, "slow", {"#key": refer(0)}) for n in range(1, 1 + AT_ONCE)]
    items += [item(n, "slow") for n in range(1 + AT_ONCE, MAX_ITEMS)]
    replies = await answered(items, answer)

    assert [{"value": n} for n in range(MAX_ITEMS)] == [reply["data"] for reply in replies]
    assert [0, *range(1 + AT_ONCE, 2 * AT_ONCE)] == answer.order[:AT_ONCE]
    assert AT_ONCE == answer.most


async def test_those_who_waited_are_answered_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Helpers that found nothing to do are called again; where there is time for so many."""
    monkeypatch.setattr("protocol.batch.SLICE_SECONDS", 60.0)
    answer = Answerer()
    items = [item(0, "slow"), *(item(n, "slow", after=[0]) for n in range(1, MAX_ITEMS))]
    await answered(items, answer)

    assert AT_ONCE == answer.most


async def test_a_chain_of_a_hundred() -> None:
    """Each takes its value from the one before."""
    items = [item(0, data={"value": "v"})]
    items += [item(n, "echo", {"#value": refer(n - 1)}) for n in range(1, MAX_ITEMS)]
    replies = await answered(items)

    assert [{"value": "v"}] * MAX_ITEMS == [reply["data"] for reply in replies]


async def test_a_chain_that_waits() -> None:
    """The one who asked stays while a helper answers what others wait for."""
    items = [item(0), item(1, "slow"), item(2, "slow", after=[0, 1]), item(3, "slow", after=[2])]
    answer = Answerer()
    replies = await answered([*items, *(item(n, after=[3]) for n in range(4, 40))], answer)

    assert {0} == {reply["status"] for reply in replies}
    assert [0, 1, 2, 3] == [number for number in answer.order if number < 4]


async def test_a_batch_that_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices that are always over change the pace, not the answers."""
    monkeypatch.setattr("protocol.batch.SLICE_SECONDS", 0.0)
    monkeypatch.setattr("protocol.slices.SLICE_SECONDS", 1e-9)
    items = [item(0, "slow")]
    items += [item(n, "slow", {"#value": refer(n // 2)}) for n in range(1, MAX_ITEMS)]
    replies = await answered(items)

    assert {0} == {reply["status"] for reply in replies}


async def test_a_full_batch() -> None:
    """What is left is -413 whatever it refers to, and is not begun."""
    answer = Answerer()
    items = [item(1, data={"text": "x" * 3000}), item(2, data={"#key": refer(0, "/text")}), item(3)]
    replies = await answered(items, answer, Size(4000))

    assert [0, -413, -413] == [reply["status"] for reply in replies]
    assert [1, 2] == answer.order


def numbers(count: int) -> list[int]:
    return [0] * count


def texts(count: int) -> list[str]:
    return ["x" * 100] * (count // 100)


def objects(count: int) -> list[dict[str, int]]:
    return [{}] * count


@pytest.mark.parametrize(
    ("limit", "make"), [("MAX_COMMAS", numbers), ("MAX_BYTES", texts), ("MAX_BRACKETS", objects)]
)
async def test_what_references_bring(
    monkeypatch: pytest.MonkeyPatch, limit: str, make: Callable[[int], list[Any]]
) -> None:
    """Together no more than a body may: -413 in the place of what asks for more."""
    for name in ("MAX_BYTES", "MAX_BRACKETS", "MAX_COMMAS"):
        monkeypatch.setattr(linked_batch, name, 70_000 if name == limit else 1 << 20)
    monkeypatch.setattr("protocol.envelope.MAX_BRACKETS", 70_000)
    monkeypatch.setattr("protocol.envelope.MAX_COMMAS", 30_000)
    answer = Answerer()
    items = [item(0, data={"value": make(29_000)})]
    items += [item(n, "nested", {"#key": refer(0)}) for n in (1, 2, 3)] + [item(4)]
    replies = await answered(items, answer, Size(1 << 24))

    assert [0, 0, 0, -413, 0] == [reply["status"] for reply in replies]
    assert [0, 1, 2, 4] == answer.order


async def test_a_closed_connection_ends_every_item() -> None:
    """Those who wait for others too."""
    begun = asyncio.Event()
    ended = []

    async def answer(envelope: Envelope, _caller: Asker, **_: Any) -> Reply:
        try:
            begun.set()
            await asyncio.sleep(60)
        finally:
            ended.append(envelope.id)
        return Reply(envelope.id, Global.SUCCESS, {})

    items = [item(0), *(item(n, after=[0]) for n in range(1, 30))]
    batch = asyncio.create_task(answer_batch(items, answer, Asker(), Size(), Slices(), LinkedBatch))
    await begun.wait()
    batch.cancel()

    with pytest.raises(asyncio.CancelledError):
        await batch
    assert [0] == ended


@pytest.mark.parametrize(
    ("body", "may"),
    [
        (b'[{"id":1,"data":{"#a":{}}}]', True),
        (rb'[{"id":1,"data":{"\u0023a":{}}}]', True),
        (rb'[{"id":1,"data":{"\u0024a":"\n"}}]', False),
        (b'[{"id":1,"data":{"a":1}}]', False),
    ],
)
def test_bodies_that_may_refer(body: bytes, may: bool) -> None:
    """Where the sign is, in letters or escaped; others are answered as fast as ever."""
    assert may is may_refer(body)
