"""Rule: one net paints in every style; a style is a scale and a shift in each of its layers.

After "A Learned Representation For Artistic Style" (Dumoulin 2017). Enlarging blends pixels
before it convolves, and edges are mirrored: neither leaves a pattern.
"""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from models.device import device
from models.model import Refused
from models.threads import threads
from models.weight_files import read

WEIGHTS: Final = "style.npz"
# The names, in the order of the weights' rows.
STYLES: Final = (
    "starry_night",
    "great_wave",
    "the_scream",
    "composition_vii",
    "minotaur",
    "metzinger",
    "shanshui_ink_shore",
    "shanshui_ink_cliff",
    "shanshui_green_peaks",
    "shanshui_green_ridge",
)
WIDTHS: Final = (16, 32, 64)
BLOCKS: Final = 5
# The net halves twice.
STRIDE: Final = 4
SMALLEST: Final = 16
LONGEST: Final = 1024
QUALITY: Final = 90


class Layer(nn.Module):
    """Convolve, make even, then scale and shift as the style wants it."""

    def __init__(self, before: int, after: int, edge: int, stride: int = 1) -> None:
        super().__init__()
        self.stride, self.margin = stride, edge // 2
        self.kernel = nn.Parameter(
            torch.randn(after, before, edge, edge) * (before * edge**2) ** -0.5
        )
        self.scale = nn.Parameter(torch.ones(len(STYLES), after))
        self.shift = nn.Parameter(torch.zeros(len(STYLES), after))

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        made = functional.conv2d(mirrored(x, self.margin), self.kernel, stride=self.stride)
        return even(made, self.scale[style], self.shift[style])


def mirrored(x: Tensor, margin: int) -> Tensor:
    return functional.pad(x, (margin,) * 4, mode="reflect")


def even(x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    """Mean and deviation of every channel of every picture become `shift` and `scale` (n, c)."""
    variance, mean = torch.var_mean(x, (2, 3), correction=0)
    gain = scale * torch.rsqrt(variance.float() + 1e-5)
    offset = shift - mean.float() * gain
    return torch.addcmul(
        offset[:, :, None, None].to(x.dtype), x, gain[:, :, None, None].to(x.dtype)
    )


def doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class StyleNetwork(nn.Module):
    """Pictures in 0 to 1 (n, 3, h, w), sides multiples of 4, and styles (n) → painted ones."""

    def __init__(self) -> None:
        super().__init__()
        full, half, quarter = WIDTHS
        self.down = nn.ModuleList(
            [Layer(3, full, 5), Layer(full, half, 3, 2), Layer(half, quarter, 3, 2)]
        )
        self.blocks = nn.ModuleList(Layer(quarter, quarter, 3) for _ in range(2 * BLOCKS))
        self.up = nn.ModuleList([Layer(quarter, half, 3), Layer(half, full, 3)])
        self.last = nn.Parameter(torch.randn(3, full, 5, 5) * 0.02)
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, pictures: Tensor, style: Tensor) -> Tensor:
        x = pictures * 2 - 1
        for layer in self.down:
            x = layer(x, style).relu_()
        for first in range(0, len(self.blocks), 2):
            inner = self.blocks[first](x, style).relu_()
            x = x + self.blocks[first + 1](inner, style)
        for layer in self.up:
            x = layer(doubled(x), style).relu_()
        return functional.conv2d(mirrored(x, 2), self.last, self.bias).float().sigmoid()


class Painter:
    """The model `style`: requests carry a picture and `style`, a name, or "" for any."""

    def __init__(self, network: StyleNetwork, where: torch.device) -> None:
        self._where = where
        self._network = network.eval().to(where, memory_format=torch.channels_last)  # type: ignore[call-overload]

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each the painted picture, a JPEG in base64. Raises `Refused("style")`."""
        with threads():
            return [self._reply(request["picture"], request["style"]) for request in requests]

    def _reply(self, picture: Any, name: str) -> dict[str, Any]:
        if name and name not in STYLES:
            raise Refused("style")
        photo = picture.load((LONGEST, LONGEST))
        photo.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        pixels = np.asarray(photo)
        file = io.BytesIO()
        painted = self.painted(pixels, name or any_style(pixels))
        Image.fromarray(painted).save(file, "JPEG", quality=QUALITY)
        return {"image": base64.b64encode(file.getvalue()).decode("ascii")}

    @torch.inference_mode()
    def painted(self, pixels: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
        """The picture (h, w, 3) in that style."""
        height, width = pixels.shape[:2]
        # Mirrored to whole strides, and to what the inner layers can mirror again.
        more = [(0, max(-side % STRIDE, SMALLEST - side)) for side in (height, width)]
        whole = np.pad(pixels, [*more, (0, 0)], mode="symmetric")
        levels = torch.from_numpy(whole).to(self._where)
        x = levels.permute(2, 0, 1)[None].to(torch.float32).div_(255)
        made = self._network(x, torch.tensor([STYLES.index(name)], device=self._where))
        painted = made[0, :, :height, :width].mul(255).round().to(torch.uint8)
        result: NDArray[np.uint8] = painted.permute(1, 2, 0).cpu().numpy()
        return result


def any_style(pixels: NDArray[np.uint8]) -> str:
    """A style that looks drawn at random, and is the same whenever the picture is."""
    seed = hashlib.sha256(pixels.tobytes()).digest()
    return STYLES[int.from_bytes(seed[:8], "big") % len(STYLES)]


def load(folder: Path) -> Painter:
    network, arrays = StyleNetwork(), read(folder / WEIGHTS)
    network.load_state_dict(
        {name: torch.from_numpy(array.astype(np.float32)) for name, array in arrays.items()}
    )
    return Painter(network, device())
