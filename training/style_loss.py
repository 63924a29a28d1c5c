"""How far a painted picture is from a style and from its photo, as a small VGG-19 sees them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

# Layers of 3x3 kernels; at every bar the picture is halved.
LAYERS: Final = "11 12 | 21 22 | 31 32 33 34 | 41 42 43 44 | 51"
STYLE_AT: Final = ("11", "21", "31", "41", "51")
CONTENT_AT: Final = "41"


class Vgg(nn.Module):
    """Features of pictures in 0 to 1, at the layers that losses look at; nothing is learned."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        with np.load(file) as arrays:
            for name in ("0", *LAYERS.replace("|", "").split()):
                for kind in ("weight", "bias"):
                    tensor = torch.from_numpy(arrays[f"conv{name}.{kind}"])
                    self.register_buffer(f"{kind}{name}", tensor)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        x = functional.conv2d(pictures, self.get_buffer("weight0"), self.get_buffer("bias0"))
        seen = {}
        for name in LAYERS.split():
            if name == "|":
                # The mean: the greatest alone draws a grid of 8 pixels into what is painted.
                x = functional.avg_pool2d(x, 2)
                continue
            weight, bias = self.get_buffer(f"weight{name}"), self.get_buffer(f"bias{name}")
            x = functional.conv2d(functional.pad(x, (1, 1, 1, 1), mode="reflect"), weight, bias)
            x = functional.relu(x, inplace=True)
            if name in STYLE_AT:
                seen[name] = x
        return seen


Moments = tuple[Tensor, Tensor]


def manner(vgg: Vgg, pictures: Tensor, seen: dict[str, Tensor]) -> list[Moments]:
    """What is seen of a style: for every layer, at full and at half size, the mean of each channel
    (n, c) and how any two channels vary together (n, c, c). `seen` are the features at full size.

    With the means left in, as in Gatys 2015, they outweigh all texture: painted pictures then
    differ in their colours, not in their strokes. At half size a pattern of a few pixels is gone,
    and only strokes count.
    """
    halved = vgg(functional.avg_pool2d(pictures, 2))
    return [_moments(features[at]) for features in (seen, halved) for at in STYLE_AT]


def _moments(features: Tensor) -> tuple[Tensor, Tensor]:
    flat = features.float().flatten(2)
    mean = flat.mean(2, keepdim=True)
    flat = flat - mean
    return mean[..., 0], flat @ flat.transpose(1, 2) / flat.size(2)


def style_loss(found: list[Moments], wanted: list[Moments]) -> Tensor:
    """For each picture (n): the mean distance of all moments, each as a share of what is wanted."""
    parts = [
        (have - want).square().flatten(1).sum(1) / want.square().flatten(1).sum(1)
        for layer, aim in zip(found, wanted, strict=True)
        for have, want in zip(layer, aim, strict=True)
    ]
    return torch.stack(parts).mean(0)


def content_loss(seen: dict[str, Tensor], photo: dict[str, Tensor]) -> Tensor:
    wanted = photo[CONTENT_AT].float()
    missed = (seen[CONTENT_AT].float() - wanted).square().mean((1, 2, 3))
    return missed / wanted.square().mean((1, 2, 3))


def roughness(pictures: Tensor) -> Tensor:
    """Mean step from a pixel to the next."""
    across = (pictures[..., 1:] - pictures[..., :-1]).abs().mean((1, 2, 3))
    down = (pictures[..., 1:, :] - pictures[..., :-1, :]).abs().mean((1, 2, 3))
    return across + down
