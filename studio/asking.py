"""What the studio asks of the world outside: models and places, reached through its caller.

The studio has no network and no models. It works without an answer too: one that is None failed
or is not to be had, and is worth a warning, never a failed render.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

# Asked what, and of which things; one answer for each thing, None where there is none.
Ask = Callable[[str, Sequence[dict[str, Any]]], list[dict[str, Any] | None]]


def nobody(_: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """Answers nothing."""
    return [None] * len(requests)
