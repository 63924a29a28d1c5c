"""Trains the enlarger for 2, 3 and 4 times: one command, seeded; it goes on where it was stopped.

Every step is of one scale, in turn. All but the last layer is shared at first; at `--split`
each scale goes on with its own copy. The rate is steady and then falls to nothing: a file
`finish` in the folder makes the fall begin at the next checkpoint.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from models.fsrcnn import LAYERS, SCALES, WIDTH, EnlargingNetwork, enlarge, luma
from training.checkpoint import fall_from, replaced, ship
from training.command import add_options, carry_out
from training.curve import draw
from training.fsrcnn_patches import Patches, shrunk

WARM_UP = 300
RATE = 2e-3
CHECKPOINT = 3000
EXPANSION = 4
AVERAGE = 0.999
SOBEL = ((1.0, 0.0, -1.0), (2.0, 0.0, -2.0), (1.0, 0.0, -1.0))
LAPLACE = ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0))


class Layer(nn.Module):
    """A 3x3 kernel made of more than it needs, which is learned better: after ECBSR (Zhang 2021)
    and SESR (Bhardwaj 2022). It is a plain kernel, widened and narrowed, plus edges, plus itself.
    """

    edges: Tensor

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        plain = nn.Conv2d(before, after, 3)
        middle = EXPANSION * after
        self.plain, self.bias = plain.weight, nn.Parameter(torch.zeros(after))
        self.widen = nn.Parameter(torch.randn(middle, before) * before**-0.5)
        self.narrow = nn.Parameter(torch.randn(after, middle, 3, 3) * (0.1 * middle**-0.5 / 3))
        sobel = torch.tensor(SOBEL) / 4
        edges = torch.stack([sobel, sobel.T, torch.tensor(LAPLACE) / 4])
        self.register_buffer("edges", edges, persistent=False)
        self.edged = nn.Parameter(torch.randn(3, after, before) * (0.1 * before**-0.5))
        self.itself = before == after

    def kernel(self) -> tuple[Tensor, Tensor]:
        weight = self.plain + torch.einsum("omhw,mi->oihw", self.narrow, self.widen)
        weight = weight + torch.einsum("ehw,eoi->oihw", self.edges, self.edged)
        if self.itself:
            centre = functional.pad(torch.eye(weight.size(0))[:, :, None, None], (1, 1, 1, 1))
            weight = weight + centre
        return weight, self.bias


def trunk() -> nn.ModuleList:
    return nn.ModuleList([Layer(1, WIDTH)] + [Layer(WIDTH, WIDTH) for _ in range(LAYERS)])


class Learner:
    """One scale's net, its optimiser, and the moving average of its kernels."""

    def __init__(self, scale: int, shared: nn.ModuleList) -> None:
        self.scale = scale
        self.layers = nn.ModuleList([*shared, Layer(WIDTH, scale * scale)])
        self.optimiser = self._optimiser()
        self.average = [kernel.detach().clone() for kernel in self._flat()]
        self.steps = 0

    def _optimiser(self) -> torch.optim.Optimizer:
        return torch.optim.Adam(self.layers.parameters(), lr=RATE, betas=(0.9, 0.99), fused=True)

    def leave(self) -> None:
        """From now on share nothing; what the optimiser knows is kept."""
        self.layers = copy.deepcopy(self.layers)
        known = self.optimiser.state_dict()
        self.optimiser = self._optimiser()
        self.optimiser.load_state_dict(known)

    def _kernels(self) -> list[tuple[Tensor, Tensor]]:
        return [layer.kernel() for layer in self.layers]  # type: ignore[operator]

    def _flat(self) -> list[Tensor]:
        return [part for kernel in self._kernels() for part in kernel]

    def learn(self, small: Tensor, large: Tensor, rate: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        small = small.to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            made = enlarge(small, self._kernels(), self.scale)
        loss = (made - large).abs().mean()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.layers.parameters(), 0.1)
        self.optimiser.step()
        self.steps += 1
        self._remember()
        return float(loss.detach())

    @torch.no_grad()
    def _remember(self) -> None:
        keep = min(AVERAGE, self.steps / (self.steps + 10))
        for mean, now in zip(self.average, self._flat(), strict=True):
            mean.lerp_(now, 1 - keep)

    def network(self) -> EnlargingNetwork:
        """The averaged kernels in the net that is shipped."""
        network = EnlargingNetwork(self.scale)
        network.load_state_dict(dict(zip(network.state_dict(), self.average, strict=True)))
        return network.eval()


class Run:
    """The state of a training, in memory and in its folder."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.folder: Path = args.folder
        self.step, self.curve = 0, list[dict[str, float]]()
        self.fall: int = args.fall
        self.split: int = args.split
        self.fall_from: int = args.steps - args.fall
        self.patches = Patches(args.data, args.seed)
        self.truth = [_rgb(path) for path in self.patches.held_out]
        torch.manual_seed(args.seed)
        shared = trunk()
        self.learners = {scale: Learner(scale, shared) for scale in SCALES}
        self._resume()

    @property
    def file(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _resume(self) -> None:
        if not self.file.exists():
            return
        state = torch.load(self.file, weights_only=True)
        self.step, self.curve = state["step"], state["curve"]
        known = state["fall_from"]
        self.fall_from = fall_from(self.fall_from, self.fall, known=known, step=self.step)
        if self.step > self.split:
            self._leave()
        for scale, learner in self.learners.items():
            learner.layers.load_state_dict(state["layers"][scale])
            learner.optimiser.load_state_dict(state["optimisers"][scale])
            learner.average, learner.steps = state["averages"][scale], state["steps"][scale]
        print(f"resumed at step {self.step}", flush=True)

    def _leave(self) -> None:
        for learner in self.learners.values():
            learner.leave()

    def save(self) -> None:
        each = self.learners.items()
        state = {
            "step": self.step,
            "curve": self.curve,
            "fall_from": self.fall_from,
            "layers": {scale: learner.layers.state_dict() for scale, learner in each},
            "optimisers": {scale: learner.optimiser.state_dict() for scale, learner in each},
            "averages": {scale: learner.average for scale, learner in each},
            "steps": {scale: learner.steps for scale, learner in each},
        }
        replaced(self.file, state)

    def rate(self) -> float:
        """At this step: up, steady, then straight down to nothing."""
        left = (self.fall_from + self.fall - self.step) / self.fall
        return RATE * max(0.0, min(1.0, (self.step + 1) / WARM_UP, left))

    def learn(self) -> float:
        if self.step == self.split:
            self._leave()
        scale = SCALES[self.step % len(SCALES)]
        small, large = self.patches.draw(self.step, scale)
        loss = self.learners[scale].learn(small, large, self.rate())
        self.step += 1
        return loss

    @torch.inference_mode()
    def psnr(self, scale: int) -> float:
        """Of the pictures held out, as training.evaluate measures it, but for rounding."""
        network, found = self.learners[scale].network(), []
        for picture in self.truth:
            large, small = (luma(np.asarray(image)) / 255 for image in shrunk(picture, scale))
            made = network(torch.from_numpy(small)[None, None])[0, 0].numpy()
            inner = (slice(scale, -scale), slice(scale, -scale))
            error = np.square(made[inner] - large[inner], dtype=np.float64).mean()
            found.append(-10 * math.log10(error))
        return float(np.mean(found))

    def look(self, loss: float, seconds: float) -> None:
        """Measure, report, save."""
        row = {"step": self.step} | {f"x{scale}": self.psnr(scale) for scale in SCALES}
        self.curve.append(row)
        said = row | {"loss": loss, "rate": self.rate(), "seconds": round(seconds)}
        print(json.dumps(said), flush=True)
        if (self.folder / "finish").exists():
            self.fall_from = min(self.fall_from, self.step)
        self.save()
        draw(self.curve, self.folder / "curve.png", "PSNR of brightness, dB")

    def go(self) -> None:
        total, count, begun = 0.0, 0, time.monotonic()
        while self.step < self.fall_from + self.fall:
            total, count = total + self.learn(), count + 1
            if self.step % CHECKPOINT == 0 or self.step == self.fall_from + self.fall:
                self.look(total / count, time.monotonic() - begun)
                total, count, begun = 0.0, 0, time.monotonic()

    def export(self, path: Path) -> None:
        """float16 kernels, of each scale."""
        arrays = {
            f"x{scale}.{name}": tensor.numpy().astype(np.float16)
            for scale, learner in self.learners.items()
            for name, tensor in learner.network().state_dict().items()
        }
        ship(path, arrays)


def _rgb(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of pictures without loss")
    parser.add_argument("--split", type=int, default=30_000, help="steps with shared layers")
    add_options(parser, "fsrcnn", steps=150_000, fall=40_000)
    carry_out(parser.parse_args(), Run)


if __name__ == "__main__":
    main()
