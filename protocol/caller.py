"""Who asks, as rules read it: a value that nothing changes while it is being answered."""

from __future__ import annotations

from typing import Protocol

from status_codes import ApiError, Outcome


class Caller(Protocol):
    """`user_id` is 0 for a stranger; `address` is where the request comes from.

    trace: the request's name in logs; language: "zh" or "en", which texts for this person are
    to be in.
    """

    @property
    def user_id(self) -> int: ...

    @property
    def address(self) -> str: ...

    @property
    def trace(self) -> str: ...

    @property
    def language(self) -> str: ...


class NotAdmitted(ApiError):
    """Raised when somebody is known who may not ask this; the journal names them by `user_id`."""

    def __init__(self, outcome: Outcome, user_id: int) -> None:
        super().__init__(outcome)
        self.user_id = user_id
