"""What every model is to those who ask it."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image


class ModelPicture(Protocol):
    """What came as `picture` in a request; reading it raises when it is damaged."""

    def load(self, size: tuple[int, int]) -> Image.Image:
        """Upright sRGB that covers `size`, where the file does."""

    def sample(self, count: int) -> NDArray[np.uint8]:
        """At most `count` of its pixels (n, 3)."""


class Model(Protocol):
    """What the catalogue loads."""

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A reply to each request, made together where that is cheaper; JSON values only.

        Raises `Refused` over a request that asks for what the model has not; when several were
        asked together, each is then asked again alone.
        """


class Refused(Exception):
    """Raised by a model with the reason, a word that services/models/models.py has a status for."""
