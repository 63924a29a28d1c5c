"""How often the shipped weather model is right, by tag and by source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from models.weather import SIDE, TAGS, load, square
from studio.look import develop
from training.weather_pictures import photos

WEIGHTS = Path("models/weights")
AT_ONCE = 32


def measure(folder: Path) -> dict[str, Any]:
    """Shares of right answers; `balanced` is the mean over the tags that the folder has."""
    model, taken = load(WEIGHTS), photos(folder)
    by_tag, by_source = defaultdict[str, list[bool]](list), defaultdict[str, list[bool]](list)
    for first in range(0, len(taken), AT_ONCE):
        some = taken[first : first + AT_ONCE]
        rates = model.rates([square(develop.load(one.path, (SIDE, SIDE))) for one in some])
        for photo, tag in zip(some, rates.argmax(1).tolist(), strict=True):
            by_tag[TAGS[photo.tag]].append(tag == photo.tag)
            by_source[photo.source].append(tag == photo.tag)
    per_class = {name: _share(right) for name, right in by_tag.items()}
    return {
        "accuracy": _share(one for right in by_tag.values() for one in right),
        "balanced": float(np.mean(list(per_class.values()))),
        "per_class": per_class,
        "per_prefix": {name: _share(right) for name, right in sorted(by_source.items())},
    }


def _share(right: Iterable[bool]) -> float:
    return float(np.mean(list(right)))
