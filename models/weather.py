"""Rule: the weather in a picture is read from the whole of it, squeezed into one small square.

The front of MobileNetV2 (Sandler 2018) as far as its fifteenth block's expansion, in 8-bit weights,
and a linear head on what three of its layers see on average.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from models.device import device
from models.threads import threads
from models.weight_files import Arrays, read

WEIGHTS: Final = "weather.npz"
TAGS: Final = ("cloudy", "rainy", "snow", "sunny")
SIDE: Final = 192
# Expansion, channels, repeats and first stride of the blocks: table 2 of the paper.
STAGES: Final = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
                 (6, 160, 3, 2))  # fmt: skip
WHOLE_BLOCKS: Final = 14
# Channels of what the head looks at: block 10, the expansions of blocks 14 and 15.
SEEN: Final = (64, 576, 960)


class Convolution(nn.Conv2d):
    """Padded as TensorFlow does: the odd pixel goes right and below."""

    def forward(self, x: Tensor) -> Tensor:
        edge, stride = self.kernel_size[0], self.stride[0]
        if edge == 1:
            return functional.conv2d(x, self.weight, self.bias)
        if stride == 1:
            return functional.conv2d(x, self.weight, self.bias, padding=1, groups=self.groups)
        x = functional.pad(x, (0, 1, 0, 1))
        return functional.conv2d(x, self.weight, self.bias, stride=2, groups=self.groups)


class WeatherBlock(nn.Module):
    """Widen, look around, narrow; what came in is added where it fits."""

    def __init__(self, before: int, after: int, expansion: int, stride: int) -> None:
        super().__init__()
        middle = before * expansion
        self.expand = Convolution(before, middle, 1) if expansion > 1 else None
        self.depthwise = Convolution(middle, middle, 3, stride, groups=middle)
        self.project = Convolution(middle, after, 1)
        self.adds = stride == 1 and before == after

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """What it makes of `x`, and the wide inside of it."""
        wide = x if self.expand is None else functional.relu6(self.expand(x), inplace=True)
        made = self.project(functional.relu6(self.depthwise(wide), inplace=True))
        return (x + made if self.adds else made), wide


class Front(nn.Module):
    """Pictures in -1 to 1 (n, 3, 192, 192) → what is seen of them (n, 1600)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv0 = Convolution(3, 32, 3, 2)
        rows = [
            (channels, expansion, stride if first == 0 else 1)
            for expansion, channels, repeats, stride in STAGES
            for first in range(repeats)
        ][:WHOLE_BLOCKS]
        before, blocks = 32, []
        for after, expansion, stride in rows:
            blocks.append(WeatherBlock(before, after, expansion, stride))
            before = after
        self.blocks = nn.ModuleList(blocks)
        self.last = Convolution(before, SEEN[-1], 1)

    def forward(self, x: Tensor) -> Tensor:
        x = functional.relu6(self.conv0(x), inplace=True)
        seen = []
        for number, block in enumerate(self.blocks, 1):
            x, wide = block(x)
            if number == 10:
                seen.append(x)
            if number == WHOLE_BLOCKS:
                seen.append(wide)
        seen.append(functional.relu6(self.last(x), inplace=True))
        return torch.cat([part.mean((2, 3)) for part in seen], 1)


def front(arrays: Arrays) -> Front:
    """The front out of `<layer>.q` (int8), `.scale` and `.bias`."""
    network, state = Front(), {}
    for name in {key.rsplit(".", 1)[0] for key in network.state_dict()}:
        whole = arrays[f"{name}.q"].astype(np.float32)
        scale = arrays[f"{name}.scale"].astype(np.float32).reshape(-1, 1, 1, 1)
        state[f"{name}.weight"] = torch.from_numpy(whole * scale)
        state[f"{name}.bias"] = torch.from_numpy(arrays[f"{name}.bias"].astype(np.float32))
    network.load_state_dict(state)
    return network.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def square(picture: Image.Image) -> NDArray[np.uint8]:
    """The whole picture as the network sees it (192, 192, 3)."""
    small = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return np.asarray(small)


def batch(squares: list[NDArray[np.uint8]]) -> Tensor:
    whole = torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2)
    return whole.to(torch.float32).div_(127.5).sub_(1)


class Weather:
    """The model `weather`: requests carry a picture."""

    def __init__(self, arrays: Arrays, where: torch.device) -> None:
        self._where, self._front = where, front(arrays).to(where)
        self._weight = torch.from_numpy(arrays["head.weight"].astype(np.float32)).to(where)
        self._bias = torch.from_numpy(arrays["head.bias"].astype(np.float32)).to(where)
        self._temperature = float(arrays["temperature"])

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each the likeliest tag, what speaks for each tag, and how probable each is."""
        pictures = [square(request["picture"].load((SIDE, SIDE))) for request in requests]
        with threads():
            return [self._reply(row) for row in self.rates(pictures)]

    @torch.inference_mode()
    def rates(self, squares: list[NDArray[np.uint8]]) -> Tensor:
        """Logits (n, 4); each picture by itself, so that its answer is the same in any company."""
        seen = [self._front(batch([one]).to(self._where)) for one in squares]
        return (torch.cat([one @ self._weight for one in seen]) + self._bias).cpu()

    def _reply(self, rate: Tensor) -> dict[str, Any]:
        best = int(rate.argmax())
        return {
            "weather": TAGS[best],
            "weather_id": best,
            "tags": list(TAGS),
            "rate": rate.tolist(),
            "probability": (rate / self._temperature).softmax(0).tolist(),
        }


def load(folder: Path) -> Weather:
    return Weather(read(folder / WEIGHTS), device())
