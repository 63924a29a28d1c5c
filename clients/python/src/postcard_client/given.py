"""What stands for a value that was not given: null is a value of its own."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final


class Unset(Enum):
    UNSET = "unset"


UNSET: Final = Unset.UNSET


def given(**values: Any) -> dict[str, Any]:
    """Those that were, under their names of the wire: `pass_` is `pass` there."""
    return {key.rstrip("_"): value for key, value in values.items() if value is not UNSET}
