"""The same calls for programs without an event loop: each returns when it is done.

They run on a loop of their own, in a thread of its own, so they may also be used where a loop is
running already, as in a notebook; that loop waits meanwhile. Several threads may share one client.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal

from postcard_client.errors import CLOSED, NotUsable

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")
# What an interrupted call has for leaving nothing behind.
END_SECONDS: Final = 10.0


class Runner:
    """A thread with an event loop, from the first call until `close`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None
        self._thread: int | None = None
        self._is_closed = False

    def run(self, call: Callable[[], Awaitable[T]]) -> T:
        """What it gives, or raises. Interrupted here, it is cancelled there.

        Raises `NotUsable` after `close`, and in a callback of a call.
        """
        self._refuse_own_thread()
        ended = threading.Event()
        future = self._begin(functools.partial(_ending, call, ended))
        try:
            return future.result()
        except CancelledError:
            raise NotUsable(CLOSED) from None
        except BaseException:
            if future.cancel():
                ended.wait(END_SECONDS)
            raise

    def close(self, last: Callable[[], Awaitable[None]]) -> None:
        """Run `last`, where anything was run, and end the thread. A second time does nothing.

        Calls of other threads that are not done raise `NotUsable` there.
        """
        self._refuse_own_thread()
        with self._lock:
            self._is_closed = True
            portal, self._portal = self._portal, None
        if portal is None:
            return
        with self._stack:
            portal.call(last)
            portal.call(portal.stop, True)
        self._thread = None

    def _begin(self, call: Callable[[], Awaitable[T]]) -> Future[T]:
        # One thread makes the loop that all of them use.
        with self._lock:
            if self._is_closed:
                raise NotUsable(CLOSED)
            if self._portal is None:
                self._portal = self._stack.enter_context(start_blocking_portal())
                self._thread = self._portal.call(threading.get_ident)
            return self._portal.start_task_soon(call)

    def _refuse_own_thread(self) -> None:
        if threading.get_ident() == self._thread:
            raise NotUsable(
                "a callback cannot call the client that calls it, which waits for the callback"
            )


async def _ending(call: Callable[[], Awaitable[T]], ended: threading.Event) -> T:
    """What `call` gives; `ended` is set when nothing of it goes on."""
    try:
        return await call()
    finally:
        ended.set()


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
