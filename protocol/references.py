"""What an item of a batch takes from earlier ones: values of their data, or that they are done.

A reference stands under the name of its key with # before it, as in JMAP (RFC 8620, 3.7), so that
no value can be taken for one:

    {"id": 5, "type": "movie", "subtype": "start", "#token": {"from": 1, "path": "/token"},
     "#after": [3, 4], "data": {"#work_id": {"from": 2, "path": "/work_id"}}}

`from` is the place of an earlier item in the list, counted from 0; `path` a JSON pointer (RFC 6901)
into the data that it answers.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

SIGN: Final = "#"
TOKEN, AFTER = "#token", "#after"
# An item takes as much as an endpoint can use, from as deep as an endpoint answers.
MAX_REFERENCES: Final = 20
MAX_PATH: Final = 256
MAX_LEVELS: Final = 16


class Wrong(Exception):
    """Raised where something is no reference, or one to what does not come before."""


class Missing(Exception):
    """Raised where nothing is at the end of a path."""


class Reference(NamedTuple):
    """A value of the data that item `item` answers."""

    item: int
    path: list[str]


class References(NamedTuple):
    """All of an item; `items` are those that it waits for."""

    data: dict[str, Reference]
    token: Reference | None
    items: frozenset[int]


NONE: Final = References({}, None, frozenset())


def may_refer(body: bytes) -> bool:
    """Whether there may be a reference in a batch; most have none, and are not looked through."""
    return b"#" in body or (b"\\" in body and b"\\u0023" in body)


def references_of(value: Any, index: int) -> References:
    """Those of the item at `index`. Raises `Wrong` where one of them is none."""
    data = value.get("data") if type(value) is dict else None
    if type(data) is not dict:
        return NONE
    keys = [key for key in data if key.startswith(SIGN)]
    if not keys and TOKEN not in value and AFTER not in value:
        return NONE
    after = value.get(AFTER, [])
    if (
        len(keys) > MAX_REFERENCES
        or any(key[1:] in data for key in keys)
        or type(after) is not list
        or not all(_is_before(item, index) for item in after)
    ):
        raise Wrong
    found = {key[1:]: _reference(data[key], index) for key in keys}
    token = _reference(value[TOKEN], index) if TOKEN in value else None
    items = {reference.item for reference in found.values()}
    return References(
        found, token, frozenset(items | set(after) | ({token.item} if token else set()))
    )


def _is_before(item: Any, index: int) -> bool:
    return type(item) is int and 0 <= item < index


def _reference(value: Any, index: int) -> Reference:
    if type(value) is not dict or value.keys() != {"from", "path"}:
        raise Wrong
    item, path = value["from"], value["path"]
    if not _is_before(item, index) or type(path) is not str or len(path) > MAX_PATH:
        raise Wrong
    start, *levels = path.split("/")
    if start or len(levels) > MAX_LEVELS:
        raise Wrong
    return Reference(item, [level.replace("~1", "/").replace("~0", "~") for level in levels])


def value_at(data: Any, path: list[str]) -> Any:
    """What lies there. Raises `Missing` where nothing does."""
    for level in path:
        if isinstance(data, dict) and level in data:
            data = data[level]
        elif isinstance(data, list | tuple) and _is_index(level) and int(level) < len(data):
            data = data[int(level)]
        else:
            raise Missing
    return data


def _is_index(level: str) -> bool:
    return level.isascii() and level.isdecimal() and (level == "0" or level[0] != "0")
