"""Cuts a checkpoint to what is shipped: float16 weights, and the digest that guards them."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from models.poet.network import PoetNetwork, Shape
from training.checkpoint import ship
from training.poet_batches import trait_table


def export(checkpoint: Path, out: Path) -> None:
    """What characters share by tone and rhyme is added into their own rows."""
    shape = Shape()
    network = PoetNetwork(shape, trait_table())
    network.load_state_dict(torch.load(checkpoint, weights_only=True))
    with torch.inference_mode():
        state = network.state_dict() | {"own": network.table()}
    del state["shared"]
    arrays = {name: tensor.numpy().astype(np.float16) for name, tensor in state.items()}
    ship(out, arrays | {"heads": np.asarray(shape.heads, np.int64)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("data/training/poet/best.pt"))
    parser.add_argument("--out", type=Path, default=Path("models/weights/poet.npz"))
    args = parser.parse_args()
    export(args.checkpoint, args.out)


if __name__ == "__main__":
    main()
