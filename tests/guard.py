"""Holds the mark `servers` to be true: a test that has it not, and starts a server, fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.forking import EVENT

EVENTS = {"subprocess.Popen", EVENT}
SERVERS = {"mariadbd", "mysqld", "redis-server", "haproxy", "dramatiq", "moto.server"}


class Guard:
    """Heeds each process that is started while `item` runs."""

    def __init__(self) -> None:
        self.item: pytest.Item | None = None

    def heed(self, event: str, given: tuple[Any, ...]) -> None:
        """An audit hook; what it raises is raised where the process was to be started."""
        if event not in EVENTS or self.item is None:
            return
        if self.item.get_closest_marker("servers") is None and starts_server(given[1]):
            pytest.fail(f"{self.item.nodeid} starts {given[1]}: mark it with `servers`")


def starts_server(command: Any) -> bool:
    """Whether it is one of those that tests start; a command of server.py that ends is none."""
    if isinstance(command, str | bytes):
        return False
    words = [str(word) for word in command]
    if "--help" in words:
        return False
    if "server.py" in words:
        return words[words.index("server.py") + 1 :][:1] in ([], ["serve"])
    return any(Path(word).name in SERVERS for word in words)


GUARD = Guard()
