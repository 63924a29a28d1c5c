"""How far a work is: told to whoever asked, or drawn as a bar where there is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import TaskID

Step = Literal["upload", "making", "download"]
STEPS: Final[dict[Step, str]] = {
    "upload": "uploading",
    "making": "making",
    "download": "fetching",
}


@dataclass(frozen=True)
class Progress:
    """One step of a work. `done` of `total` are files, percent, or bytes; `text` says more.

    work_id: the work's number, from the first step on; total: 0 where it is not known.
    """

    work_id: int
    step: Step
    done: int
    total: int
    text: str = ""


OnProgress = Callable[[Progress], None]


@contextmanager
def shown(on_progress: OnProgress | None) -> Iterator[OnProgress]:
    """Who is told: the one that is given; else bars on a terminal, or nobody."""
    console = Console(stderr=True)
    if on_progress is not None:
        yield on_progress
    elif not console.is_terminal:
        yield lambda _: None
    else:
        with Bars(console=console) as bars:
            yield _Drawing(bars)


class _Drawing:
    """A bar for each step, from its first word on."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[Step, TaskID] = {}

    def __call__(self, progress: Progress) -> None:
        name = STEPS[progress.step]
        if progress.step not in self._tasks:
            self._tasks[progress.step] = self._bars.add_task(name, total=None)
        self._bars.update(
            self._tasks[progress.step],
            completed=progress.done,
            total=progress.total or None,
            description=f"{name} {progress.text}".strip(),
        )
