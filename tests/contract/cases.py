"""The table of cases: for each row of the travel document, how it comes about on the wire.

A case is given a `Scene` and answers with the reply of the endpoint that its row is of. The tests
in test_travel_rows.py walk over the document and find no case missing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.contract.reading import Reader

Reply = dict[str, Any]


@dataclass
class Scene:
    """`me` has signed in; `works` are the numbers of finished, shared works of `owner` by kind."""

    me: Reader
    works: dict[str, int]
    owner: str

    async def other(self) -> Reader:
        """Somebody else who has signed in."""
        return await self.me.another()

    def stranger(self) -> Reader:
        """Somebody without a token."""
        return Reader(self.me.postcard, self.me.http)

    async def owner_of_works(self) -> Reader:
        """The owner of the finished works, signed in anew."""
        found = self.stranger()
        found.uname = self.owner
        await found.enter()
        return found


Case = Callable[[Scene], Awaitable[Reply]]


class Cases:
    """Cases by endpoint and message; the message is empty where the reply's fields count."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Case] = {}

    def of(self, name: str, message: str = "") -> Callable[[Case], Case]:
        """Declare the case of a message, or of the fields, of an endpoint."""

        def declare(case: Case) -> Case:
            assert (name, message) not in self.found
            self.found[name, message] = case
            return case

        return declare
