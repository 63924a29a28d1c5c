"""Forms as browsers send them (application/x-www-form-urlencoded), read in slices.

An escape costs as much as 300 characters of JSON: a mebibyte of them takes a tenth of a second.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_to_bytes

from protocol.envelope import NO_ID, Malformed
from protocol.slices import LARGE, Slices
from status_codes import Global

# Bytes that are unescaped at once: less than half a millisecond.
PIECE: Final = 4096
ESCAPE: Final = 3
MOST_FIELDS: Final = 1000


async def read_form(body: bytes, slices: Slices, most_fields: int = MOST_FIELDS) -> dict[str, str]:
    """The fields of a form, the later of two counts. Raises `Malformed` (-1)."""
    if body.count(b"&") >= most_fields:
        raise Malformed(NO_ID, Global.JSON_KEY)
    try:
        # What is not escaped may be in UTF-8 too, but must be right.
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(NO_ID, Global.JSON_KEY) from None
    fields = {}
    for pair in body.split(b"&"):
        if len(body) > LARGE:
            await slices.turn()
        if pair:
            name, _, value = pair.partition(b"=")
            fields[await _text(name, slices)] = await _text(value, slices)
    return fields


async def _text(part: bytes, slices: Slices) -> str:
    part = part.replace(b"+", b" ")
    if len(part) <= PIECE:
        return unquote_to_bytes(part).decode("utf-8", "replace")
    pieces, start = [], 0
    while start < len(part):
        await slices.turn()
        end = start + PIECE
        # An escape is not cut: one that may go on begins the next piece.
        escape = part.rfind(b"%", end - ESCAPE + 1, end)
        end = end if escape < 0 or end >= len(part) else escape
        pieces.append(unquote_to_bytes(part[start:end]))
        start = end
    return b"".join(pieces).decode("utf-8", "replace")
