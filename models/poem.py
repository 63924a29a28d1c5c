"""Rule: two poems to a word, or as many as are asked for; one poet serves whoever writes poems."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from models.poet import poet
from models.threads import threads

# A batch of drafts is too small for two threads, which would wait for each other.
THREADS = 1


@cache
def poet_of(folder: Path) -> poet.Poet:
    """The poet whose weights are in `folder`, one to a process."""
    return poet.load(folder)


class Poems:
    """The model `poem`: requests carry a keyword and what it is to be like."""

    def __init__(self, writer: poet.Poet) -> None:
        self.writer = writer

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each its poems, each a text of four lines."""
        with threads(THREADS):
            return [{"poems": self._write(request)} for request in requests]

    def _write(self, request: dict[str, Any]) -> list[str]:
        return self.writer.write(
            request["keyword"],
            request["length"],
            request["experience"],
            request["history"],
            seed=request["seed"],
            acrostic=request["acrostic"],
            number=request["number"],
        )


def load(folder: Path) -> Poems:
    return Poems(poet_of(folder))
