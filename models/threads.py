"""Rule: a model says with how many threads it is fast; no call leaves another number behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import torch

# Postcard is built for two cores; more threads would take them from other processes.
MOST: Final = 2


@contextmanager
def threads(wanted: int = MOST) -> Iterator[None]:
    """So many threads inside, but no more than there are cores for us."""
    before = torch.get_num_threads()
    torch.set_num_threads(min(wanted, MOST, len(os.sched_getaffinity(0))))
    try:
        yield
    finally:
        torch.set_num_threads(before)
