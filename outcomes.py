"""What a row of status_codes.py is, and how it is answered from anywhere."""

from __future__ import annotations

from enum import Enum
from typing import Any


class Outcome(Enum):
    """One row per outcome: code, envelope message, REST msg, REST HTTP status.

    A text may hold `{name}` fields, filled from the arguments of `ApiError`.
    """

    def __init__(self, code: int, message: str, msg: str = "", http: int = 403) -> None:
        self.code = code
        self.message = message
        self.msg = msg or message
        self.http = http


class ApiError(Exception):
    """Raised anywhere below a handler to answer `outcome` instead of success."""

    def __init__(
        self, outcome: Outcome, data: dict[str, Any] | None = None, **texts: str | int
    ) -> None:
        super().__init__(outcome.message)
        self.outcome = outcome
        self.data = data or {}
        self.texts = texts
