"""Guests take turns at what is scarce."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from status_codes import ApiError, Global
from workers import turns
from workers.turns import Turns


class Queue:
    """Guests who ask, and the order in which they are let in."""

    def __init__(self, at_once: int, wait_seconds: float = 60) -> None:
        self.turns = Turns(at_once, wait_seconds)
        self.let_in: list[str] = []
        self.doors: list[asyncio.Event] = []

    async def ask(self, guest: str) -> None:
        async with self.turns.turn(guest):
            self.let_in.append(guest)
            door = asyncio.Event()
            self.doors.append(door)
            await door.wait()


async def settled(true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        await asyncio.sleep(0)
    raise AssertionError("it does not come to that")


async def test_one_guest_never_has_all() -> None:
    """Of two places one is free for the next, however much the first one asks for."""
    queue = Queue(2)
    asking = [asyncio.create_task(queue.ask("many")) for _ in range(40)]
    await settled(lambda: len(queue.let_in) == 1)
    asking.append(asyncio.create_task(queue.ask("one")))
    await settled(lambda: len(queue.let_in) == 2)

    assert ["many", "one"] == queue.let_in
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    assert {} == queue.turns._waiting  # noqa: SLF001
    assert 0 == queue.turns._running.total()  # noqa: SLF001


async def test_a_guest_of_forty_and_twenty_of_one() -> None:
    """Each of the twenty is let in before the second of the forty that waited."""
    queue = Queue(1)
    many = [asyncio.create_task(queue.ask("many")) for _ in range(40)]
    await settled(lambda: bool(queue.let_in))
    names = [f"guest {number}" for number in range(20)]
    others = [asyncio.create_task(queue.ask(name)) for name in names]
    await asyncio.sleep(0)
    for done in range(60):
        await settled(lambda done=done: len(queue.doors) > done)  # type: ignore[misc]
        queue.doors[done].set()
    await asyncio.gather(*many, *others)

    assert ["many", "many", *names] == queue.let_in[:22]
    assert 60 == len(queue.let_in)


async def test_who_waits_too_long_is_told() -> None:
    """And the place is not lost."""
    queue = Queue(1, wait_seconds=0.01)
    first = asyncio.create_task(queue.ask("one"))
    await settled(lambda: bool(queue.let_in))

    with pytest.raises(ApiError) as refused:
        await queue.ask("other")

    assert Global.BUSY is refused.value.outcome
    queue.doors[0].set()
    await first
    again = asyncio.create_task(queue.ask("other"))
    await settled(lambda: len(queue.let_in) == 2)
    queue.doors[1].set()
    await again


async def test_so_many_wait_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next of one guest is refused at once; another guest may still wait."""
    monkeypatch.setattr(turns, "MOST_OF_ONE", 3)
    queue = Queue(1)
    waiting = [asyncio.create_task(queue.ask("many")) for _ in range(4)]
    await settled(lambda: bool(queue.let_in))

    with pytest.raises(ApiError) as refused:
        await queue.ask("many")

    assert Global.BUSY is refused.value.outcome
    other = asyncio.create_task(queue.ask("other"))
    await asyncio.sleep(0)
    assert not other.done()
    for task in (*waiting, other):
        task.cancel()
    await asyncio.gather(*waiting, other, return_exceptions=True)


async def test_a_turn_that_comes_to_one_who_has_left_is_the_nexts() -> None:
    """Also where both happen in the same moment."""
    queue = Queue(1)
    first, second, third = (asyncio.create_task(queue.ask(name)) for name in "abc")
    await settled(lambda: bool(queue.let_in))
    await asyncio.sleep(0)
    queue.doors[0].set()
    await first
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)

    await settled(lambda: queue.let_in[-1] == "c")
    queue.doors[-1].set()
    await third
    assert 0 == queue.turns._running.total()  # noqa: SLF001
