"""Rule: a model is one row here. Whoever asks for it knows its name, and no more.

A row's module is imported, and its weights are read, when its model is first asked for, in the
child process that then keeps it: torch alone takes seconds and hundreds of MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WEIGHTS: Final = Path(__file__).with_name("weights")


class Picture(Protocol):
    """What came as `picture` in a request; reading it raises when it is damaged."""

    def load(self, size: tuple[int, int]) -> Image.Image:
        """Upright sRGB that covers `size`, where the file does."""

    def sample(self, count: int) -> NDArray[np.uint8]:
        """At most `count` of its pixels (n, 3)."""


class Model(Protocol):
    """What a row's module makes in `load(folder of weights)`."""

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A reply to each request, made together where that is cheaper; JSON values only.

        Raises `Refused` over a request that asks for what the model has not; when several were
        asked together, each is then asked again alone.
        """


class Refused(Exception):
    """Raised by a model with the reason, a word that services/models/models.py has a status for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A model's name, the files below weights/ without which it is not installed, its module."""

    name: str
    weights: tuple[str, ...]
    module: str


POET: Final = ("poet.npz", "poet.npz.sha256", "poet_facts.npz", "poet_facts.npz.sha256")
ROWS: Final = (
    Row("color", (), "models.colour"),
    Row("weather", ("weather.npz", "weather.npz.sha256"), "models.weather"),
    Row("fsrcnn", ("fsrcnn.npz", "fsrcnn.npz.sha256"), "models.fsrcnn"),
    Row("style", ("style.npz", "style.npz.sha256"), "models.style"),
    Row("poem", POET, "models.poem"),
    Row("img2poem", (*POET, "weather.npz", "weather.npz.sha256"), "models.img2poem"),
)


class Catalogue:
    """The models of one process, each loaded once."""

    def __init__(self, rows: tuple[Row, ...] = ROWS, folder: Path = WEIGHTS) -> None:
        self._rows = {row.name: row for row in rows}
        self._folder = folder
        self._loaded: dict[str, Model] = {}

    def find(self, name: str) -> Model | None:
        """The model of that name; None when it is not installed."""
        row = self._rows.get(name)
        if row is None or not all((self._folder / file).is_file() for file in row.weights):
            return None
        if name not in self._loaded:
            self._loaded[name] = import_module(row.module).load(self._folder)
        return self._loaded[name]
