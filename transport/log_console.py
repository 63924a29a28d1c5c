"""The logs in a terminal: `python server.py logs`, coloured where it is a terminal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from structlog.dev import ConsoleRenderer

from services.running.reading_logs import Wanted, fields, follow, last

NAMES = ("web", "worker")


class LogConsole:
    """Prints lines of logs; each begins with the log's name where there are several."""

    def __init__(self, folder: Path, names: Sequence[str] = NAMES) -> None:
        self._paths = {name: folder / f"{name}.log" for name in names}
        self._render = ConsoleRenderer(colors=sys.stdout.isatty(), timestamp_key="at")

    def show(self, wanted: Wanted) -> None:
        """The last wanted lines of all the logs, by time."""
        lines = [
            (str(fields(line).get("at", "")), name, line)
            for name, path in self._paths.items()
            for line in last(path, wanted)
        ]
        for _, name, line in sorted(lines, key=lambda one: one[0])[-wanted.lines :]:
            self._print(name, line)

    async def follow(self, wanted: Wanted) -> None:
        """The same, and then new lines as they come; ends when it is cancelled."""

        async def one(name: str, path: Path) -> None:
            async for lines in follow(path, wanted):
                for line in lines:
                    self._print(name, line)

        async with asyncio.TaskGroup() as group:
            for name, path in self._paths.items():
                group.create_task(one(name, path))

    def _print(self, name: str, line: bytes) -> None:
        said = fields(line)
        text = str(self._render(None, "", said)) if said else line.decode(errors="replace")
        print(f"{name:6} {text}" if len(self._paths) > 1 else text, flush=True)
