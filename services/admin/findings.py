"""What `server.py check` finds of one part."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One part: whether it is as it should be, what was seen, and what would mend it."""

    part: str
    good: bool
    text: str
    fix: str = ""

    def line(self) -> str:
        mark = "ok " if self.good else "BAD"
        return f"{mark} {self.part:8} {self.text}" + (f"; {self.fix}" if self.fix else "")
