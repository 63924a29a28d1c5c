"""An example of a JSON Schema: what it gives itself; where it gives none, the least that fits."""

from __future__ import annotations

from typing import Any, Final

from protocol.replies import MOMENT

SIMPLE: Final[dict[str, Any]] = {
    "string": "…",
    "integer": 1,
    "number": 0.5,
    "boolean": False,
    "null": None,
}
TIME: Final = "2026-01-01 08:00:00"
# The first bytes of every PNG.
PICTURE: Final = "iVBORw0KGgo="


def example(schema: dict[str, Any], shapes: dict[str, dict[str, Any]]) -> Any:
    """One value; `shapes` are what its references lead to, by the last part of their names."""
    if "$ref" in schema:
        return example(shapes[schema["$ref"].rpartition("/")[2]], shapes)
    for key in ("examples", "enum"):
        if key in schema:
            return schema[key][0]
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return example(schema[key][0], shapes)
    return schema["const"] if "const" in schema else _of_type(schema, shapes)


def _of_type(schema: dict[str, Any], shapes: dict[str, dict[str, Any]]) -> Any:
    if schema["type"] == "object":
        return {name: example(of, shapes) for name, of in schema["properties"].items()}
    if schema["type"] == "array":
        return [example(schema["items"], shapes)]
    if "contentEncoding" in schema:
        return PICTURE
    return TIME if schema.get("pattern") == MOMENT else SIMPLE[schema["type"]]
