"""The child process that runs models: an order is what several callers ask of one of them.

Answers are written to files: a picture of some MB is too long for a line of events.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image

from models.catalogue import ModelCatalogue
from models.model import Model, Refused
from studio.look.develop import load
from studio.look.sample import sample
from studio.look.sniffing import PictureError
from workers.child_protocol import Parent, serve_orders


class _Picture:
    """A picture on disk, as models see it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, size: tuple[int, int]) -> Image.Image:
        return load(self._path, size)

    def sample(self, count: int) -> NDArray[np.uint8]:
        return sample(self._path, count)


class ModelProcess:
    """`answer` does an order: {"model", "asked": [{"request", "picture", "out"}]}."""

    def __init__(self, catalogue: ModelCatalogue) -> None:
        self._catalogue = catalogue

    def answer(self, order: dict[str, Any], _: Parent) -> dict[str, Any]:
        """Write every reply; one {}, {"refused": why} or {"failed": traceback} for each."""
        try:
            model = self._catalogue.find(order["model"])
        except Exception:  # the parent logs it; a weight file may be mended while we run
            return {"ends": [_failed()] * len(order["asked"])}
        if model is None:
            return {"ends": [{"refused": "absent"}] * len(order["asked"])}
        return {"ends": _ends(model, order["asked"])}


def _ends(model: Model, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    try:
        replies = model.answer([_request(one) for one in asked])
        for one, reply in zip(asked, replies, strict=True):
            _write(Path(one["out"]), reply)
    except Exception as error:  # whatever a model or a decoder meets, this process goes on
        if len(asked) == 1:
            return [_end(error)]
        # One of them is bad; the others are not to suffer for it.
        return [_ends(model, [one])[0] for one in asked]
    return [{}] * len(asked)


def _request(one: dict[str, Any]) -> dict[str, Any]:
    picture = _Picture(Path(one["picture"])) if one["picture"] else None
    return {**one["request"], "picture": picture}


def _end(error: Exception) -> dict[str, Any]:
    if isinstance(error, Refused):
        return {"refused": str(error)}
    if isinstance(error, PictureError):
        return {"refused": "broken"}
    return _failed()


def _failed() -> dict[str, Any]:
    return {"failed": traceback.format_exc()}


def _write(out: Path, reply: dict[str, Any]) -> None:
    part = out.with_name(out.name + ".part")
    part.write_bytes(orjson.dumps(reply))
    os.replace(part, out)


if __name__ == "__main__":
    serve_orders(ModelProcess(ModelCatalogue()).answer)
