"""The same calls for programs without an event loop: each returns when it is done.

They run on a loop of their own, in a thread of its own, so they may also be used where a loop is
running already, as in a notebook; that loop waits meanwhile.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")


class Runner:
    """A thread with an event loop, from the first call until `close`."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None

    def run(self, call: Callable[[], Awaitable[T]]) -> T:
        """What it gives, or raises. Interrupted here, it is cancelled there."""
        if self._portal is None:
            self._portal = self._stack.enter_context(start_blocking_portal())
        future = self._portal.start_task_soon(call)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        self._stack.close()
        self._portal = None


class Blocking(Generic[A]):
    """Calls of `inner` that are waited for."""

    def __init__(self, runner: Runner, inner: A) -> None:
        self.runner = runner
        self.inner = inner


def blocking(
    method: Callable[Concatenate[A, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[Blocking[A], P], T]:
    """A method that waits for what `method` gives."""

    @functools.wraps(method)
    def call(own: Blocking[A], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return own.runner.run(functools.partial(method, own.inner, *args, **kwargs))

    return call
