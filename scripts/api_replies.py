"""What endpoints answer, as JSON Schema and as rows of the pages: both from their TypedDicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, Union, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import get_original_bases, is_typeddict, override

from protocol.profiles import X_CLIENTS, settings_in, under
from protocol.registry import Endpoint, Registry
from protocol.replies import MOMENT, Shape
from settings import profile_of, switches_of
from status_codes import Outcome

REF: Final = "#/components/schemas/{model}"
NAMED: Final = re.compile(REF.format(model=r"(\w+)"))
# No key but those declared, none left out, and no value that only looks like its type.
STRICT: Final = ConfigDict(extra="forbid", strict=True)


class Field(NamedTuple):
    """A key of a reply; `owners` are the shapes that have it, the nearest first."""

    owners: tuple[str, ...]
    name: str
    path: str
    type: str
    optional: bool


class Untitled(GenerateJsonSchema):
    """Without titles, which pydantic would make of the names and which say nothing more."""

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class Replies:
    """The replies of all endpoints of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.shapes = {shape.__name__: shape for shape in _every(registry)}
        inputs = [(n, "validation", adapter((s,))) for n, s in self.shapes.items()]
        _, made = TypeAdapter.json_schemas(
            inputs,  # type: ignore[arg-type]  # pydantic wants each mode as a literal
            ref_template=REF,
            schema_generator=Untitled,
        )
        # JSON Schema of every shape, by its name.
        self.components: dict[str, dict[str, Any]] = made["$defs"]
        for schema in self.components.values():
            del schema["title"]

    def schema(self, endpoint: Endpoint) -> dict[str, Any]:
        """JSON Schema of an endpoint's data over any face but REST.

        Shapes are references into `components`.
        """
        answered = endpoint.answers(switches_of("document"), rest=False)
        return one_of([{"$ref": REF.format(model=shape.__name__)} for shape in answered])

    def shown(self, endpoint: Endpoint) -> dict[str, Any]:
        """JSON Schema of the data as the REST face shows it, the default profile's first."""
        ways = [way for shape in endpoint.replies for way in self._ways(endpoint, shape)]
        if ways and all(X_CLIENTS in way for way in ways):
            return {"oneOf": sorted(ways, key=lambda way: any(way[X_CLIENTS].values()))}
        return one_of(ways)

    def _ways(self, endpoint: Endpoint, shape: Shape) -> Iterator[dict[str, Any]]:
        """How the REST face shows a reply: whole, or the value of one key."""
        schema = self.components[shape.__name__]
        bare = schema["properties"].get(endpoint.unwrap)
        when: dict[str, Any] = {}
        for switch in endpoint.switches:
            if shape in (switch.off, switch.on):
                when = only_where(switch.setting, shape is switch.on)
        if bare is None or endpoint.unwrap not in schema["required"]:
            yield when | {"$ref": REF.format(model=shape.__name__)}
        if bare is not None:
            yield when | bare

    def settings(self, endpoint: Endpoint, *, rest: bool) -> set[str]:
        """The settings of `clients` by which its answers differ, over REST or any other face."""
        data = self.shown(endpoint) if rest else self.schema(endpoint)
        reached = [data, *(self.components[name] for name in _reached(data, self.components))]
        outcomes = {one.setting for one in endpoint.switches if isinstance(one.on, Outcome)}
        return outcomes | settings_in(under(reached, {}, rest=rest))

    def keys(self, shapes: Iterable[Shape]) -> dict[str, Field]:
        """The keys of a reply that is one of the shapes."""
        found: dict[str, Field] = {}
        names = [shape.__name__ for shape in shapes]
        for name in names:
            for key, schema in self.components[name]["properties"].items():
                known = found.get(key)
                above = known.owners if known else ()
                optional = any(key not in self.components[n].get("required", []) for n in names)
                lineage = (*above, *_lineage(self.shapes[name]))
                found[key] = Field(lineage, key, key, written(schema), optional)
        return found

    def fields(self, endpoint: Endpoint) -> Iterator[Field]:
        """Each key of an endpoint's reply, those of inner shapes behind a dot."""
        return self._below(self.keys(endpoint.replies), "")

    def _below(self, keys: dict[str, Field], before: str) -> Iterator[Field]:
        for field in keys.values():
            path = before + field.path
            yield field._replace(path=path)
            inner = field.type.removesuffix("|null").strip("[]")
            # The studio's documents have pages of their own.
            if inner in self.shapes and not self.shapes[inner].__module__.startswith("studio."):
                mark = "[]." if "[" in field.type else "."
                yield from self._below(self.keys((self.shapes[inner],)), path + mark)


def adapter(shapes: tuple[Shape, ...]) -> TypeAdapter[list[Any]]:
    """What compares a list of one reply with the shapes it may have."""
    # A list, since a TypedDict takes a strictness only from what it stands in.
    reply: Any = list[Union[shapes]]  # type: ignore[valid-type]  # noqa: UP007
    return TypeAdapter(reply, config=STRICT)


def one_of(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """What is any of these."""
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def only_where(setting: str, on: bool) -> dict[str, Any]:
    """What stands beside a part of a description that is true where a setting is on, or is not."""
    return {"title": profile_of(setting, on), X_CLIENTS: {setting: on}}


def _reached(schema: Any, components: dict[str, dict[str, Any]]) -> set[str]:
    """The names of the shapes that a schema leads to."""
    found: set[str] = set()
    left = [schema]
    while left:
        names = set(NAMED.findall(str(left.pop()))) - found
        found |= names
        left += [components[name] for name in names]
    return found


def _every(registry: Registry) -> dict[Shape, None]:
    """All shapes of all endpoints, each once. Raises ValueError where two have one name."""
    found: dict[Shape, None] = {}
    for endpoint in registry:
        for reply in (*endpoint.replies, endpoint.refusal):
            found |= dict.fromkeys(_within(reply))
    names = [shape.__name__ for shape in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two replies are called {', '.join(twice)}")
    return found


def _within(hint: Any) -> Iterator[Shape]:
    if is_typeddict(hint):
        yield hint
        for inner in get_type_hints(hint).values():
            yield from _within(inner)
    for inner in get_args(hint):
        yield from _within(inner)


def _lineage(shape: Shape) -> Iterator[str]:
    """Its name, and those of the shapes that it extends."""
    yield shape.__name__
    for extended in get_original_bases(shape):
        if is_typeddict(extended):
            yield from _lineage(extended)


def written(schema: dict[str, Any]) -> str:
    """A type as the pages write it: `[X]` is a list of X, `X|null` may be null."""
    if "anyOf" in schema:
        options = [written(option) for option in schema["anyOf"]]
        return "|".join(sorted(options, key=lambda option: option == "null"))
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"[{written(schema['items'])}]"
    if "contentEncoding" in schema:
        return str(schema["contentEncoding"])
    return "time" if schema.get("pattern") == MOMENT else str(schema.get("type", "any"))
