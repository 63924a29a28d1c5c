"""Draws a training's curve: what was learned from and what was held out, by step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure


def draw(rows: Sequence[dict[str, float]], path: Path, measure: str) -> None:
    """One line for each key of `rows` but `step`; the scale is logarithmic."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for key in (key for key in rows[0] if key != "step"):
        axes.plot([row["step"] for row in rows], [row[key] for row in rows], label=key)
    axes.set(xlabel="step", ylabel=measure, yscale="log")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=100)
