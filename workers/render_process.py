"""The child process that renders: an order is a work, its events say how far it is."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator, Sequence
from typing import Any, Final

from av.error import ExternalError
from pydantic import TypeAdapter

from studio.album import make_film
from studio.long_picture import make_long_picture
from studio.order import AlbumError, Order
from workers.child_protocol import SPENT, Parent, serve_orders
from workers.sandbox import ProcessLimits, allow

# What is made of an order, by the kind of the work.
MAKERS: Final = {"movie": make_film, "photo": make_long_picture}
ORDERS: Final = TypeAdapter(Order)
NO_SPACE: Final = "磁盘空间不足，请稍后重试"
NO_MEMORY: Final = "内存不足，请减少图片或缩小图片后重试"
# No room on the disk, in the quota, or in what one file may take.
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# No memory, or none for a thread's stack.
SHORT: Final = (errno.ENOMEM, errno.EAGAIN)


def _render(job: dict[str, Any], parent: Parent) -> dict[str, Any]:
    def report(stage: int, progress: int) -> None:
        parent.tell({"stage": stage, "progress": progress})

    def ask(what: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
        answers: list[dict[str, Any] | None]
        answers = parent.ask({"ask": what, "requests": requests})["answers"]
        return answers

    # What is too much is to fail here, rather than have the system choose whom to kill.
    allow(ProcessLimits(**job["limits"]))
    try:
        made = MAKERS[job["kind"]](ORDERS.validate_python(job["order"]), report, ask)
    except Exception as error:  # the parent logs it and tells the owner; this process goes on
        if reason := _shortage(error):
            # A thread that finds no memory before it says that it runs is waited for for ever
            # (CPython 3.11, threading): with what this process has left, the next one might.
            spent = {SPENT: True} if reason == NO_MEMORY else {}
            return {"refused": reason, "failed": traceback.format_exc()} | spent
        if isinstance(error, AlbumError):
            return {"refused": str(error)}
        return {"failed": traceback.format_exc()}
    return {"made": made}


def _shortage(error: BaseException) -> str:
    """What there was too little of; empty when it failed for another reason."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in FULL:
            return NO_SPACE
        if _is_of_memory(cause):
            return NO_MEMORY
    return ""


def _is_of_memory(cause: BaseException) -> bool:
    # What encoders say when an allocation fails is that something failed; of ours nothing else has.
    if isinstance(cause, MemoryError | ExternalError):
        return True
    if isinstance(cause, OSError):
        return cause.errno in SHORT
    return isinstance(cause, RuntimeError) and "start new thread" in str(cause)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


if __name__ == "__main__":
    serve_orders(_render)
