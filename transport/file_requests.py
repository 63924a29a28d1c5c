"""Rule: of a file a request is answered what RFC 9110 says of conditions and ranges.

Of several ranges the whole file: players ask for one, and bear the whole. Of a unit that is not
bytes, and of any method but GET, too. What is no range, or none that is there, is 416.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from aiohttp import web
from aiohttp.helpers import ETag

from stores.media import StoredFile

BYTES: Final = "bytes="
RANGE: Final = re.compile(r"[ \t]*([0-9]*)-([0-9]*)[ \t]*")
# More digits than any file's length has; a longer number is as good as this one.
DIGITS: Final = 18


class Wanted(NamedTuple):
    """The status of the answer (200, 206, 304, 412 or 416), and which bytes are in it."""

    status: int
    first: int = 0
    length: int = 0


def wanted(request: web.Request, stored: StoredFile) -> Wanted:
    """What of the file a request wants."""
    if status := _refused(request, stored):
        return Wanted(status)
    whole = Wanted(200, 0, stored.size)
    asked = request.headers.get("Range", "")
    if request.method != "GET" or not _is_same(request, stored):
        return whole
    if asked[: len(BYTES)].lower() != BYTES:
        return whole
    parts = [part for part in asked[len(BYTES) :].split(",") if part.strip(" \t")]
    found = [_span(part, stored.size) for part in parts]
    there = [span for span in found if span is not None and span.length]
    if None in found or not there:
        return Wanted(416)
    return there[0] if len(found) == 1 else whole


def _span(part: str, size: int) -> Wanted | None:
    """One range, of no length where nothing of it is there; None where it is none."""
    match = RANGE.fullmatch(part)
    if match is None or not any(match.groups()):
        return None
    begin, end = match.groups()
    if not begin:
        length = min(_number(end), size)
        return Wanted(206, size - length, length)
    first, last = _number(begin), _number(end) if end else size - 1
    if end and last < first:
        return None
    return Wanted(206, first, max(min(last + 1, size) - first, 0))


def _number(digits: str) -> int:
    short = digits.lstrip("0")
    return int(short or "0") if len(short) <= DIGITS else int("9" * DIGITS)


def _refused(request: web.Request, stored: StoredFile) -> int:
    """304 or 412 where the conditions of the request say so, else 0."""
    if request.if_match is not None and not _is_among(stored, request.if_match):
        return 412
    since = _date(lambda: request.if_unmodified_since)
    if request.if_match is None and since and stored.modified > since.timestamp():
        return 412
    if request.if_none_match is not None:
        return 304 if _is_among(stored, request.if_none_match, weak=True) else 0
    since = _date(lambda: request.if_modified_since)
    return 304 if since and stored.modified <= since.timestamp() else 0


def _is_among(stored: StoredFile, tags: tuple[ETag, ...], *, weak: bool = False) -> bool:
    value = stored.etag.strip('"')
    return any(tag.value in (value, "*") and (weak or not tag.is_weak) for tag in tags)


def _is_same(request: web.Request, stored: StoredFile) -> bool:
    """Whether If-Range, where it is, names this version."""
    asked = request.headers.get("If-Range", "")
    if asked.startswith(('"', "W/")):
        return asked == stored.etag
    since = _date(lambda: request.if_range)
    return not asked or (since is not None and stored.modified <= since.timestamp())


def _date(read: Callable[[], datetime | None]) -> datetime | None:
    """One of the request; what is no date is as if it were not there."""
    try:
        return read()
    # A year of twenty digits.
    except OverflowError:
        return None
