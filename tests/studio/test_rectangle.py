"""A rectangle is counted from its upper left corner, in whole pixels or in parts of a whole."""

from __future__ import annotations

import pytest

from studio.rectangle import WHOLE, Rectangle


def test_edges() -> None:
    """Its corners are as Pillow wants them: left, top, right, bottom."""
    found = Rectangle(10, 20, 30, 40)

    assert (10, 20, 40, 60) == found.corners == (*found.at, found.right, found.bottom)
    assert (30, 40) == found.size
    assert (0.0, 0.0, 1.0, 1.0) == WHOLE.corners


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (Rectangle(15, 15, 2, 2), True),
        (Rectangle(0, 0, 11, 11), True),
        (Rectangle(0, 0, 10, 10), False),
        (Rectangle(20, 10, 5, 10), False),
        (Rectangle(10, 20, 10, 5), False),
        (Rectangle(12, 30, 5, 5), False),
    ],
)
def test_meets(other: Rectangle[int], meets: bool) -> None:
    """Neighbours that only share an edge or a corner do not meet."""
    own = Rectangle(10, 10, 10, 10)

    assert meets == own.meets(other) == other.meets(own)
