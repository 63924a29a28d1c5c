"""The access log: one line per answer, no secret in it."""

from __future__ import annotations

import time
from functools import lru_cache

import orjson

from protocol.envelope import Reply
from services.caller import Caller
from services.logs import LogFile


# Names come from outside, so as many are kept as endpoints can have, not every one.
@lru_cache(maxsize=1 << 14)
def _fixed(face: str, type_: str, subtype: str, status: int) -> str:
    """What is the same in most lines: made JSON once, without its braces."""
    event = {"event": "request", "face": face, "type": type_, "subtype": subtype, "status": status}
    # A lone surrogate, which orjson refuses, cannot come: requests are read by orjson.
    return orjson.dumps(event).decode()[1:-1]


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
        ms = (time.perf_counter() - started) * 1000
        fixed = _fixed(face, name[0][:40], name[1][:40], reply.outcome.code)
        self._file.write(
            (
                f'{{"at":"{self._now()}",{fixed},"trace":"{caller.trace}",'
                f'"ms":{ms:.2f},"user":{caller.user_id}}}'
            ).encode()
        )

    def _now(self) -> str:
        now = time.time()
        second = int(now)
        # Formatting a date costs more than the rest of the line; it changes once a second.
        if second != self._second:
            self._second = second
            self._prefix = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._prefix}.{int((now - second) * 1000):03d}Z"
