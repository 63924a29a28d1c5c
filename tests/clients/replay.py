"""A client is replayed in named steps: its calls in its order, read by its rules.

What is written here follows what the public sources of a client do; none of their text is in it.
A step that its client does not survive is broken, and the next one goes on as a guest would who
opens the app again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

from tests.postcard import Postcard
from tests.special import eventually, sent_to

STEP_SECONDS = 300
Way = TypeVar("Way", bound=Callable[..., Awaitable[None]])


class Broken(Exception):
    """Raised where the client crashes, stops, or shows something else than it should."""


class Step(NamedTuple):
    """`needs` is the setting without which the client is known not to get through here."""

    name: str
    needs: str
    run: Callable[[Any], Awaitable[None]]


def step(needs: str = "") -> Callable[[Way], Way]:
    """Mark a method as a step of its class; they are gone through as they stand there."""

    def mark(run: Way) -> Way:
        run.__dict__["needs"] = needs
        return run

    return mark


def steps_of(client: type) -> list[Step]:
    return [
        Step(name, run.needs, run) for name, run in vars(client).items() if hasattr(run, "needs")
    ]


async def replay(client: Any) -> dict[str, str]:
    """Why each step is broken; "" where it is not."""
    found: dict[str, str] = {}
    for name, _, run in steps_of(type(client)):
        found[name] = ""
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await run(client)
        except Broken as error:
            found[name] = str(error)
        except TimeoutError:
            found[name] = "it never ends"
    return found


def check(right: Any, why: str) -> None:
    if not right:
        raise Broken(why)


async def code_sent(postcard: Postcard, to: str, before: int) -> str:
    """The code of the message that came to `to` after so many: whoever holds the phone reads it."""
    return str((await eventually(lambda: sent_to(postcard, to)[before:]))[-1]["code"])
