"""Rule: weights are read only when their file is the one that its digest was made of."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


class WrongWeights(Exception):
    """A weight file is not the one that its digest was made of."""


def read(path: Path) -> Arrays:
    """The arrays of the .npz file `path`, whose SHA-256 `<name>.sha256` beside it tells."""
    content = path.read_bytes()
    told = path.with_name(path.name + ".sha256").read_text(encoding="ascii").split()[0]
    if hashlib.sha256(content).hexdigest() != told:
        raise WrongWeights(path.name)
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return dict(file)
