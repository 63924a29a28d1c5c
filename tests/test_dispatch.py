"""protocol.dispatch and registry: where an envelope meets its handler, on made-up endpoints."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
from typing_extensions import TypedDict

from handlers import TABLES, registry
from protocol.batch import answer_batch
from protocol.dispatch import Dispatcher, Failures, UndeclaredStatus
from protocol.envelope import Envelope
from protocol.registry import Access, Answer, Registry, Table
from protocol.replies import Nothing, UndeclaredReply
from status_codes import (
    ApiError,
    CaptchaHash,
    Global,
    LoginPass,
    Pong,
    RegisterPhone,
    WorkStarted,
)
from tests.documents import covers


class Asker:
    """Somebody whose token is good, or is not."""

    def __init__(self, outcome: Global | None = None) -> None:
        self.outcome = outcome
        self.asked = 0

    async def admit(self, access: Access) -> None:
        self.asked += 1
        if self.outcome is not None:
            raise ApiError(self.outcome)


class Away(Exception):
    """A part that is away."""


class FarAway(Away):
    """A special case of that."""


class Said(TypedDict):
    text: str


class Failed(TypedDict):
    how: str


table = Table("a", url="/api/a")


@table.on("echo")
async def echo(caller: Any, *, text: str = "") -> Said:
    return {"text": text}


@table.on("own", access=Access.USER)
async def own(caller: Any, *, text: str) -> Said:
    return {"text": text}


@table.on("pong", ok=Pong.PONG)
async def pong(caller: Any) -> Nothing:
    return {}


@table.on("fails", local=(CaptchaHash, RegisterPhone), ok=WorkStarted)
async def fails(caller: Any, *, how: Any) -> Answer[Failed]:
    if how in KINDS:
        raise KINDS[how]
    return Answer(ANSWERS[how], {"how": how})


@table.on("waits")
async def waits(caller: Any, *, seconds: float = 60) -> Nothing:
    await asyncio.sleep(seconds)
    return {}


KINDS = {
    "declared": ApiError(CaptchaHash.WRONG, {"a": 1}),
    "text": ApiError(Global.FILE_TOO_LARGE, limit=3),
    "undeclared": ApiError(LoginPass.INCORRECT, {"a": 1}),
    "bug": RuntimeError("the password is 123"),
    "away": FarAway("host db1"),
    "timeout": TimeoutError(),
}
ANSWERS = {"queued": WorkStarted.QUEUED, "strange": Pong.PONG}
FAILURES = Failures({Away: Global.DATABASE, TimeoutError: Global.TIMEOUT})


@pytest.fixture
def alarms():
    return []


@pytest.fixture
def dispatcher(alarms):
    return Dispatcher(
        Registry([table]),
        seconds=0.05,
        at_once=3,
        failures=FAILURES,
        alarm=lambda name, caller, error: alarms.append((name, error)),
        note=lambda *_: None,
    )


def ask(dispatcher, subtype, data=None, *, asker=None, **more):
    envelope = Envelope(7, "a", subtype, data or {})
    return dispatcher.answer(envelope, asker or Asker(), **more)


async def sweeping(dispatcher):
    while True:
        await asyncio.sleep(0.01)
        dispatcher.sweep()


async def test_a_success(dispatcher) -> None:
    """The handler's data under the endpoint's success text, with the request's id."""
    reply = await ask(dispatcher, "echo", {"text": "x"})
    ping = await ask(dispatcher, "pong")

    assert (7, Global.SUCCESS, {"text": "x"}) == reply[:3]
    assert (7, Pong.PONG, {}) == ping[:3]


async def test_an_unknown_name(dispatcher) -> None:
    """No endpoint of that name, or one that belongs elsewhere: -2."""
    replies = [
        await ask(dispatcher, "nobody"),
        await ask(dispatcher, "echo", url="/api/b"),
        await dispatcher.answer(Envelope(7, "b", "echo", {}), Asker()),
    ]
    here = await ask(dispatcher, "echo", url="/api/a")

    assert [(7, Global.JSON_VALUE)] * 3 == [(reply.id, reply.outcome) for reply in replies]
    assert Global.SUCCESS is here.outcome


async def test_the_token_comes_before_the_data(dispatcher) -> None:
    """Who may not call learns nothing of his data; who needs no token is not asked for one."""
    wrong, right, free = Asker(Global.TOKEN_WRONG), Asker(), Asker(Global.TOKEN_WRONG)

    replies = [
        await ask(dispatcher, "own", {"x": 1}, asker=wrong),
        await ask(dispatcher, "own", {"x": 1}, asker=right),
        await ask(dispatcher, "echo", asker=free),
    ]

    assert [Global.TOKEN_WRONG, Global.DATA_KEY, Global.SUCCESS] == [r.outcome for r in replies]
    assert (1, 1, 0) == (wrong.asked, right.asked, free.asked)


async def test_a_declared_status(dispatcher, alarms) -> None:
    """A local status that the endpoint declared is answered with its data, without alarm."""
    local = await ask(dispatcher, "fails", {"how": "declared"})
    global_ = await ask(dispatcher, "fails", {"how": "text"})
    success = await ask(dispatcher, "fails", {"how": "queued"})

    assert (CaptchaHash.WRONG, {"a": 1}) == (local.outcome, local.data)
    assert (Global.FILE_TOO_LARGE, {"limit": 3}) == (global_.outcome, global_.texts)
    assert (WorkStarted.QUEUED, {"how": "queued"}) == (success.outcome, success.data)
    assert [] == alarms


@covers("global: -501")
@pytest.mark.parametrize("how", ["undeclared", "strange"])
async def test_an_undeclared_status(dispatcher, alarms, how) -> None:
    """A status that the endpoint did not declare is our fault: alarm, and -501."""
    reply = await ask(dispatcher, "fails", {"how": how})

    ((name, error),) = alarms
    assert Global.INTERNAL is reply.outcome
    assert "a/fails" == name
    assert isinstance(error, UndeclaredStatus)


async def test_a_bug(dispatcher, alarms) -> None:
    """An exception that nobody foresaw is -501 without any detail, and an alarm."""
    reply = await ask(dispatcher, "fails", {"how": "bug"})

    assert (7, Global.INTERNAL, {}, {}) == tuple(reply)
    assert [("a/fails", KINDS["bug"])] == alarms


async def test_a_part_that_is_away(dispatcher, alarms) -> None:
    """An exception of a part, or of a class below it, has a status of its own."""
    away = await ask(dispatcher, "fails", {"how": "away"})
    late = await ask(dispatcher, "fails", {"how": "timeout"})

    assert (7, Global.DATABASE, {}, {}) == tuple(away)
    assert Global.TIMEOUT is late.outcome
    assert [] == alarms


@covers("global: -504")
async def test_a_handler_over_its_time(dispatcher) -> None:
    """It is ended and answered -504; its task goes on to the next envelope."""
    sweeper = asyncio.create_task(sweeping(dispatcher))

    reply = await ask(dispatcher, "waits")
    after = await ask(dispatcher, "echo")
    sweeper.cancel()

    assert (7, Global.TIMEOUT, {}) == reply[:3]
    assert Global.SUCCESS is after.outcome
    assert 0 == asyncio.current_task().cancelling()


@covers("global: -503")
async def test_too_many_at_once(dispatcher) -> None:
    """Beyond `at_once` handlers the next one is refused with -503, until one is done."""
    three = [asyncio.create_task(ask(dispatcher, "waits", {"seconds": 0.2})) for _ in range(3)]
    await asyncio.sleep(0)

    refused = await ask(dispatcher, "echo")
    unknown = await ask(dispatcher, "nobody")
    done = await asyncio.gather(*three)
    after = await ask(dispatcher, "echo")

    assert (7, Global.BUSY, {}) == refused[:3]
    assert Global.JSON_VALUE is unknown.outcome
    assert [Global.SUCCESS] * 3 == [reply.outcome for reply in done]
    assert Global.SUCCESS is after.outcome


async def test_a_caller_that_goes_away(dispatcher) -> None:
    """Whoever hangs up is not answered: his handler ends, and makes room."""
    task = asyncio.create_task(ask(dispatcher, "waits"))
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert {} == dispatcher._running


def test_two_handlers_for_one_name() -> None:
    """A name, and a REST route, belong to one handler only."""
    first, second = Table("b"), Table("b")
    first.on("x")(echo)
    second.on("x")(pong)
    left, right = Table("c"), Table("d")
    left.on("x", rest="GET /x")(echo)
    right.on("x", rest=("POST /x", "GET /x"))(echo)

    with pytest.raises(ValueError, match="two handlers for b/x"):
        Registry([first, second])
    with pytest.raises(ValueError, match="two handlers for GET /x"):
        Registry([left, right])
    with pytest.raises(ValueError, match="two handlers"):
        Registry([first, first])


async def undeclared(caller: Any) -> dict[str, Any]:
    return {}


async def either(caller: Any) -> Said | Answer[Failed]:
    return {"text": ""}


def test_a_handler_says_what_it_answers() -> None:
    """An endpoint whose handler returns any dictionary, or says nothing, is refused."""
    made = Table("b")

    with pytest.raises(UndeclaredReply, match=r"b/x: .*test_dispatch\.py:\d+ returns dict"):
        made.on("x")(undeclared)
    with pytest.raises(UndeclaredReply, match="returns None"):
        made.on("x")(lambda caller: None)
    assert [] == made.endpoints


def test_a_handler_that_several_endpoints_share() -> None:
    """It answers one of several; an endpoint may say which, but nothing that it never returns."""
    made = Table("b")
    made.on("x")(either)
    made.on("y", reply=Failed)(either)

    assert [(Said, Failed), (Failed,)] == [endpoint.replies for endpoint in made.endpoints]
    with pytest.raises(UndeclaredReply, match="b/z: the handler never returns"):
        made.on("z", reply=Nothing)(either)


@pytest.mark.parametrize("key", ["unwrap", "picture"])
def test_what_the_rest_face_takes_out_is_there(key) -> None:
    """It takes a key out of the reply, which must have it; or of the refusal."""
    made = Table("b")
    made.on("x", **{key: "text"})(echo)

    with pytest.raises(UndeclaredReply, match="b/y: no reply has the key how"):
        made.on("y", **{key: "how"})(echo)
    made.on("z", refusal=Failed, unwrap="how")(echo)


# movie and photo differ in a value; their handlers are written once, and those of comments too.
SHARED = {"movie": "works", "photo": "works"}


@pytest.mark.parametrize("endpoint", list(registry()), ids=lambda e: e.name)
def test_a_handler_is_found_in_one_guess(endpoint) -> None:
    """It lives in handlers/<type>.py, or in what several types share, named by the subtype."""
    files = {f"handlers.{SHARED.get(endpoint.type, endpoint.type)}"}
    if endpoint.subtype.startswith("comment_"):
        files.add("handlers.answers")

    assert inspect.getmodule(endpoint.handle).__name__ in files
    assert endpoint.subtype == endpoint.handle.__name__.rstrip("_")


def test_the_registry_is_whole() -> None:
    """Every endpoint of every table is in the registry, under its name."""
    everything = [endpoint for found in TABLES for endpoint in found.endpoints]

    assert {e.name for e in everything} == {e.name for e in registry()}
    assert len(everything) == len(registry())


async def test_a_late_item_of_a_batch(dispatcher) -> None:
    """-504 for it alone, wherever it stands: also for the one that the asking task answers."""
    waits = {"id": 1, "type": "a", "subtype": "waits", "data": {}}
    echo = {"id": 2, "type": "a", "subtype": "echo", "data": {"text": "x"}}
    sweeper = asyncio.create_task(sweeping(dispatcher))

    replies = await answer_batch([waits, echo, waits, echo], dispatcher.answer, Asker())
    sweeper.cancel()

    expected = [Global.TIMEOUT, Global.SUCCESS] * 2
    assert expected == [reply.outcome for reply in replies]
    assert 0 == asyncio.current_task().cancelling()
