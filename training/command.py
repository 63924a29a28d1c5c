"""Rule: the trainings whose rate falls at the end are started, gone on with and ended alike."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import torch

from training.checkpoint import keep_memory


class Run(Protocol):
    """A training, made anew or read from its folder."""

    def go(self) -> None:
        """Train to the end."""

    def export(self, path: Path) -> None:
        """Write the weights so far."""


def add_options(parser: argparse.ArgumentParser, name: str, *, steps: int, fall: int) -> None:
    """What can be asked of the training of that name; its data are its own."""
    parser.add_argument("--folder", type=Path, default=Path("data/training", name))
    parser.add_argument("--out", type=Path, default=Path("models/weights", f"{name}.npz"))
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--fall", type=int, default=fall, help="steps in which the rate falls")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--export", action="store_true", help="write the weights so far, no more")


def carry_out(args: argparse.Namespace, make: Callable[[argparse.Namespace], Run]) -> None:
    """Train, where that is asked for, and write the weights."""
    keep_memory()
    torch.set_num_threads(args.threads)
    args.folder.mkdir(parents=True, exist_ok=True)
    run = make(args)
    if not args.export:
        run.go()
    run.export(args.out)
