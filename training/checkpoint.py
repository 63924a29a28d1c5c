"""Rule: what a training writes is whole or not there: checkpoints, and the weights it ships."""

from __future__ import annotations

import ctypes
import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray


def keep_memory() -> None:
    """Tell glibc to keep freed memory: giving it back and asking again halves the speed."""
    libc = ctypes.CDLL(None)
    m_trim_threshold, m_mmap_threshold = -1, -3
    libc.mallopt(m_mmap_threshold, 1 << 30)
    libc.mallopt(m_trim_threshold, (1 << 31) - 1)


def replaced(path: Path, state: Any) -> None:
    """Write beside and rename: a checkpoint that is there is whole."""
    beside = path.with_suffix(".part")
    torch.save(state, beside)
    os.replace(beside, path)


def fall_from(asked: int, fall: int, *, known: int, step: int) -> int:
    """The step at which the rate begins to fall, when a training goes on from a checkpoint.

    A fall that has begun is kept; one that has ended goes on steadily if more steps are asked for.
    """
    return asked if step >= known + fall else min(asked, known)


def ship(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write the .npz file of weights and, as sha256sum writes it, its digest beside it."""
    beside = path.with_suffix(".part.npz")
    np.savez(beside, allow_pickle=False, **arrays)
    digest = hashlib.sha256(beside.read_bytes()).hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
    os.replace(beside, path)
    print(f"{path}: {path.stat().st_size / 1e6:.3f} MB", flush=True)
