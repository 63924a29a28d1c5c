"""A list of envelopes in one body: answered side by side, replied in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol

from protocol.envelope import NO_ID, Envelope, Malformed, Reply, read
from status_codes import Global

MAX_ITEMS: Final = 100
AT_ONCE: Final = 20


class Answerer(Protocol):
    """Answers an envelope; it is told which task runs it, since asking costs a system call."""

    def __call__(
        self, envelope: Envelope, caller: Any, /, *, task: asyncio.Task[Any]
    ) -> Awaitable[Reply]: ...


async def answer_batch(values: list[Any], answer: Answerer, caller: Any) -> list[Reply] | Reply:
    """Replies in the order of `values`; one error reply when there are none or too many."""
    if not values:
        return Reply(NO_ID, Global.JSON_VALUE, {})
    if len(values) > MAX_ITEMS:
        return Reply(NO_ID, Global.TOO_LARGE, {})
    replies: list[Reply | None] = [None] * len(values)
    waiting = iter(enumerate(values))

    async def work() -> None:
        task = asyncio.current_task()
        assert task is not None
        for index, value in waiting:
            try:
                replies[index] = await answer(read(value), caller, task=task)
            except Malformed as error:
                replies[index] = error.reply

    # A group, so that a closed connection ends every item with it.
    async with asyncio.TaskGroup() as group:
        # What waits for nothing is answered right here: the loop comes to the helpers only when
        # an item waits. All in one go, since many half-done batches would not fit the cache.
        helpers = asyncio.get_running_loop().call_soon(_start, group, work, len(values))
        try:
            await work()
        finally:
            helpers.cancel()
    return [reply for reply in replies if reply is not None]


def _start(
    group: asyncio.TaskGroup, work: Callable[[], Coroutine[Any, Any, None]], items: int
) -> None:
    for _ in range(min(AT_ONCE, items) - 1):
        group.create_task(work())
