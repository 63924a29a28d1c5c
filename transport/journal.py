"""The access log: one line per answer, no secret in it."""

from __future__ import annotations

import time
from collections import Counter
from functools import lru_cache
from typing import Any

import orjson

from protocol.envelope import Reply
from services.caller import Caller
from services.logs import LogFile
from status_codes import Global

UNKNOWN = ("?", "?")


@lru_cache(maxsize=1 << 14)
def _fixed(face: str, type_: str, subtype: str, status: int) -> str:
    """What is the same in most lines: made JSON once, without its braces."""
    event = {"event": "request", "face": face, "type": type_, "subtype": subtype, "status": status}
    return orjson.dumps(event).decode()[1:-1]


def _items(values: list[Any], replies: list[Reply]) -> list[tuple[str, str, int]]:
    """Type, subtype and status of each; a value without a name of ours has none."""
    return [
        (*UNKNOWN, outcome.code)
        if outcome is Global.JSON_VALUE or outcome is Global.JSON_KEY
        else (value["type"], value["subtype"], outcome.code)
        for value, (_, outcome, _, _) in zip(values, replies, strict=True)
    ]


class Journal:
    """Writes request lines."""

    def __init__(self, file: LogFile) -> None:
        self._file = file
        self._second = 0
        self._prefix = ""

    def request(
        self, face: str, name: tuple[str, str], caller: Caller, reply: Reply, started: float
    ) -> None:
        """Note an answer; `started` is the perf_counter when its request came."""
        ms = (time.perf_counter() - started) * 1000
        # A name that is no endpoint's is not ours to keep: it may be anything, a secret too.
        type_, subtype = UNKNOWN if reply.outcome is Global.JSON_VALUE else name
        fixed = _fixed(face, type_, subtype, reply.outcome.code)
        self._file.write(
            (
                f'{{"at":"{self._now()}",{fixed},"trace":"{caller.trace}",'
                f'"ms":{ms:.2f},"user":{caller.user_id}}}'
            ).encode()
        )

    def batch(
        self, face: str, values: list[Any], caller: Caller, replies: list[Reply], started: float
    ) -> None:
        """Note a batch in one line: how many items of each name were answered with each status."""
        ms = (time.perf_counter() - started) * 1000
        counts = Counter(_items(values, replies))
        answers = {
            f"{type_}/{subtype} {status}": number
            for (type_, subtype, status), number in counts.items()
        }
        line = {
            "at": self._now(),
            "event": "batch",
            "face": face,
            "items": len(replies),
            "answers": answers,
            "trace": caller.trace,
            "ms": round(ms, 2),
            "user": caller.user_id,
        }
        self._file.write(orjson.dumps(line))

    def _now(self) -> str:
        now = time.time()
        second = int(now)
        # Formatting a date costs more than the rest of the line; it changes once a second.
        if second != self._second:
            self._second = second
            self._prefix = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._prefix}.{int((now - second) * 1000):03d}Z"
