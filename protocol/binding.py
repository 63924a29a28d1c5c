"""A handler's keyword-only parameters are the request's data; there is no second schema.

`Binder` reads the signature once and makes of it a pydantic validator. A wire name is the
parameter's name without a trailing underscore (`pass_`, `hash_`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final, NotRequired, get_args, get_type_hints

from pydantic import AliasChoices, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import TypedDict

from protocol.upload import FilePart
from status_codes import ApiError, Global


class Binder:
    """Turns `data` into the keyword arguments of one handler, or raises the right `ApiError`."""

    def __init__(self, handle: Callable[..., Any], name: str) -> None:
        hints = get_type_hints(handle, include_extras=True)
        parameters = [
            parameter
            for parameter in inspect.signature(handle).parameters.values()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        ]
        self.fields = {parameter.name.rstrip("_"): parameter for parameter in parameters}
        self.files = frozenset(
            wire for wire, p in self.fields.items() if _mentions(hints[p.name], FilePart)
        )
        # pydantic takes true for 1 where it takes "1" for it: what is no boolean is not to be one.
        self._numbers = [
            wire
            for wire, p in self.fields.items()
            if not any(_mentions(hints[p.name], kind) for kind in (bool, Any))
        ]
        self._renamed = [(w, p.name) for w, p in self.fields.items() if w != p.name]
        # Of each field all that a client may call it.
        self._names = [_names(wire, hints[p.name]) for wire, p in self.fields.items()]
        self.names = frozenset(name for names in self._names for name in names)
        shape = {
            wire: hints[p.name] if p.default is p.empty else NotRequired[hints[p.name]]
            for wire, p in self.fields.items()
        }
        self.adapter: TypeAdapter[Any] = TypeAdapter(_typed_dict(name, shape))

    def bind(self, data: dict[str, Any], *, strict: bool) -> dict[str, Any]:
        """Keyword arguments for the handler. Raises `ApiError` with the name of the wrong `field`.

        `strict` is for JSON, where 1 and "1" differ; REST forms and paths carry only text.
        """
        if not self.fields:
            if data:
                raise ApiError(Global.DATA_KEY)
            return data
        # Each unexpected key would be an error with a text of its own: a body holds 100,000.
        if len(data) > len(self.fields):
            raise ApiError(Global.DATA_KEY)
        try:
            bound: dict[str, Any] = self.adapter.validate_python(data, strict=strict)
        except ValidationError as error:
            outcome, field = _worst(error.errors(include_url=False, include_context=False))
            raise ApiError(outcome, field=field) from None
        if not strict:
            self._no_booleans(data)
        for wire, name in self._renamed:
            if wire in bound:
                bound[name] = bound.pop(wire)
        return bound

    def _no_booleans(self, data: dict[str, Any]) -> None:
        for wire in self._numbers:
            if type(data.get(wire)) is bool:
                raise ApiError(Global.ARG_TYPE, field=wire)

    def known(self, data: dict[str, Any]) -> dict[str, Any]:
        """What of `data` the handler knows; of several names of one value the first."""
        there = [next((name for name in names if name in data), None) for names in self._names]
        return {name: data[name] for name in there if name is not None}

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the data object."""
        return self.adapter.json_schema()


def _names(wire: str, hint: Any) -> tuple[str, ...]:
    """What a value may be called, its own name first."""
    for extra in getattr(hint, "__metadata__", ()):
        choices = getattr(extra, "validation_alias", None)
        if isinstance(choices, AliasChoices):
            return tuple(str(choice) for choice in choices.choices)
    return (wire,)


def _mentions(hint: Any, kind: Any) -> bool:
    return hint is kind or any(_mentions(inner, kind) for inner in get_args(hint))


def _typed_dict(name: str, shape: dict[str, Any]) -> Any:
    make: Any = TypedDict
    made = make(name, shape)
    made.__pydantic_config__ = ConfigDict(extra="forbid", hide_input_in_errors=True)
    return made


# Keys are judged before values, and an unexpected key first.
_ORDER = (
    Global.DATA_KEY,
    Global.ARG_MISSING,
    Global.ARG_EMPTY,
    Global.ARG_TYPE,
    Global.ARG_VALUE,
)


# Beyond 64 bits a reader of JSON has a float where an int was sent.
WIDE: Final = float(1 << 63)


def _worst(errors: list[ErrorDetails]) -> tuple[Global, str]:
    found = ((_outcome(error), str(error["loc"][0])) for error in errors)
    return min(found, key=lambda fault: _ORDER.index(fault[0]))


def _outcome(error: ErrorDetails) -> Global:
    kind = error["type"]
    if kind == "extra_forbidden":
        return Global.DATA_KEY
    if kind == "missing":
        return Global.ARG_MISSING
    if error["input"] is None or error["input"] == "":
        return Global.ARG_EMPTY
    given = error["input"]
    if kind == "int_type" and type(given) is float and abs(given) >= WIDE:
        return Global.ARG_VALUE
    if kind.endswith(("_type", "_parsing")):
        return Global.ARG_TYPE
    return Global.ARG_VALUE
