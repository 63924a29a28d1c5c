"""Rule: a part of a picture, of a frame or of a page is one kind of rectangle, in two counts.

`Rectangle[float]` is counted in parts of what it lies in: x and width of its width, y and height
of its height, so that `WHOLE` is all of it. `Rectangle[int]` is counted in whole pixels. Whoever
counts otherwise (columns of a long picture, fractions of a pixel) says so where it is declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Rectangle(Generic[N]):
    """x and y are those of its upper left corner; x grows to the right, y downwards."""

    x: N
    y: N
    width: N
    height: N

    @property
    def right(self) -> N:
        return self.x + self.width

    @property
    def bottom(self) -> N:
        return self.y + self.height

    @property
    def at(self) -> tuple[N, N]:
        """The upper left corner."""
        return self.x, self.y

    @property
    def size(self) -> tuple[N, N]:
        return self.width, self.height

    @property
    def corners(self) -> tuple[N, N, N, N]:
        """Left, top, right and bottom."""
        return self.x, self.y, self.right, self.bottom

    def meets(self, other: Rectangle[N]) -> bool:
        """Whether the two have any part in common."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def common(self, other: Rectangle[N]) -> Rectangle[N] | None:
        """The part that the two have in common."""
        if not self.meets(other):
            return None
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rectangle(x, y, right - x, bottom - y)

    def moved(self, x: N, y: N) -> Rectangle[N]:
        return Rectangle(self.x + x, self.y + y, self.width, self.height)


# Left, top, right and bottom in Pillow's own form, where no edge may move by rounding.
Corners = tuple[float, float, float, float]

WHOLE: Rectangle[float] = Rectangle(0.0, 0.0, 1.0, 1.0)
