"""The child process that runs models: an order is what several callers ask of one of them.

Answers are written to files: a picture of some MB is too long for a line of events.
"""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image

from models import DEVICE
from models.catalogue import ModelCatalogue
from models.model import Model, Refused
from studio.look.develop import load
from studio.look.sample import sample
from studio.look.sniffing import PictureError
from workers.child_protocol import SPENT, Parent, serve_orders
from workers.sandbox import CARD, ProcessLimits, allow

CPU: Final = "cpu"
NO_MEMORY: Final = "memory"
# What torch says when an allocation fails, which is no MemoryError of it.
TORCH_NO_MEMORY: Final = "can't allocate memory"


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
        ends = self._ends(order["model"], order["asked"])
        # What is left of its memory may be too little for a call that is not too large.
        short = {"refused": NO_MEMORY} in ends
        return {"ends": ends, SPENT: True} if short else {"ends": ends}

    def _ends(self, name: str, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
        try:
            model = self._catalogue.find(name)
        except Exception as error:  # the parent logs it; a weight file may be mended while we run
            return [_end(error)] * len(asked)
        if model is None:
            return [{"refused": "absent"}] * len(asked)
        return _ends(model, asked)


def _serve(process: ModelProcess) -> None:
    """Each order says in "limits" what it may take."""

    def answer(order: dict[str, Any], parent: Parent) -> dict[str, Any]:
        allow(_limits(order["limits"]))
        return process.answer(order, parent)

    serve_orders(answer)


def _limits(given: dict[str, int]) -> ProcessLimits:
    """Libraries of a card map as much memory as the card and the machine have, and use little."""
    limits = ProcessLimits(**given)
    if CARD.exists() and os.environ.get(DEVICE) != CPU:
        return limits._replace(memory_bytes=None)
    return limits


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
    # A decoder that found too little says no more than that the picture cannot be read.
    if _is_of_memory(error):
        return {"refused": NO_MEMORY}
    if isinstance(error, PictureError):
        return {"refused": "broken"}
    return {"failed": "".join(traceback.format_exception(error))}


def _is_of_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError) or TORCH_NO_MEMORY in str(error):
            return True
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return True
        error = error.__cause__ or error.__context__
    return False


def _write(out: Path, reply: dict[str, Any]) -> None:
    part = out.with_name(out.name + ".part")
    part.write_bytes(orjson.dumps(reply))
    os.replace(part, out)


if __name__ == "__main__":
    _serve(ModelProcess(ModelCatalogue()))
