"""The rule of turns by itself: who waits, and whose turn it is. No database, no clock but a count.

Written to be read beside stores/turns.py, which must do the same.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field


@dataclass
class Line:
    """Jobs that wait: of whom each is, and when it was asked for."""

    time: int = 1
    asked: dict[int, tuple[int, int]] = field(default_factory=dict)
    served: dict[int, int] = field(default_factory=dict)

    def add(self, guest: int, job: int) -> None:
        self.time += 1
        self.asked[job] = guest, self.time

    def cancel(self, job: int) -> None:
        del self.asked[job]

    def take(self) -> int:
        """The job whose guest has waited longest since they asked, or were served."""
        self.time += 1
        job = min(self.asked, key=lambda job: (self._since(job), job))
        guest, _ = self.asked.pop(job)
        self.served[guest] = self.time
        return job

    def place(self, job: int) -> int:
        """How many are taken until this one is."""
        line = copy.deepcopy(self)
        taken = 1
        while line.take() != job:
            taken += 1
        return taken

    def _since(self, job: int) -> int:
        guest, time = self.asked[job]
        return max(time, self.served.get(guest, 0))
