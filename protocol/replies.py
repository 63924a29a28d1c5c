"""What an endpoint answers: the TypedDict, or one of several, that its handler returns.

Nothing here runs while a request is answered. `make api` describes these types, and the tests
compare every answer with them.
"""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict, is_typeddict

MOMENT: Final = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"
# A time as the documents write it, UTC.
Moment = Annotated[str, StringConstraints(pattern=MOMENT)]
Base64 = Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]


# A TypedDict.
Shape: TypeAlias = type


class Nothing(TypedDict):
    """No data: the status says it all."""


class UndeclaredReply(ValueError):
    """Raised where an endpoint is declared whose handler does not say what it answers."""


def replies_of(handle: Callable[..., Any], answer: type) -> tuple[Shape, ...]:
    """The TypedDicts that a handler's return annotation names, behind `answer` or not."""
    hint = get_type_hints(handle, include_extras=True).get("return")
    found = tuple(shape for member in _members(hint) for shape in _within(member, answer))
    if not found or not all(is_typeddict(shape) for shape in found):
        raise UndeclaredReply(f"returns {hint}, which is no TypedDict")
    return found


def _within(hint: Any, answer: type) -> tuple[Any, ...]:
    if get_origin(hint) is not answer:
        return (hint,)
    return tuple(member for inner in get_args(hint) for member in _members(inner))


def _members(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def keys(shapes: tuple[Shape, ...]) -> set[str]:
    """Every key that one of the shapes has."""
    return {key for shape in shapes for key in shape.__annotations__}
