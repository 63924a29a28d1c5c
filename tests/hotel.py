"""The hotel document as data, the names of its rows, and the mark of a test that covers one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parent / "contract" / "hotel.json").read_text()
)
ENDPOINTS: list[dict[str, Any]] = DOCUMENT["endpoints"]


def covers(*rows: str) -> Callable[[T], T]:
    """Say which rows of the document a test covers, each named in full or by a pattern.

    The mark does nothing; tests/contract/test_hotel.py reads it in the source.
    """
    return lambda test: test


def rows() -> Iterator[str]:
    """The name of every row of the document's tables and notices."""
    for endpoint in ENDPOINTS:
        name = endpoint["name"]
        yield from (f"{name}: method {method}" for method in endpoint["methods"])
        yield from (f"{name}: field {field}" for field in endpoint["fields"])
        yield from (f"{name}: answer {key}" for key in endpoint["answer"])
        yield from (f"{name}: notice {n}" for n in range(1, len(endpoint["notices"]) + 1))
        yield from (f"{name}: {status}" for status in endpoint["global"])
        yield from (f"{name}: local {status}" for status in endpoint["local"])
    yield from (f"global: {status}" for status in DOCUMENT["global"])
    yield from (f"global: {status}" for status in DOCUMENT["global_ours"])
    yield from (f"global: notice {n}" for n in range(1, len(DOCUMENT["global_notices"]) + 1))
