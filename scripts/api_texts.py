"""What of the API's description the registry does not say: docs/api/texts.toml, read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

SIMPLE: Final[dict[str, dict[str, Any]]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "object": {"type": "object"},
    "time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"},
    "base64": {"type": "string", "contentEncoding": "base64"},
}
LANGUAGES: Final = ("en", "zh")


class Field(NamedTuple):
    """A field of a reply; `owner` is the endpoint or the shape that it stands in."""

    owner: str
    name: str
    path: str
    type: str
    optional: bool


@dataclass(frozen=True)
class Texts:
    """The file's tables. A word is looked for as `type/subtype.field`, then as `field`.

    A reply's field is written `name = "type"`: `name?` may be left out, `type|null` may be null,
    `[type]` is a list, and a type may be the name of a shape.
    """

    types: Mapping[str, list[str]]
    endpoints: Mapping[str, str]
    words: Mapping[str, list[str]]
    shapes: Mapping[str, Mapping[str, str]]
    replies: Mapping[str, Mapping[str, str] | str]
    used: set[str] = field(default_factory=set)

    def word(self, owner: str, name: str, language: str) -> str:
        """What a field means. Raises KeyError when nobody has said it."""
        key = f"{owner}.{name}"
        key = key if key in self.words else name
        self.used.add(key)
        return self.words[key][LANGUAGES.index(language)]

    def reply(self, endpoint: str) -> Mapping[str, str]:
        """The fields of an endpoint's data, with their types."""
        given = self.replies[endpoint]
        return self.shapes[given] if isinstance(given, str) else given

    def fields(self, endpoint: str) -> Iterator[Field]:
        """Each field of an endpoint's reply, those of inner shapes behind a dot."""
        given = self.replies[endpoint]
        owner = given if isinstance(given, str) else endpoint
        yield from self._below(owner, self.reply(endpoint), "")

    def _below(self, owner: str, shape: Mapping[str, str], before: str) -> Iterator[Field]:
        for given, type_ in shape.items():
            name = given.rstrip("?")
            path = before + name
            yield Field(owner, name, path, type_, optional=given != name)
            inner = type_.removesuffix("|null").strip("[]")
            if inner in self.shapes:
                mark = "[]." if "[" in type_ else "."
                yield from self._below(inner, self.shapes[inner], path + mark)

    def schema(self, endpoint: str) -> dict[str, Any]:
        """JSON Schema of an endpoint's data; shapes are references into `components`."""
        given = self.replies[endpoint]
        if isinstance(given, str):
            return {"$ref": f"#/components/schemas/{given}"}
        return object_schema(given, self.shapes)

    def components(self) -> dict[str, Any]:
        """JSON Schema of every shape."""
        return {name: object_schema(shape, self.shapes) for name, shape in self.shapes.items()}


def object_schema(shape: Mapping[str, str], shapes: Mapping[str, Any]) -> dict[str, Any]:
    """An object with these fields and no other."""
    return {
        "type": "object",
        "properties": {name.rstrip("?"): type_schema(t, shapes) for name, t in shape.items()},
        "required": [name for name in shape if not name.endswith("?")],
        "additionalProperties": False,
    }


def type_schema(written: str, shapes: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Schema of a type as the file writes it."""
    if written.endswith("|null"):
        return {"anyOf": [type_schema(written.removesuffix("|null"), shapes), {"type": "null"}]}
    if written.startswith("["):
        return {"type": "array", "items": type_schema(written[1:-1], shapes)}
    if written in shapes:
        return {"$ref": f"#/components/schemas/{written}"}
    return dict(SIMPLE[written])


def read_texts(path: Path) -> Texts:
    return Texts(**tomllib.loads(path.read_text(encoding="utf-8")))
