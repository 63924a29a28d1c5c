"""What runs ahead keeps its distance, tells of its failure and ends when nobody waits for it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

from studio.threads import Prefetched

MOST = 3
SECONDS = 5.0


def settled(made: list[int]) -> int:
    """How many were made when no more follow."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        before = len(made)
        time.sleep(0.1)
        if len(made) == before:
            return before
    raise AssertionError("it never waits")


def counting(made: list[int], count: int) -> Iterator[int]:
    for number in range(count):
        made.append(number)
        yield number


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_everything_in_its_order() -> None:
    """Each item once, to the end; the thread is gone after the block."""
    with Prefetched(iter(range(100)), MOST, "hundred") as ahead:
        found = list(ahead)

    assert list(range(100)) == found
    assert "hundred" not in names()


def test_the_distance() -> None:
    """Item n + most + 2 is not begun before item n is done with: its memory may be used again."""
    made: list[int] = []
    with Prefetched(counting(made, 100), MOST, "distance") as ahead:
        waiting = settled(made)
        taken = [n for n, _ in zip(ahead, range(10), strict=False)]
        after = settled(made)

    # One waits for room in the queue.
    assert MOST + 1 == waiting
    # zip has taken an eleventh item when it learns that there is no eleventh number.
    assert list(range(10)) == taken
    assert after <= 11 + MOST + 1


def test_a_failure_is_raised_where_its_item_is_missed() -> None:
    """What was made before it is not lost."""

    def failing() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError("no space")

    found = []
    with Prefetched(failing(), MOST, "failing") as ahead, pytest.raises(OSError, match="no space"):
        for item in ahead:
            found.append(item)

    assert [1, 2] == found
    assert "failing" not in names()


def test_nobody_waits_any_more() -> None:
    """Who leaves in the middle, also by an error, leaves no thread behind that waits."""
    made: list[int] = []
    with pytest.raises(KeyError), Prefetched(counting(made, 10**9), MOST, "left") as ahead:
        next(iter(ahead))
        raise KeyError

    assert "left" not in names()
    assert len(made) <= 3 * MOST


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="niceness is per thread on Linux")
def test_it_gives_way() -> None:
    """The thread is as nice as can be, the process is not."""

    def niceness() -> Iterator[int]:
        yield os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = os.getpriority(os.PRIO_PROCESS, 0)
    with Prefetched(niceness(), MOST, "nice") as ahead:
        found = list(ahead)

    assert [19] == found
    assert before == os.getpriority(os.PRIO_PROCESS, 0)
