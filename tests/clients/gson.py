"""How Gson 2 fills the classes of an Android app: by the names and types that they declare.

A shape is int, float, str, [shape] for a list, or {name: shape} for a class. What is not
declared is left out, what is missing or null is None (0 for a plain int); a wrong type is an error
that ends the call, whatever the rest of the answer says.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

from tests.clients.replay import Broken

Shape: TypeAlias = Any
INT = range(-(2**31), 2**31)
# A class may declare Integer instead, which is null where nothing came.
INTEGER = "Integer"


def fill(shape: Shape, value: Any, at: str = "$") -> Any:
    """The value as the app has it. Raises `Broken` where Gson raises."""
    if value is None:
        return 0 if shape is int else None
    if isinstance(shape, dict):
        return _object(shape, value, at)
    if isinstance(shape, list):
        _is(isinstance(value, list), "BEGIN_ARRAY", value, at)
        return [fill(shape[0], inner, f"{at}[{index}]") for index, inner in enumerate(value)]
    _is(not isinstance(value, list | dict), f"a value for {shape}", value, at)
    return _int(value, at) if shape in (int, INTEGER) else _plain(shape, value, at)


def _plain(shape: Shape, value: Any, at: str) -> Any:
    if shape is float:
        _is(_is_number(value), "a float", value, at)
        return float(value)
    assert shape is str, shape
    # Numbers and truths become text.
    return value if isinstance(value, str) else str(value).lower()


def _object(shape: dict[str, Shape], value: Any, at: str) -> dict[str, Any]:
    _is(isinstance(value, dict), "BEGIN_OBJECT", value, at)
    return {key: fill(inner, value.get(key), f"{at}.{key}") for key, inner in shape.items()}


def _int(value: Any, at: str) -> int:
    _is(_is_number(value) and float(value) == int(float(value)) in INT, "an int", value, at)
    return int(float(value))


def _is_number(value: Any) -> bool:
    """A number in quotes is one too."""
    try:
        return not isinstance(value, bool) and math.isfinite(float(value))
    except ValueError:
        return False


def _is(right: bool, wanted: str, value: Any, at: str) -> None:
    if not right:
        raise Broken(f"expected {wanted} but was {str(value)[:40]!r} at {at}")
