"""Trains the poet: one command, seeded; the same command goes on where it was stopped.

The rate is steady and then falls to nothing, so training can be ended at any time: a file
`finish` in the folder makes the fall begin at the next checkpoint.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from models.poet.network import PoetNetwork, Shape, parameters_of
from training import poet_text
from training.checkpoint import fall_from, keep_memory, replaced
from training.curve import draw
from training.poet_batches import Batches, plain, pools, quatrain_pool, trait_table

WARM_UP = 200
RATE = 3e-3
CHECKPOINT = 400
VALIDATION_ROWS = 256


def optimisers(network: PoetNetwork) -> list[torch.optim.Optimizer]:
    """Muon (Jordan 2024) for the matrices of the blocks, AdamW for what is looked up."""
    inner = list(network.blocks.parameters())
    outer = [p for name, p in network.named_parameters() if not name.startswith("blocks")]
    return [
        torch.optim.Muon(inner, lr=RATE, weight_decay=0.1, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(outer, lr=RATE, betas=(0.9, 0.95), weight_decay=0.01, fused=True),
    ]


class Run:
    """The state of a training, in memory and in its folder."""

    def __init__(self, folder: Path, data: Path, steps: int, fall: int, seed: int) -> None:
        self.folder, self.step, self.curve = folder, 0, list[dict[str, float]]()
        self.fall_from, self.fall, self.best = steps - fall, fall, math.inf
        texts = poet_text.split(data)
        self.batches = Batches(pools(texts), seed)
        self.validation = [quatrain_pool(texts.validation, length) for length in (5, 7)]
        torch.manual_seed(seed)
        self.network = PoetNetwork(Shape(), trait_table())
        self.optimisers = optimisers(self.network)
        self.losses = torch.compile(self.network.losses, dynamic=False)
        self._resume()

    @property
    def file(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _resume(self) -> None:
        if not self.file.exists():
            return
        state = torch.load(self.file, weights_only=True)
        self.network.load_state_dict(state["network"])
        for optimiser, kept in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)
        self.step, self.curve, self.best = state["step"], state["curve"], state["best"]
        self.batches.drawn = state["drawn"]
        known = state["fall_from"]
        self.fall_from = fall_from(self.fall_from, self.fall, known=known, step=self.step)
        print(f"resumed at step {self.step}", flush=True)

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "step": self.step,
            "curve": self.curve,
            "best": self.best,
            "drawn": self.batches.drawn,
            "fall_from": self.fall_from,
        }
        replaced(self.file, state)

    def rate(self) -> float:
        """The share of the full rate at this step: up, steady, then straight down to nothing."""
        left = (self.fall_from + self.fall - self.step) / self.fall
        return max(0.0, min(1.0, (self.step + 1) / WARM_UP, left))

    def learn(self) -> float:
        batch = self.batches.draw(self.step, last=self.step >= self.fall_from)
        share = self.rate()
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = RATE * share
        with torch.autocast("cpu", torch.bfloat16):
            loss: Tensor = self.losses(*batch).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad()
        self.step += 1
        return loss.item()

    @torch.no_grad()
    def perplexity(self) -> float:
        """Of a character of the held-out quatrains, when nothing is said of them."""
        total, count = 0.0, 0
        for pool in self.validation:
            for first in range(0, len(pool.poems), VALIDATION_ROWS):
                batch = plain(pool.poems[first : first + VALIDATION_ROWS], pool.length)
                with torch.autocast("cpu", torch.bfloat16):
                    losses = self.network.losses(*batch)
                total, count = total + losses.sum().item(), count + losses.numel()
        return math.exp(total / count)

    def look(self, loss: float, seconds: float) -> None:
        """Measure, report, save; the best so far is kept apart."""
        perplexity = self.perplexity()
        row = {"step": self.step, "training": math.exp(loss), "validation": perplexity}
        self.curve.append(row)
        print(json.dumps(row | {"rate": RATE * self.rate(), "seconds": round(seconds)}), flush=True)
        if perplexity < self.best:
            self.best = perplexity
            replaced(self.folder / "best.pt", self.network.state_dict())
        if (self.folder / "finish").exists():
            self.fall_from = min(self.fall_from, self.step)
        self.save()
        draw(self.curve, self.folder / "curve.png", "perplexity of a character")

    def go(self) -> None:
        total, count, begun = 0.0, 0, time.monotonic()
        while self.step < self.fall_from + self.fall:
            total, count = total + self.learn(), count + 1
            if self.step % CHECKPOINT == 0 or self.step == self.fall_from + self.fall:
                self.look(total / count, time.monotonic() - begun)
                total, count, begun = 0.0, 0, time.monotonic()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the poetry pack")
    parser.add_argument("--folder", type=Path, default=Path("data/training/poet"))
    parser.add_argument("--steps", type=int, default=16_000)
    parser.add_argument("--fall", type=int, default=3_500, help="steps in which the rate falls")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    keep_memory()
    torch.set_num_threads(args.threads)
    args.folder.mkdir(parents=True, exist_ok=True)
    run = Run(args.folder, args.data, args.steps, args.fall, args.seed)
    print(f"{asdict(run.network.shape)}, {parameters_of(run.network)} parameters", flush=True)
    run.go()


if __name__ == "__main__":
    main()
