"""Rule: an id comes back as it was sent, where orjson does not tell it, too.

Of an int beyond 64 bits it makes a float, and a body with half a surrogate pair it refuses.
Python's own reader takes both. It is asked once orjson has failed: nobody else pays for it.
"""

from __future__ import annotations

import json
from typing import Any, Final, TypeAlias

import orjson

ABSENT: Final = -1
# Of a longer int nobody makes an id, and a short reply stays short.
DIGITS: Final = 512
# Bytes of a body. Python's reader takes milliseconds for more, and who sends that much that orjson
# refuses, or under such a number, loses nothing but the number.
LONGEST: Final = 1 << 18

# An int; one beyond 64 bits as it is written.
SentId: TypeAlias = int | orjson.Fragment


class _Digits(str):
    """An int as it was written: a number for a text of a million digits would take minutes."""


def id_in(body: bytes) -> SentId:
    """The id in the JSON object that `body` is, -1 where there is none that is an int.

    Bodies of more than `LONGEST` are not read again.
    """
    return _id_of(_read(body))


def ids_in(body: bytes) -> list[SentId]:
    """The ids of the items of the JSON list that `body` is."""
    value = _read(body)
    return [_id_of(item) for item in value] if isinstance(value, list) else []


def _read(body: bytes) -> Any:
    if len(body) > LONGEST:
        return None
    try:
        # A float as text: nobody asks for it.
        return json.loads(body.decode("utf-8", "replace"), parse_int=_Digits, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _id_of(value: Any) -> SentId:
    given = value.get("id") if isinstance(value, dict) else None
    if not isinstance(given, _Digits) or len(given) > DIGITS:
        return ABSENT
    number = int(given)
    return number if -(1 << 63) <= number < 1 << 64 else orjson.Fragment(given.encode())
