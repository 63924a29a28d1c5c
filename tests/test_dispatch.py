"""protocol.dispatch and registry: where an envelope meets its handler, on made-up endpoints."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from typing_extensions import TypedDict

from handlers import TABLES, registry
from protocol.batch import BatchAnswer, answer_batch
from protocol.dispatch import Dispatcher, Failures, UndeclaredStatus
from protocol.envelope import Envelope, Reply
from protocol.profiles import Switch
from protocol.registry import Access, Answer, Endpoint, Registry, Table
from protocol.replies import Nothing, UndeclaredReply
from protocol.slices import Slices
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
from transport.answer_room import AnswerRoom, BatchSize


class Asker:
    """Somebody whose token is good, or is not."""

    user_id = 0
    address, trace, language = "127.0.0.1", "trace", "en"

    def __init__(self, outcome: Global | None = None) -> None:
        self.outcome = outcome
        self.asked = 0

    async def admit(self, _: Access) -> Asker:
        self.asked += 1
        if self.outcome is not None:
            raise ApiError(self.outcome)
        known = Asker()
        known.user_id = 8
        return known


class Away(Exception):
    """A part that is away."""


class FarAway(Away):
    """A special case of that."""


class Said(TypedDict):
    text: str


class Failed(TypedDict):
    how: str


class Numbered(TypedDict):
    user_id: int


table = Table("a", url="/api/a")


@table.on("echo")
async def echo(_: Any, *, text: str = "") -> Said:
    return {"text": text}


@table.on("own", access=Access.USER)
async def own(_: Any, *, text: str) -> Said:
    return {"text": text}


@table.on("who", access=Access.USER)
async def who(caller: Any) -> Numbered:
    return {"user_id": caller.user_id}


@table.on("pong", ok=Pong.PONG)
async def pong(_: Any) -> Nothing:
    return {}


@table.on("fails", local=(CaptchaHash, RegisterPhone), ok=WorkStarted)
async def fails(_: Any, *, how: Any) -> Answer[Failed]:
    if how in KINDS:
        raise KINDS[how]
    return Answer(ANSWERS[how], {"how": how})


@table.on("waits")
async def waits(_: Any, *, seconds: float = 60) -> Nothing:
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
def alarms() -> list[tuple[str, BaseException]]:
    return []


@pytest.fixture
def dispatcher(alarms: list[tuple[str, BaseException]]) -> Dispatcher:
    return Dispatcher(
        Registry([table]),
        seconds=0.05,
        at_once=3,
        failures=FAILURES,
        alarm=lambda name, _, error: alarms.append((name, error)),
        note=lambda *_: None,
    )


def ask(
    dispatcher: Dispatcher,
    subtype: str,
    data: dict[str, Any] | None = None,
    *,
    asker: Asker | None = None,
    **more: Any,
) -> Coroutine[Any, Any, Reply]:
    envelope = Envelope(7, "a", subtype, data or {})
    return dispatcher.answer(envelope, asker or Asker(), **more)


def cancellations() -> int:
    """How often the task that asks was told to end."""
    task = asyncio.current_task()
    assert task is not None
    return task.cancelling()


async def sweeping(dispatcher: Dispatcher) -> None:
    while True:
        await asyncio.sleep(0.01)
        dispatcher.sweep()


async def test_a_success(dispatcher: Dispatcher) -> None:
    """The handler's data under the endpoint's success text, with the request's id."""
    reply = await ask(dispatcher, "echo", {"text": "x"})
    ping = await ask(dispatcher, "pong")

    assert (7, Global.SUCCESS, {"text": "x"}) == reply[:3]
    assert (7, Pong.PONG, {}) == ping[:3]


async def test_an_unknown_name(dispatcher: Dispatcher) -> None:
    """No endpoint of that name, or one that belongs elsewhere: -2."""
    replies = [
        await ask(dispatcher, "nobody"),
        await ask(dispatcher, "echo", url="/api/b"),
        await dispatcher.answer(Envelope(7, "b", "echo", {}), Asker()),
    ]
    here = await ask(dispatcher, "echo", url="/api/a")

    assert [(7, Global.JSON_VALUE)] * 3 == [(reply.id, reply.outcome) for reply in replies]
    assert Global.SUCCESS is here.outcome


async def test_the_token_comes_before_the_data(dispatcher: Dispatcher) -> None:
    """Who may not call learns nothing of their data; who needs no token is not asked for one."""
    wrong, right, free = Asker(Global.TOKEN_WRONG), Asker(), Asker(Global.TOKEN_WRONG)

    replies = [
        await ask(dispatcher, "own", {"x": 1}, asker=wrong),
        await ask(dispatcher, "own", {"x": 1}, asker=right),
        await ask(dispatcher, "echo", asker=free),
    ]

    assert [Global.TOKEN_WRONG, Global.DATA_KEY, Global.SUCCESS] == [r.outcome for r in replies]
    assert (1, 1, 0) == (wrong.asked, right.asked, free.asked)


async def test_the_handler_has_whom_admit_gave(dispatcher: Dispatcher) -> None:
    """Another value than the one that asked, which knows no more afterwards than before."""
    asker = Asker()

    replies = [await ask(dispatcher, "who", asker=asker), await ask(dispatcher, "echo")]

    assert {"user_id": 8} == replies[0].data
    assert [8, 0] == [reply.user_id for reply in replies]
    assert 0 == asker.user_id


async def test_a_declared_status(
    dispatcher: Dispatcher, alarms: list[tuple[str, BaseException]]
) -> None:
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
async def test_an_undeclared_status(
    dispatcher: Dispatcher, alarms: list[tuple[str, BaseException]], how: str
) -> None:
    """A status that the endpoint did not declare is our fault: alarm, and -501."""
    reply = await ask(dispatcher, "fails", {"how": how})

    ((name, error),) = alarms
    assert Global.INTERNAL is reply.outcome
    assert "a/fails" == name
    assert isinstance(error, UndeclaredStatus)


async def test_a_bug(dispatcher: Dispatcher, alarms: list[tuple[str, BaseException]]) -> None:
    """An exception that nobody foresaw is -501 without any detail, and an alarm."""
    reply = await ask(dispatcher, "fails", {"how": "bug"})

    assert (7, Global.INTERNAL, {}, {}) == reply[:4]
    assert [("a/fails", KINDS["bug"])] == alarms


async def test_a_part_that_is_away(
    dispatcher: Dispatcher, alarms: list[tuple[str, BaseException]]
) -> None:
    """An exception of a part, or of a class below it, has a status of its own."""
    away = await ask(dispatcher, "fails", {"how": "away"})
    late = await ask(dispatcher, "fails", {"how": "timeout"})

    assert (7, Global.DATABASE, {}, {}) == away[:4]
    assert Global.TIMEOUT is late.outcome
    assert [] == alarms


@covers("global: -504")
async def test_a_handler_over_its_time(dispatcher: Dispatcher) -> None:
    """It is ended and answered -504; its task goes on to the next envelope."""
    sweeper = asyncio.create_task(sweeping(dispatcher))

    reply = await ask(dispatcher, "waits")
    after = await ask(dispatcher, "echo")
    sweeper.cancel()

    assert (7, Global.TIMEOUT, {}) == reply[:3]
    assert Global.SUCCESS is after.outcome
    assert 0 == cancellations()


@covers("global: -503")
async def test_too_many_at_once(dispatcher: Dispatcher) -> None:
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


async def test_a_caller_that_goes_away(dispatcher: Dispatcher) -> None:
    """Whoever hangs up is not answered: their handler ends, and makes room."""
    gone = [asyncio.create_task(ask(dispatcher, "waits")) for _ in range(3)]
    await asyncio.sleep(0)
    for task in gone:
        task.cancel()
    ended = await asyncio.gather(*gone, return_exceptions=True)

    after = await asyncio.gather(*(ask(dispatcher, "waits", {"seconds": 0.0}) for _ in range(3)))

    assert [asyncio.CancelledError] * 3 == [type(end) for end in ended]
    assert [Global.SUCCESS] * 3 == [reply.outcome for reply in after]


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


async def undeclared(_: Any) -> dict[str, Any]:
    return {}


async def say_nothing(_: Any):  # type: ignore[no-untyped-def]
    return {}


async def either(_: Any) -> Said | Answer[Failed]:
    return {"text": ""}


def test_a_handler_says_what_it_answers() -> None:
    """An endpoint whose handler returns any dictionary, or says nothing, is refused."""
    made = Table("b")

    with pytest.raises(UndeclaredReply, match=r"b/x: .*test_dispatch\.py:\d+ returns dict"):
        made.on("x")(undeclared)
    with pytest.raises(UndeclaredReply, match="returns None"):
        made.on("x")(say_nothing)
    assert [] == made.endpoints


def test_a_setting_decides_between_what_is_answered() -> None:
    """Two replies of the handler, or two statuses of the endpoint; anything else is refused."""
    made = Table("b")
    made.on("x", switches=(Switch("portraits", off=Said, on=Failed),))(either)
    [endpoint] = made.endpoints
    on, off = {"portraits": True}, {"portraits": False}

    assert (Failed,) == endpoint.answers(on, rest=True)
    assert (Said,) == endpoint.answers(on, rest=False)
    assert (Said,) == endpoint.answers(off, rest=True)
    with pytest.raises(UndeclaredReply, match="b/y never answers"):
        made.on("y", switches=(Switch("portraits", off=Said, on=Nothing),))(either)


def test_a_handler_that_several_endpoints_share() -> None:
    """It answers one of several; an endpoint may say which, but nothing that it never returns."""
    made = Table("b")
    made.on("x")(either)
    made.on("y", reply=Failed)(either)

    assert [(Said, Failed), (Failed,)] == [endpoint.replies for endpoint in made.endpoints]
    with pytest.raises(UndeclaredReply, match="b/z: the handler never returns"):
        made.on("z", reply=Nothing)(either)


@pytest.mark.parametrize("key", ["unwrap", "picture"])
def test_what_the_rest_face_takes_out_is_there(key: str) -> None:
    """It takes a key out of the reply, which must have it; or of the refusal."""
    made = Table("b")
    text: dict[str, Any] = {key: "text"}
    how: dict[str, Any] = {key: "how"}
    made.on("x", **text)(echo)

    with pytest.raises(UndeclaredReply, match="b/y: no reply has the key how"):
        made.on("y", **how)(echo)
    made.on("z", refusal=Failed, unwrap="how")(echo)


# movie and photo differ in a value; their handlers are written once, and those of comments too.
SHARED = {"movie": "works", "photo": "works"}


@pytest.mark.parametrize("endpoint", list(registry()), ids=lambda e: e.name)
def test_a_handler_is_found_in_one_guess(endpoint: Endpoint) -> None:
    """It lives in handlers/<type>.py, or in what several types share, named by the subtype."""
    files = {f"handlers.{SHARED.get(endpoint.type, endpoint.type)}"}
    if endpoint.subtype.startswith("comment_"):
        files.add("handlers.answers")

    assert endpoint.handle.__module__ in files
    assert endpoint.subtype == endpoint.handle.__name__.rstrip("_")


def test_the_registry_is_whole() -> None:
    """Every endpoint of every table is in the registry, under its name."""
    everything = [endpoint for found in TABLES for endpoint in found.endpoints]

    assert {e.name for e in everything} == {e.name for e in registry()}
    assert len(everything) == len(registry())


async def test_a_late_item_of_a_batch(dispatcher: Dispatcher) -> None:
    """-504 for it alone, wherever it stands: also for the one that the asking task answers."""
    waits = {"id": 1, "type": "a", "subtype": "waits", "data": {}}
    echo = {"id": 2, "type": "a", "subtype": "echo", "data": {"text": "x"}}
    sweeper = asyncio.create_task(sweeping(dispatcher))

    size = BatchSize(AnswerRoom(1 << 20), 1 << 20)
    found = await answer_batch(
        [waits, echo, waits, echo], dispatcher.answer, Asker(), size, Slices()
    )
    sweeper.cancel()
    assert isinstance(found, BatchAnswer)

    expected = [Global.TIMEOUT, Global.SUCCESS] * 2
    assert expected == [reply.outcome for reply in found.replies]
    assert 0 == cancellations()
