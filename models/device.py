"""Rule: networks run on the graphics card where there is one and the settings allow it."""

from __future__ import annotations

import os
from typing import Final

import torch

from models import DEVICE

AUTO: Final = "auto"


class NoDevice(Exception):
    """The settings want a device that this machine has not."""


def chosen(wanted: str, *, cuda: bool) -> torch.device:
    """`wanted` is auto, cpu or cuda; `cuda` says whether there is a card."""
    if wanted == AUTO:
        wanted = "cuda" if cuda else "cpu"
    if wanted == "cuda" and not cuda:
        raise NoDevice('models.device = "cuda", but there is no CUDA device')
    return torch.device(wanted)


def device() -> torch.device:
    """Where the networks of this process run."""
    return chosen(os.environ.get(DEVICE, AUTO), cuda=torch.cuda.is_available())


def precision(where: torch.device) -> torch.dtype:
    """What kernels are multiplied in there: bfloat16 where a processor has orders for it.

    Half the length is two to four times the speed.
    """
    short = where.type == "cpu" and torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.bfloat16 if short else torch.float32
