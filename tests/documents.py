"""The two API documents as data, the names of their rows, and the mark that says: covered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])

FOLDER = Path(__file__).parent / "contract"
HOTEL: dict[str, Any] = json.loads((FOLDER / "hotel.json").read_text())
TRAVEL: dict[str, Any] = json.loads((FOLDER / "travel.json").read_text())


def covers(*_: str) -> Callable[[T], T]:
    """Say which rows of the documents a test covers, each named in full or by a pattern.

    The mark does nothing; tests/contract/test_rows.py reads it in the source.
    """
    return lambda test: test


def hotel_rows() -> Iterator[str]:
    """The name of every row of the hotel document's tables and notices."""
    for endpoint in HOTEL["endpoints"]:
        name = endpoint["name"]
        yield from (f"{name}: method {method}" for method in endpoint["methods"])
        yield from (f"{name}: field {field}" for field in endpoint["fields"])
        yield from (f"{name}: answer {key}" for key in endpoint["answer"])
        yield from (f"{name}: notice {n}" for n in range(1, len(endpoint["notices"]) + 1))
        yield from (f"{name}: {status}" for status in endpoint["global"])
        yield from (f"{name}: local {status}" for status in endpoint["local"])
    yield from (f"global: {status}" for status in HOTEL["global"])
    yield from (f"global: {status}" for status in HOTEL["global_ours"])
    yield from (f"global: notice {n}" for n in range(1, len(HOTEL["global_notices"]) + 1))


def travel_rows() -> Iterator[str]:
    """The name of every row of the travel document's tables and notes."""
    for endpoint in TRAVEL["endpoints"]:
        name = endpoint["name"]
        yield from (f"{name}: by {route.partition(' ')[0]}" for route in endpoint["routes"])
        yield from (f"{name}: takes {field}" for field in endpoint.get("fields", {}))
        yield from (f"{name}: says {message}" for message in endpoint["says"])
        yield from (f"{name}: gives {field}" for field in given(endpoint.get("gives", {})))
        yield from (f"{name}: when {state}" for state in endpoint.get("when", {}))
        yield from (f"{name}: state {number}" for number in endpoint.get("states", {}))
        yield from (f"{name}: notice {n}" for n, _ in enumerate(endpoint.get("notices", ()), 1))
    yield from (f"travel: says {message}" for message in TRAVEL["everywhere"])
    yield from (f"travel: page {path}" for path in TRAVEL["pages"])


def given(shape: Any) -> Iterator[str]:
    """The fields of a reply, an inner one behind the name of the list that it stands in."""
    if not isinstance(shape, dict):
        yield "data"
        return
    for name, inner in shape.items():
        yield name
        if isinstance(inner, list) and isinstance(inner[0], dict):
            yield from (f"{name}.{below}" for below in given(inner[0]))
