"""What a batch asks whether its answers have become too large."""

from __future__ import annotations


class Size:
    """Full beyond so many bytes."""

    def __init__(self, most: int = 1 << 20) -> None:
        self.left = most

    def add(self, count: int) -> None:
        self.left -= count

    @property
    def is_full(self) -> bool:
        return self.left < 0
