"""The access log: one line per answer, no secret in it."""

from __future__ import annotations

import time

import orjson

from protocol.envelope import Reply
from services.caller import Caller
from services.logs import LogFile


class Journal:
    """Writes request lines. A name from outside is cut, so that no client fills the disk."""

    def __init__(self, file: LogFile) -> None:
        self._file = file
        self._second = 0
        self._prefix = ""

    def request(
        self, face: str, name: tuple[str, str], caller: Caller, reply: Reply, started: float
    ) -> None:
        """Note an answer; `started` is the perf_counter when its request came."""
        self._file.write(
            orjson.dumps(
                {
                    "at": self._now(),
                    "event": "request",
                    "trace": caller.trace,
                    "face": face,
                    "type": name[0][:40],
                    "subtype": name[1][:40],
                    "status": reply.outcome.code,
                    "ms": round((time.perf_counter() - started) * 1000, 2),
                    "user": caller.user_id,
                }
            )
        )

    def _now(self) -> str:
        now = time.time()
        second = int(now)
        # Formatting a date costs more than the rest of the line; it changes once a second.
        if second != self._second:
            self._second = second
            self._prefix = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._prefix}.{int((now - second) * 1000):03d}Z"
