"""A list of envelopes in one body: answered side by side, replied in order.

A small question may have a large answer, so what the answers take together is limited too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import cached_property
from itertools import chain, islice
from time import monotonic
from typing import Any, Final, NamedTuple, Protocol

import orjson

from protocol.envelope import NO_ID, Envelope, Malformed, Reply, dump, id_of, read, read_as, wire
from protocol.sent_ids import SentId, ids_in
from protocol.slices import SLICE_SECONDS, Slices
from status_codes import Global

MAX_ITEMS: Final = 100
AT_ONCE: Final = 20
# So many of a batch that has taken more than its slice: what they wait for comes together, and all
# of them go on in one pass of the loop.
DEAR_AT_ONCE: Final = 4
# So many more are begun in a pass, until the slice is over.
CALLED: Final = DEAR_AT_ONCE - 1
# What was done is said, however full the batch is; replies that only say this are smaller.
SHORT: Final = 1024
# After so many items others may come to turn; after each one of a dear batch.
ASKING: Final = 8


class Answerer(Protocol):
    """Answers an envelope; it is told which task runs it, since asking costs a system call."""

    def __call__(
        self, envelope: Envelope, caller: Any, /, *, task: asyncio.Task[Any]
    ) -> Awaitable[Reply]: ...


class Size(Protocol):
    """What the replies of a batch take."""

    def add(self, count: int) -> None:
        """So many bytes more."""

    @property
    def is_full(self) -> bool:
        """Whether no more may come."""


class BatchAnswer(NamedTuple):
    """The replies in the order of the items, and all of them as a JSON list.

    user_id: who was answered, where items may have had tokens of their own; of several, one.
    """

    replies: list[Reply]
    body: bytes
    user_id: int = 0


async def answer_batch(
    values: list[Any],
    answer: Answerer,
    caller: Any,
    size: Size,
    slices: Slices,
    kind: type[Batch] | None = None,
    *,
    body: bytes = b"",
) -> BatchAnswer | Reply:
    """Replies in the order of `values`; one error reply when there are none or too many.

    Once `size` is full the items that are left are not begun: -413. Between two items others come
    to turn where `slices` say so. `kind` is how the items are gone through, where not one beside
    the other; `body` is what was sent, for ids beyond 64 bits.
    """
    if not values:
        return Reply(NO_ID, Global.JSON_VALUE, {})
    if len(values) > MAX_ITEMS:
        return Reply(NO_ID, Global.TOO_LARGE, {})
    await slices.turn()
    batch = (kind or Batch)(values, answer, caller, size, slices, body)
    # A group, so that a closed connection ends every item with it.
    async with asyncio.TaskGroup() as group:
        # What waits for nothing is answered right here: the loop comes to the helpers only when
        # an item waits. All in one go, since many half-done batches would not fit the cache.
        helpers = Helpers(group, slices.loop, batch.work, min(AT_ONCE, len(values)) - 1)
        helpers.call()
        try:
            await batch.answer_all(helpers)
        finally:
            helpers.dismiss()
    return batch.answered()


class Batch:
    """The items of a batch, and the replies to those that are answered."""

    def __init__(
        self,
        values: list[Any],
        answer: Answerer,
        caller: Any,
        size: Size,
        slices: Slices,
        body: bytes,
    ) -> None:
        self._body = body
        self._answer = answer
        self._caller = caller
        self._size = size
        self._slices = slices
        self._waiting = iter(enumerate(values))
        self._replies: list[Reply | None] = [None] * len(values)
        # Of replies that have some, the data as they are sent.
        self._packed: dict[int, orjson.Fragment] = {}
        # When others may want their turn.
        self._end = monotonic() + SLICE_SECONDS
        self._working = 0
        # How many tasks may work, and after how many items each asks for its turn.
        self._at_once = AT_ONCE
        self._asking = ASKING

    async def work(self, helpers: Helpers) -> None:
        """Answer items until none is left; several tasks may."""
        answer, caller, size, replies = self._answer, self._caller, self._size, self._replies
        task = asyncio.current_task()
        assert task is not None
        self._working += 1
        for item in self._waiting:
            # An item costs some microseconds, and so does the question.
            if monotonic() >= self._end and self._slices.is_over:
                await self._give_way(helpers)
            for index, value in chain((item,), islice(self._waiting, self._asking - 1)):
                if size.is_full:
                    reply = Reply(self._id_of(index, value), Global.TOO_LARGE, {})
                else:
                    try:
                        reply = await answer(read(value), caller, task=task)
                    except Malformed:
                        reply = await self._again(index, value, task)
                replies[index] = self._kept(index, reply) if reply.data else reply
            if self._working > self._at_once:
                break
        self._working -= 1

    # What the task that asked does; the others help.
    answer_all = work

    @cached_property
    def _ids(self) -> list[SentId]:
        return ids_in(self._body)

    def _id_of(self, index: int, value: Any) -> SentId:
        id_ = id_of(value)
        # A float may be an int that orjson cannot tell.
        if id_ == NO_ID and type(value) is dict and type(value.get("id")) is float and self._ids:
            return self._ids[index]
        return id_

    def _read(self, index: int, value: Any) -> Envelope:
        """As `protocol.envelope.read`, with an id of any size. Raises `Malformed`."""
        try:
            return read(value)
        except Malformed as error:
            if (id_ := self._id_of(index, value)) == error.reply.id:
                raise
            return read_as(value, id_)

    async def _again(self, index: int, value: Any, task: asyncio.Task[Any]) -> Reply:
        """What is answered to an item that is no envelope, or one but for its id."""
        try:
            return await self._answer(self._read(index, value), self._caller, task=task)
        except Malformed as error:
            return error.reply

    async def _give_way(self, helpers: Helpers) -> None:
        # That is nothing that helpers are called for.
        helpers.dismiss()
        helpers.keep_to(DEAR_AT_ONCE - self._working)
        self._at_once, self._asking = DEAR_AT_ONCE, 1
        await self._slices.turn(begun=True)
        self._end = monotonic() + SLICE_SECONDS
        helpers.call()

    def _kept(self, index: int, reply: Reply) -> Reply:
        """The reply without its data, which is kept as it is sent; -413 where it is too much."""
        text = dump(reply)
        self._size.add(len(text))
        if self._size.is_full and len(text) > SHORT:
            return Reply(reply.id, Global.TOO_LARGE, {}, user_id=reply.user_id)
        self._packed[index] = orjson.Fragment(text)
        return reply._replace(data={})

    def answered(self) -> BatchAnswer:
        replies = [reply for reply in self._replies if reply is not None]
        written: list[Any] = [wire(reply) for reply in replies]
        for index, text in self._packed.items():
            written[index] = text
        return BatchAnswer(replies, orjson.dumps(written))


class Helpers:
    """Tasks that work on a batch beside the one that does already, some more in each pass.

    The work is told of them, and does not know them by itself: that would be a circle, which keeps
    what was answered until a collector comes by.
    """

    def __init__(
        self,
        group: asyncio.TaskGroup,
        loop: asyncio.AbstractEventLoop,
        work: Callable[[Helpers], Coroutine[Any, Any, None]],
        count: int,
    ) -> None:
        self._group = group
        self._work = work
        self._count = count
        self._loop = loop
        self._called: asyncio.Handle | None = None

    def call(self) -> None:
        if self._count:
            self._called = self._loop.call_soon(self._begin)

    def call_more(self, count: int) -> None:
        """Have as many called, unless more are being called already."""
        if count > self._count:
            self._count = count
            if self._called is None:
                self.call()

    def keep_to(self, count: int) -> None:
        """Call no more than `count` from now on."""
        self._count = max(0, min(self._count, count))

    def dismiss(self) -> None:
        if self._called is not None:
            self._called.cancel()
            self._called = None

    def _begin(self) -> None:
        self._called = None
        for _ in range(min(self._count, CALLED)):
            self._group.create_task(self._work(self))
        self.keep_to(self._count - CALLED)
        self.call()
