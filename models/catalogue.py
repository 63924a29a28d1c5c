"""Rule: a model is one row here. Whoever asks for it knows its name, and no more.

A row is loaded when its model is first asked for, in the child process that then keeps it: torch
alone takes seconds and hundreds of MB.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models import loaders
from models.model import Model

WEIGHTS: Final = Path(__file__).with_name("weights")


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model's name, the files below weights/ without which it is not installed, and what loads
    it from that folder.
    """

    name: str
    weights: tuple[str, ...]
    load: Callable[[Path], Model]


POET: Final = ("poet.npz", "poet.npz.sha256", "poet_facts.npz", "poet_facts.npz.sha256")
ROWS: Final = (
    ModelRow("color", (), loaders.load_colour),
    ModelRow("weather", ("weather.npz", "weather.npz.sha256"), loaders.load_weather),
    ModelRow("fsrcnn", ("fsrcnn.npz", "fsrcnn.npz.sha256"), loaders.load_fsrcnn),
    ModelRow("style", ("style.npz", "style.npz.sha256"), loaders.load_style),
    ModelRow("poem", POET, loaders.load_poem),
    ModelRow("img2poem", (*POET, "weather.npz", "weather.npz.sha256"), loaders.load_img2poem),
)


class ModelCatalogue:
    """The models of one process, each loaded once."""

    def __init__(self, rows: tuple[ModelRow, ...] = ROWS, folder: Path = WEIGHTS) -> None:
        self._rows = {row.name: row for row in rows}
        self._folder = folder
        self._loaded: dict[str, Model] = {}

    def find(self, name: str) -> Model | None:
        """The model of that name; None when it is not installed."""
        row = self._rows.get(name)
        if row is None or not all((self._folder / file).is_file() for file in row.weights):
            return None
        if name not in self._loaded:
            self._loaded[name] = row.load(self._folder)
        return self._loaded[name]
