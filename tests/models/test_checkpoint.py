"""Rule: a training that is started again keeps the fall of its rate, or begins another one."""

from __future__ import annotations

import pytest

from training.checkpoint import fall_from


@pytest.mark.parametrize(
    ("asked", "known", "step", "begins"),
    [
        pytest.param(80, 80, 50, 80, id="steady, as planned"),
        pytest.param(80, 40, 50, 40, id="a fall that began early goes on"),
        pytest.param(40, 80, 50, 40, id="fewer steps are asked for"),
        pytest.param(180, 80, 100, 180, id="after its end more steps are asked for"),
        pytest.param(80, 80, 100, 80, id="after its end nothing more is asked for"),
    ],
)
def test_where_the_rate_begins_to_fall(asked: int, known: int, step: int, begins: int) -> None:
    """With a fall of 20 steps, and a checkpoint at `step` whose fall was to begin at `known`."""
    assert begins == fall_from(asked, 20, known=known, step=step)
