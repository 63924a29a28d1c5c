"""Rule: the net enlarges brightness, bicubic the colours, and no seam of a tile can be seen.

A plain net of 3x3 convolutions at the small size, after ESPCN (Shi 2016) and ECBSR (Zhang 2021):
what it adds to each pixel repeated is shuffled into the large picture.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from models.device import device, precision
from models.threads import threads
from models.weight_files import read

Floats = NDArray[np.float32]

WEIGHTS: Final = "fsrcnn.npz"
SCALES: Final = (2, 3, 4)
WIDTH, LAYERS = 32, 5
LEAK: Final = 0.1
# A pixel is made from those up to this far away: one for each convolution.
REACH: Final = LAYERS + 2
# Pixels of a tile's edge; its activations stay in the second cache of one core.
TILE: Final = 192
# Pixels that come out at most; what would be larger is made smaller first.
MOST_PIXELS: Final = 24_000_000
QUALITY: Final = 92
# Brightness of ITU-R BT.601, as the published tables use it: 16 to 235.
LUMA: Final[Floats] = np.array([65.481, 128.553, 24.966], np.float32) / np.float32(255)


class EnlargingNetwork(nn.Module):
    """Brightness / 255 (n, 1, h, w) → the same, `scale` times as large."""

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale
        widths = [1] + [WIDTH] * (LAYERS + 1) + [scale * scale]
        self.layers = nn.ModuleList(
            nn.Conv2d(before, after, 3, padding=1)
            for before, after in zip(widths[:-1], widths[1:], strict=True)
        )

    def forward(self, small: Tensor) -> Tensor:
        parts = list(self.parameters())
        return enlarge(small, list(zip(parts[::2], parts[1::2], strict=True)), self.scale)


def enlarge(small: Tensor, kernels: Sequence[tuple[Tensor, Tensor]], scale: int) -> Tensor:
    """The net as a function of its kernels: a training makes them out of more than these."""
    x = small.to(kernels[0][0].dtype)
    for weight, bias in kernels[:-1]:
        x = functional.conv2d(x, weight, bias, padding=1)
        x = functional.leaky_relu(x, LEAK, inplace=True)
    weight, bias = kernels[-1]
    added = functional.conv2d(x, weight, bias, padding=1)
    return functional.pixel_shuffle(added.to(small.dtype) + small, scale)


def luma(rgb: NDArray[np.uint8]) -> Floats:
    """Brightness 16 to 235 of pixels (h, w, 3)."""
    levels: Floats = (rgb.astype(np.float32) @ LUMA).astype(np.float32)
    return levels + np.float32(16)


class Enlarger:
    """The model `fsrcnn`: requests carry a picture and `scale`."""

    def __init__(
        self, networks: dict[int, EnlargingNetwork], kernels: torch.dtype, where: torch.device
    ) -> None:
        self._where = where
        self._networks = {
            scale: network.eval().to(where, kernels, memory_format=torch.channels_last)  # type: ignore[call-overload]
            for scale, network in networks.items()
        }

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each the large picture, a JPEG in base64."""
        with threads():
            return [self._reply(request["picture"], request["scale"]) for request in requests]

    def _reply(self, picture: Any, scale: int) -> dict[str, Any]:
        edge = math.isqrt(MOST_PIXELS // scale**2)
        small = fitting(picture.load((edge, edge)), edge * edge)
        file = io.BytesIO()
        self.enlarged(small, scale).save(file, "JPEG", quality=QUALITY)
        return {"image": base64.b64encode(file.getvalue()).decode("ascii")}

    def enlarged(self, small: Image.Image, scale: int) -> Image.Image:
        """An RGB picture → one `scale` times as large, in YCbCr, which JPEG files are in too."""
        size = (small.width * scale, small.height * scale)
        made = self.brightness(luma(np.asarray(small)), scale)
        # From 16 to 235 to the whole range, in which Pillow and JPEG have it.
        whole = ((made - 16) * np.float32(255 / 219) + np.float32(0.5)).clip(0, 255)
        _, blue, red = small.convert("YCbCr").split()
        colours = [plane.resize(size, Image.Resampling.BICUBIC) for plane in (blue, red)]
        return Image.merge("YCbCr", [Image.fromarray(whole.astype(np.uint8)), *colours])

    @torch.inference_mode()
    def brightness(self, small: Floats, scale: int) -> Floats:
        """16 to 235 (h, w) → the same (scale h, scale w), tile by tile."""
        height, width = small.shape
        whole = torch.from_numpy(small / np.float32(255))[None, None].to(self._where)
        large = torch.empty(height * scale, width * scale, device=self._where)
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                self._tile(whole, large, (top, left), scale)
        result: Floats = large.mul_(255).clamp_(16, 235).cpu().numpy()
        return result

    def _tile(self, whole: Tensor, large: Tensor, corner: tuple[int, int], scale: int) -> None:
        """Fill one tile of `large`; it is made with as much around it as its pixels are made of."""
        parts, inner, outer = [], [], []
        for start, length in zip(corner, whole.shape[2:], strict=True):
            end = min(start + TILE, length)
            first, last = max(start - REACH, 0), min(end + REACH, length)
            parts.append(slice(first, last))
            inner.append(slice((start - first) * scale, (end - first) * scale))
            outer.append(slice(start * scale, end * scale))
        tile = whole[:, :, parts[0], parts[1]].to(memory_format=torch.channels_last)
        made = self._networks[scale](tile)
        large[outer[0], outer[1]] = made[0, 0, inner[0], inner[1]]


def fitting(picture: Image.Image, pixels: int) -> Image.Image:
    """The picture with at most so many pixels, in its own proportions."""
    share = math.sqrt(pixels / (picture.width * picture.height))
    if share >= 1:
        return picture
    size = (max(int(picture.width * share), 1), max(int(picture.height * share), 1))
    return picture.resize(size, Image.Resampling.LANCZOS)


def load(folder: Path) -> Enlarger:
    arrays, networks = read(folder / WEIGHTS), {}
    for scale in SCALES:
        networks[scale] = EnlargingNetwork(scale)
        state = {name: arrays[f"x{scale}.{name}"] for name in networks[scale].state_dict()}
        networks[scale].load_state_dict(
            {name: torch.from_numpy(array.astype(np.float32)) for name, array in state.items()}
        )
    where = device()
    return Enlarger(networks, precision(where), where)
