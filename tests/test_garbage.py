"""What a request leaves behind: nothing that only a look for cycles takes away.

Such a look holds the loop, for a twentieth of a second where a hundred large bodies wait for it.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from typing_extensions import TypedDict

from protocol.dispatch import Dispatcher, Failures
from protocol.envelope import Envelope
from protocol.registry import Access, Registry, Table
from status_codes import ApiError, Global, LoginPass


class Asker:
    """Somebody whose token is good, or is not."""

    user_id = 0
    address, trace, language = "127.0.0.1", "trace", "en"

    def __init__(self, refused: Global | None = None) -> None:
        self._refused = refused

    async def admit(self, _: Access) -> Asker:
        if self._refused is not None:
            raise ApiError(self._refused)
        return self


class Said(TypedDict):
    text: str


table = Table("a", url="/api/a")


@table.on("own", access=Access.USER, local=(LoginPass,))
async def own(_: Any, *, text: str) -> Said:
    if text == "wrong":
        raise ApiError(LoginPass.INCORRECT)
    if text == "odd":
        raise ValueError(text)
    return {"text": text}


@contextmanager
def kept() -> Iterator[list[Any]]:
    """What is found in cycles after the block that was made in it."""
    gc.collect()
    gc.disable()
    found: list[Any] = []
    try:
        yield found
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        found += gc.garbage
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


@pytest.mark.parametrize(
    ("data", "asker"),
    [
        ({"text": "a"}, Asker()),
        ({"text": "a", "b": [[]]}, Asker()),
        ({"text": 1}, Asker()),
        ({"text": "wrong"}, Asker()),
        ({"text": "odd"}, Asker()),
        ({"text": "a"}, Asker(Global.TOKEN_WRONG)),
    ],
    ids=["answered", "key", "value", "refused", "unforeseen", "not admitted"],
)
@pytest.mark.parametrize("key", [None, "k"])
async def test_no_answer_leaves_a_cycle(data: dict[str, Any], asker: Asker, key: Any) -> None:
    dispatcher = Dispatcher(
        Registry([table]),
        seconds=60,
        at_once=3,
        failures=Failures({}),
        alarm=lambda *_: None,
        note=lambda *_: None,
    )
    envelope = Envelope(1, "a", "own", data, key)
    await dispatcher.answer(envelope, asker)
    with kept() as found:
        await dispatcher.answer(envelope, asker)
        # The task's own last step lies on the stack meanwhile.
        await asyncio.sleep(0)

    assert [] == [type(one).__name__ for one in found]
