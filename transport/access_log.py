"""The access log: one line per answer, no secret in it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Container
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, Final, NamedTuple

import orjson

from addresses import Shown, for_logs
from protocol.batch import BatchAnswer
from protocol.envelope import Reply
from services import Services
from services.caller import Caller
from services.running.logs import LogFile
from services.running.metrics import REQUESTS, Histogram, Metrics
from services.running.tracing import Tracing
from status_codes import Global, Outcome

UNKNOWN = ("?", "?")
# Looking a member of an enum up costs as much as a call.
NO_ENDPOINT: Final = Global.JSON_VALUE
NAMELESS: Final = (Global.JSON_VALUE, Global.JSON_KEY)
# Items that may not have been begun, whatever they asked for.
UNSURE: Final = (
    Global.TOO_LARGE,
    Global.REFERENCE,
    Global.REFERENCE_FAILED,
    Global.REFERENCE_MISSING,
)
SEEN: Final = 4096
# Of the endpoints.
Names = Container[tuple[str, str]]


class _Row(NamedTuple):
    """What many lines have in common: made JSON once, without its braces; and their count."""

    text: str
    timed: Histogram


def _items(values: list[Any], replies: list[Reply], names: Names) -> list[tuple[str, str, int]]:
    """Type, subtype and status of each; a value without a name of ours has none."""
    return [
        (value["type"], value["subtype"], outcome.code)
        if outcome.code >= 0 or not (outcome in NAMELESS or outcome in UNSURE)
        else (*_name(value, outcome, names), outcome.code)
        for value, (_, outcome, _, _, _) in zip(values, replies, strict=True)
    ]


def _name(value: Any, outcome: Outcome, names: Names) -> tuple[str, str]:
    """A name that is no endpoint's is not ours to keep: it may be anything, a secret too."""
    if outcome in NAMELESS or type(value) is not dict:
        return UNKNOWN
    type_, subtype = value.get("type"), value.get("subtype")
    if type(type_) is str and type(subtype) is str and (type_, subtype) in names:
        return type_, subtype
    return UNKNOWN


class AccessLog:
    """Writes request lines, and counts them."""

    def __init__(self, file: LogFile, metrics: Metrics, addresses: Shown, names: Names) -> None:
        self._file = file
        self._names = names
        self._metrics = metrics
        # Most lines are of addresses that were seen just before.
        self._shown = lru_cache(SEEN)(partial(for_logs, how=addresses))
        self._rows: dict[tuple[str, str, str, int], _Row] = {}
        self._second = 0
        self._prefix = ""

    def request(
        self, face: str, name: tuple[str, str], caller: Caller, reply: Reply, started: float
    ) -> None:
        """Note an answer; `started` is the perf_counter when its request came."""
        seconds = time.perf_counter() - started
        # A name that is no endpoint's is not ours to keep: it may be anything, a secret too.
        type_, subtype = UNKNOWN if reply.outcome is NO_ENDPOINT else name
        key = (face, type_, subtype, reply.outcome.code)
        row = self._rows.get(key) or self._row(key)
        row.timed.add(seconds)
        self._file.write(
            (
                f'{{"at":"{self._now()}",{row.text},"trace":"{caller.trace}",'
                f'"ms":{seconds * 1000:.2f},"user":{reply.user_id},'
                f'"address":"{self._shown(caller.address)}"}}'
            ).encode()
        )

    def _row(self, key: tuple[str, str, str, int]) -> _Row:
        face, type_, subtype, status = key
        event = {
            "event": "request",
            "face": face,
            "type": type_,
            "subtype": subtype,
            "status": status,
        }
        timed = self._metrics.timed(REQUESTS, face, type_, subtype, str(status))
        return self._rows.setdefault(key, _Row(orjson.dumps(event).decode()[1:-1], timed))

    def batch(
        self, face: str, values: list[Any], caller: Caller, answer: BatchAnswer, started: float
    ) -> None:
        """Note a batch in one line: how many items of each name were answered with each status."""
        seconds = time.perf_counter() - started
        replies = answer.replies
        user_id = max(reply.user_id for reply in replies) if caller.token else answer.user_id
        counts: Counter[tuple[str, str, int]] = Counter()
        # Most batches are many of a kind: comparing neighbours costs less than hashing each.
        for item, run in groupby(_items(values, replies, self._names)):
            counts[item] += len(list(run))
        answers = {
            f"{type_}/{subtype} {status}": number
            for (type_, subtype, status), number in counts.items()
        }
        for (type_, subtype, status), number in counts.items():
            timed = self._metrics.timed(REQUESTS, face, type_, subtype, str(status))
            timed.add(seconds / len(replies), number)
        line = {
            "at": self._now(),
            "event": "batch",
            "face": face,
            "items": len(replies),
            "answers": answers,
            "trace": caller.trace,
            "ms": round(seconds * 1000, 2),
            "user": user_id,
            "address": self._shown(caller.address),
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


class TracedAccessLog(AccessLog):
    """One that makes a span of each line as well."""

    def __init__(
        self, file: LogFile, metrics: Metrics, addresses: Shown, names: Names, tracing: Tracing
    ) -> None:
        super().__init__(file, metrics, addresses, names)
        self._tracing = tracing

    def request(
        self, face: str, name: tuple[str, str], caller: Caller, reply: Reply, started: float
    ) -> None:
        super().request(face, name, caller, reply, started)
        type_, subtype = UNKNOWN if reply.outcome is NO_ENDPOINT else name
        labels = {"face": face, "status": reply.outcome.code}
        self._end(f"{type_}/{subtype}", caller, started, labels)

    def batch(
        self, face: str, values: list[Any], caller: Caller, answer: BatchAnswer, started: float
    ) -> None:
        super().batch(face, values, caller, answer, started)
        self._end("batch", caller, started, {"face": face, "items": len(answer.replies)})

    def _end(self, name: str, caller: Caller, started: float, labels: dict[str, Any]) -> None:
        self._tracing.answered(name, caller.trace, time.perf_counter() - started, **labels)


def open_access_log(services: Services, file: LogFile, names: Names) -> AccessLog:
    """With spans where they are asked for; without, no request pays for them."""
    running = services.running
    addresses = running.config.log.addresses
    if not running.config.tracing.endpoint:
        return AccessLog(file, running.metrics, addresses, names)
    return TracedAccessLog(file, running.metrics, addresses, names, running.tracing)
