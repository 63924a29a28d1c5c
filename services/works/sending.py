"""How far what was made is on its way to a storage that is not at hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from stores.media import Tell
from stores.scratch import on_disk
from studio.order import Made
from studio.progress import RENDERED

# Where files take time on their way, the percent at which it is made and begins to leave.
LEAVING: Final = 80


def made_so_far(percent: int) -> int:
    """The percent of the whole where sending is a part of it."""
    return percent * LEAVING // 100


def files_of(made: Made) -> tuple[Path, ...]:
    """In the order in which they are sent: the result itself last, for what lies beside it is
    there when it changes."""
    return (*made.extras, made.cover, made.file)


class Sending:
    """Of one render; a file that is sent once more takes nothing back."""

    def __init__(self, sizes: dict[Path, int]) -> None:
        self._all = sum(sizes.values())
        self._most = dict.fromkeys(sizes, 0)

    @property
    def percent(self) -> int:
        share = sum(self._most.values()) / self._all if self._all else 1.0
        return LEAVING + int((RENDERED - LEAVING) * share)

    def tell(self, file: Path) -> Tell:
        """What is to be told of one file."""
        return partial(self._tell, file)

    def _tell(self, file: Path, count: int) -> None:
        self._most[file] = max(self._most.get(file, 0), count)


async def sending_of(made: Made) -> Sending:
    """Before anything has left."""
    there = [file for file in files_of(made) if file.exists()]
    return Sending(await on_disk(lambda: {file: file.stat().st_size for file in there}))
