"""Trains the painter of all styles: one command, seeded; it goes on where it was stopped.

The rate is steady and then falls to nothing: a file `finish` in the folder makes the fall begin
at the next checkpoint. At each of those it also paints a sheet to look at.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from models.style import STYLES, StyleNetwork
from training.checkpoint import fall_from, replaced, ship
from training.command import add_options, carry_out
from training.curve import draw
from training.style_loss import Moments, Vgg, content_loss, manner, roughness, style_loss
from training.style_pictures import Photos, work

WARM_UP = 100
RATE = 1.5e-3
CHECKPOINT = 250
BATCH = 4
AVERAGE = 0.998
CONTENT, ROUGHNESS = 1.5, 0.15
SHEET = 4
GRID = 8


class Run:
    """The state of a training, in memory and in its folder."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.folder: Path = args.folder
        self.step, self.curve = 0, list[dict[str, float]]()
        self.fall: int = args.fall
        self.fall_from: int = args.steps - args.fall
        self.photos = Photos(args.photos, args.seed)
        self.unseen = self.photos.held_out()
        self.vgg = Vgg(args.vgg)
        self.wanted = self._wanted(args.works)
        torch.manual_seed(args.seed)
        self.network = StyleNetwork().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=RATE, fused=True)
        self._resume()

    @torch.no_grad()
    def _wanted(self, folder: Path) -> list[Moments]:
        """The manner of all works, layer by layer: (styles, c) and (styles, c, c)."""
        works = [work(folder, name) for name in STYLES]
        manners = [manner(self.vgg, one, self.vgg(one)) for one in works]
        return [
            (torch.cat([means for means, _ in layer]), torch.cat([pairs for _, pairs in layer]))
            for layer in zip(*manners, strict=True)
        ]

    @property
    def file(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _resume(self) -> None:
        if not self.file.exists():
            return
        state = torch.load(self.file, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.curve = state["step"], state["curve"]
        known = state["fall_from"]
        self.fall_from = fall_from(self.fall_from, self.fall, known=known, step=self.step)
        print(f"resumed at step {self.step}", flush=True)

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "curve": self.curve,
            "fall_from": self.fall_from,
        }
        replaced(self.file, state)

    def rate(self) -> float:
        """At this step: up, steady, then straight down to nothing."""
        left = (self.fall_from + self.fall - self.step) / self.fall
        return RATE * max(0.0, min(1.0, (self.step + 1) / WARM_UP, left))

    def losses(
        self, network: StyleNetwork, pictures: Tensor, styles: Tensor, shift: int = 0
    ) -> tuple[Tensor, Tensor]:
        """Of style, and of content with roughness; means over the pictures.

        Both are seen without their first `shift` rows and columns: what is drawn to please the
        loss network's own grid (8 pixels) pleases it at one shift only.
        """
        pictures = pictures.to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                photo = self.vgg(pictures[..., shift:, shift:])
            painted = network(pictures, styles)
            seen = self.vgg(painted[..., shift:, shift:])
            found = manner(self.vgg, painted, seen)
        style = style_loss(found, [(means[styles], pairs[styles]) for means, pairs in self.wanted])
        content = content_loss(seen, photo)
        rest = CONTENT * content + ROUGHNESS * roughness(painted)
        return style.mean(), rest.mean()

    def learn(self) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        drawn = self.photos.draw(self.step, BATCH)
        style, rest = self.losses(self.network, *drawn, shift=self.step % GRID)
        loss = style + rest
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self._remember()
        return float(loss.detach())

    @torch.no_grad()
    def _remember(self) -> None:
        keep = min(AVERAGE, self.step / (self.step + 10))
        pairs = zip(self.average.parameters(), self.network.parameters(), strict=True)
        for mean, now in pairs:
            mean.lerp_(now, 1 - keep)

    @torch.no_grad()
    def measure(self) -> dict[str, float]:
        """Both losses of the photos held out, each in every third style."""
        found = []
        for first in range(3):
            styles = torch.arange(first, first + len(self.unseen)) % len(STYLES)
            found.append([loss.item() for loss in self.losses(self.average, self.unseen, styles)])
        style, rest = np.mean(found, 0).tolist()
        return {"style, unseen": style, "content, unseen": rest}

    @torch.inference_mode()
    def paint(self) -> None:
        """Some photos held out, each in all styles, to look at."""
        styles = torch.arange(len(STYLES))
        rows = []
        for picture in self.unseen[:SHEET]:
            painted = self.average(picture.expand(len(STYLES), -1, -1, -1), styles)
            rows.append(torch.cat([picture, *painted], 2))
        pixels = (torch.cat(rows, 1) * 255).byte().permute(1, 2, 0).numpy()
        Image.fromarray(pixels).save(self.folder / "sheet.png")

    def look(self, loss: float, seconds: float) -> None:
        """Measure, report, save, paint."""
        row = {"step": self.step, "training": loss} | self.measure()
        self.curve.append(row)
        print(json.dumps(row | {"rate": self.rate(), "seconds": round(seconds)}), flush=True)
        if (self.folder / "finish").exists():
            self.fall_from = min(self.fall_from, self.step)
        self.save()
        draw(self.curve, self.folder / "curve.png", "loss")
        self.paint()

    def go(self) -> None:
        total, count, begun = 0.0, 0, time.monotonic()
        while self.step < self.fall_from + self.fall:
            total, count = total + self.learn(), count + 1
            if self.step % CHECKPOINT == 0 or self.step == self.fall_from + self.fall:
                self.look(total / count, time.monotonic() - begun)
                total, count, begun = 0.0, 0, time.monotonic()

    def export(self, path: Path) -> None:
        arrays = {
            name: tensor.contiguous().numpy().astype(np.float16)
            for name, tensor in self.average.state_dict().items()
        }
        ship(path, arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", type=Path, help="folder of the works of art")
    parser.add_argument("vgg", type=Path, help="the network that losses are seen with, an .npz")
    parser.add_argument("photos", type=Path, nargs="+", help="folders of photos")
    add_options(parser, "style", steps=6_000, fall=1_500)
    carry_out(parser.parse_args(), Run)


if __name__ == "__main__":
    main()
