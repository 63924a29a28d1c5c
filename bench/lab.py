"""What the benchmarks share: databases with guests in them, photos, how long to measure."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from bench import guests, photos
from bench.processes import CORES
from tests.postcard import Backing

GUESTS = 1_000


class Lab:
    """One run of the benchmarks. `quick` gives figures good enough to look at, not to publish.

    `before` is another checkout of Postcard, where this one is to be compared with it.
    """

    def __init__(
        self,
        *,
        quick: bool,
        rounds: int = 5,
        seconds: float = 5.0,
        before: Path | None = None,
    ) -> None:
        self.quick = quick
        self.before = before
        self.rounds = 2 if quick else rounds
        self.seconds = 2.0 if quick else seconds
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        # What this process starts stays off the server's core, unless it is told otherwise.
        os.sched_setaffinity(0, {CORES[-1]})
        # Wherever Postcard runs for the second time it is compiled, as its peers are.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def backing(self) -> Backing:
        """MariaDB and Redis, started at the first row that needs them."""
        backing = Backing()
        self._stack.callback(backing.close)
        return backing

    def other_production(self, number: int) -> dict[str, str]:
        """Settings for other guests: their numbers, and so their tokens, are the same again."""
        # Without tables: those of the checkout that runs over it are made.
        env = self.backing.env(empty=True)
        env["POSTCARD__REDIS__URL"] = env["POSTCARD__REDIS__URL"].removesuffix("0") + str(number)
        return env

    @cached_property
    def production(self) -> dict[str, str]:
        """Settings of a Postcard over MariaDB and Redis in which 1,000 guests are signed in."""
        env = self.backing.env()
        guests.sign_in(env, GUESTS)
        return env

    @cached_property
    def tokens(self) -> list[str]:
        return [guests.token(number) for number in range(1, GUESTS + 1)]

    @property
    def peer_sql(self) -> str:
        """The same database as SQLAlchemy names it."""
        return self.production["POSTCARD__SQL__URL"].replace("mysql:", "mysql+aiomysql:", 1)

    @cached_property
    def photos(self) -> list[Path]:
        """Ten photos of 12 megapixels."""
        folder = self._stack.enter_context(tempfile.TemporaryDirectory())
        return photos.take(Path(folder), 10)
