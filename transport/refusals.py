"""Rule: where no face answers, the answer has the form of the face that was asked, and the log gets
one short line with no word of what was sent.

The HTTP parser refuses requests before any face has seen them. What it says of them repeats them,
with the tokens in their addresses and headers.
"""

from __future__ import annotations

import re
import time
from pathlib import PurePath
from traceback import extract_tb
from typing import Final
from urllib.parse import unquote

import structlog
from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError, LineTooLong
from aiohttp.web_request import BaseRequest

from protocol.envelope import NO_ID, Reply, dump
from protocol.registry import Registry
from status_codes import Global, Outcome, RestOnly
from transport.aiohttp_internals import HEADERS
from transport.callers import CallerFactory
from transport.health import ALIKE
from transport.rest_words import rest_body

# So many lines a second; the next second's first says how many more there were.
LINES: Final = 10
FRAMES: Final = 4
# A request line that says where it goes, with or without the name of a host.
TARGET: Final = re.compile(rb"(?:\r?\n)*[!-~]{1,32} (?:https?://[^/? ]*)?(/[^? \r\n]*)", re.I)
TOO_MANY: Final = "Too many headers received"
# A balancer that looks at these believes an HTTP 200.
HEALTH: Final = re.compile(f"/api/{ALIKE}")


class FaceRefusals:
    """The `Refusals` of all faces."""

    def __init__(self, registry: Registry, callers: CallerFactory, *, always_200: bool) -> None:
        self._rest = {route.partition(" ")[2] for route in registry.rest}
        self._callers = callers
        self._always_200 = always_200
        self._second = 0
        self._lines = 0

    def trace(self) -> str:
        return self._callers.trace()

    def refuse(self, head: bytes, error: BaseException | None) -> web.Response:
        trace = self._callers.trace()
        self._note(error, trace)
        large = isinstance(error, LineTooLong) or (
            isinstance(error, BadHttpMessage) and error.message == TOO_MANY
        )
        row: Outcome = Global.TOO_LARGE if large else RestOnly.MALFORMED
        found = TARGET.match(head)
        path = unquote(found[1].decode("latin-1")) if found else "/api"
        return self._said(path, row, trace, tunnel=head[:8].upper() == b"CONNECT ")

    def fail(self, request: BaseRequest, status: int, error: BaseException | None) -> web.Response:
        trace = request.get("trace") or self._callers.trace()
        # The text of an error may repeat what was sent; where it was raised does not.
        structlog.get_logger().error("no answer was made", trace=trace, **_place(error))
        row = Global.TIMEOUT if status == 504 else Global.INTERNAL
        return self._said(request.path, row, trace)

    def break_off(self, error: BaseException | None) -> None:
        # A body that breaks off or is not what it says was answered by its face.
        if not isinstance(error, (web.RequestPayloadError, HttpProcessingError)):
            structlog.get_logger().error("an answer was not finished", **_place(error))

    def absent(self, request: web.Request, status: int) -> web.Response:
        """What aiohttp's own errors are to a face: nothing is there, or not by that method."""
        trace = request.get("trace") or self._callers.trace()
        row = RestOnly.NOT_FOUND if status == 404 else RestOnly.MALFORMED
        return self._said(request.path, row, trace, tunnel=request.method == "CONNECT")

    def _said(self, path: str, row: Outcome, trace: str, *, tunnel: bool = False) -> web.Response:
        headers = HEADERS | {"Trace": trace}
        # To somebody who asks for a tunnel HTTP 200 says that it stands.
        numbered = tunnel or bool(HEALTH.fullmatch(path))
        if numbered or self._is_rest(path):
            status = 200 if self._always_200 and not numbered else row.http
            return web.Response(body=rest_body(row), status=status, headers=headers)
        said = row if isinstance(row, Global) else ENVELOPE_ROWS[row]
        return web.Response(body=dump(Reply(NO_ID, said, {})), headers=headers)

    def _is_rest(self, path: str) -> bool:
        if not path.startswith("/"):
            return False
        below = path == "/api" or path.startswith("/api/")
        return not below or path.rstrip("/") in self._rest

    def _note(self, error: BaseException | None, trace: str) -> None:
        second = int(time.monotonic())
        more = {}
        if second != self._second:
            if self._lines > LINES:
                more = {"more": self._lines - LINES}
            self._second, self._lines = second, 0
        self._lines += 1
        if self._lines <= LINES:
            structlog.get_logger().warning(
                "malformed request",
                kind=type(error).__name__,
                trace=trace,
                **more,
            )


ENVELOPE_ROWS: Final[dict[Outcome, Global]] = {
    RestOnly.MALFORMED: Global.JSON_KEY,
    RestOnly.NOT_FOUND: Global.JSON_VALUE,
}


def _place(error: BaseException | None) -> dict[str, str]:
    """What was raised and where, without its text."""
    frames = extract_tb(error.__traceback__)[-FRAMES:] if error else []
    where = " < ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return {"kind": type(error).__name__, "where": where}


async def heed_expect(request: web.Request) -> None:
    """Have a client send its body; an expectation that nobody knows is none."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0


REFUSALS: Final = web.AppKey("refusals", FaceRefusals)
