"""A batch of which items take values of earlier ones, and wait for them; the others do not."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import Any, Final

import orjson

from protocol.batch import Answerer, Batch, BatchAnswer, Helpers, Size
from protocol.envelope import (
    MAX_BRACKETS,
    MAX_COMMAS,
    Envelope,
    Malformed,
    Reply,
    parts_of,
)
from protocol.references import (
    NONE,
    SIGN,
    Missing,
    Reference,
    References,
    Wrong,
    references_of,
    value_at,
)
from protocol.sent_ids import SentId
from protocol.slices import Slices
from status_codes import Global

# All values together that references bring into a batch, in bytes of JSON: as much as a body.
MAX_BYTES: Final = 1 << 20


class LinkedBatch(Batch):
    """Begins each item when those that it refers to are answered.

    They stand before it, so the first that is not answered never waits for another.
    """

    def __init__(
        self,
        values: list[Any],
        answer: Answerer,
        caller: Any,
        size: Size,
        slices: Slices,
        body: bytes,
    ) -> None:
        super().__init__(values, answer, caller, size, slices, body)
        # None where a reference is wrong.
        self._references = [_references(value, index) for index, value in enumerate(values)]
        # How many others each waits for, and whom each keeps waiting.
        self._waits_for = [len(found.items) if found else 0 for found in self._references]
        self._followers: dict[int, list[int]] = {}
        for index, found in enumerate(self._references):
            for item in found.items if found else ():
                self._followers.setdefault(item, []).append(index)
        self._values = values
        # Those who were passed over, and those of them who may begin.
        self._parked: set[int] = set()
        self._ready: deque[int] = deque()
        # Of those whom others refer to.
        self._data: dict[int, dict[str, Any]] = {}
        self._budget = _Budget()
        self._left = len(values)
        self._all_answered = asyncio.Event()

    async def answer_all(self, helpers: Helpers) -> None:
        """Work, and stay until all is answered: helpers may be called until then."""
        await self.work(helpers)
        await self._all_answered.wait()

    async def work(self, helpers: Helpers) -> None:
        """Answer items until none is left that may begin; several tasks may."""
        task = asyncio.current_task()
        assert task is not None
        self._working += 1
        while (index := self._next()) is not None:
            if monotonic() >= self._end and self._slices.is_over:
                await self._give_way(helpers)
            reply = await self._reply(index, task)
            self._replies[index] = self._kept(index, reply) if reply.data else reply
            self._release(index, helpers)
            if self._working > self._at_once:
                break
        self._working -= 1

    def _next(self) -> int | None:
        if self._ready:
            return self._ready.popleft()
        for index, _ in self._waiting:
            if not self._waits_for[index]:
                return index
            self._parked.add(index)
        return None

    def _release(self, index: int, helpers: Helpers) -> None:
        """The item is answered: whoever waited for it alone may begin."""
        for follower in self._followers.get(index, ()):
            self._waits_for[follower] -= 1
            if not self._waits_for[follower] and follower in self._parked:
                self._parked.remove(follower)
                self._ready.append(follower)
        # One of them is for the task that asks.
        helpers.call_more(min(len(self._ready) - 1, self._at_once - self._working))
        self._left -= 1
        if not self._left:
            self._all_answered.set()

    async def _reply(self, index: int, task: asyncio.Task[Any]) -> Reply:
        value = self._values[index]
        if self._size.is_full:
            return Reply(self._id_of(index, value), Global.TOO_LARGE, {})
        try:
            envelope, caller = self._resolved(self._read(index, value), self._references[index])
            return await self._answer(envelope, caller, task=task)
        except Malformed as error:
            return error.reply

    def answered(self) -> BatchAnswer:
        found = super().answered()
        return found._replace(user_id=max(reply.user_id for reply in found.replies))

    def _kept(self, index: int, reply: Reply) -> Reply:
        kept = super()._kept(index, reply)
        if index in self._followers and kept.outcome is reply.outcome:
            self._data[index] = reply.data
        return kept

    def _resolved(self, envelope: Envelope, found: References | None) -> tuple[Envelope, Any]:
        """The item as if it had come with those values, and who sends it. Raises `Malformed`."""
        if found is None:
            raise Malformed(envelope.id, Global.REFERENCE)
        if found is NONE:
            return envelope, self._caller
        for item in sorted(found.items):
            before = self._replies[item]
            if before is None or before.outcome.code:
                raise Malformed(envelope.id, Global.REFERENCE_FAILED, item=item)
        data = {k: v for k, v in envelope.data.items() if not k.startswith(SIGN)}
        for key, reference in found.data.items():
            data[key] = self._value(reference, envelope.id)
        caller = self._caller
        if found.token is not None:
            token = self._value(found.token, envelope.id)
            if type(token) is not str:
                raise Malformed(envelope.id, Global.REFERENCE_MISSING, item=found.token.item)
            caller = caller.bearing(token)
        return envelope._replace(data=data), caller

    def _value(self, reference: Reference, id_: SentId) -> Any:
        """What the client would have read, in a copy for this item alone."""
        try:
            text = orjson.dumps(value_at(self._data.get(reference.item, {}), reference.path))
        except Missing:
            raise Malformed(id_, Global.REFERENCE_MISSING, item=reference.item) from None
        self._budget.take(text, id_)
        return orjson.loads(text)


class _Budget:
    """What references may bring into a batch: no more than its body could."""

    def __init__(self) -> None:
        self._bytes, self._brackets, self._commas = MAX_BYTES, MAX_BRACKETS, MAX_COMMAS

    def take(self, text: bytes, id_: SentId) -> None:
        """Raises `Malformed` (-413) where too much was taken."""
        try:
            parts = parts_of(text)
        except Malformed:
            raise Malformed(id_, Global.TOO_LARGE) from None
        self._bytes -= len(text)
        self._brackets -= parts.brackets
        self._commas -= parts.commas
        if min(self._bytes, self._brackets, self._commas) < 0:
            raise Malformed(id_, Global.TOO_LARGE)


def _references(value: Any, index: int) -> References | None:
    try:
        return references_of(value, index)
    except Wrong:
        return None
