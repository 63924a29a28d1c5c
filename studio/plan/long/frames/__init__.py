"""Rule: every module of this package is one frame; a new file is a new frame, and nothing else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from studio.plan.long.frame import Frame


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    found: list[Frame] = [import_module(f"{__name__}.{name}").FRAME for name in names]
    return tuple(sorted(found, key=lambda frame: frame.name))
