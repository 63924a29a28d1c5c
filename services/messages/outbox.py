"""Messages as files instead of sent ones: one JSON file each, names sorting by time."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from pathlib import Path

import orjson


class Outbox:
    """A folder where developers and tests read what a guest would get by phone, mail or eye."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = itertools.count()

    async def write(self, message: dict[str, str | int]) -> None:
        """Put one message down; it appears whole. Raises OSError."""
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self._count)}-{message['channel']}"
        await asyncio.to_thread(self._write, name, orjson.dumps(message))

    def _write(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{name}.part"
        part.write_bytes(content)
        part.rename(self.folder / f"{name}.json")
