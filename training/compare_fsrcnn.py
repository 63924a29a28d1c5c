"""Times the shipped enlarger beside FSRCNN(56, 12, 4), in turns, on the same picture and cores.

FSRCNN (Dong 2016) is built here with random weights: its speed does not depend on them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.fsrcnn import SCALES, load

WEIGHTS = Path("models/weights")
ROUNDS = 15


def original(scale: int) -> nn.Sequential:
    """d = 56, s = 12, m = 4."""
    layers: list[nn.Module] = [nn.Conv2d(1, 56, 5, padding=2), nn.PReLU(56)]
    layers += [nn.Conv2d(56, 12, 1), nn.PReLU(12)]
    for _ in range(4):
        layers += [nn.Conv2d(12, 12, 3, padding=1), nn.PReLU(12)]
    layers += [nn.Conv2d(12, 56, 1), nn.PReLU(56)]
    layers.append(nn.ConvTranspose2d(56, 1, 9, scale, 4, output_padding=scale - 1))
    return nn.Sequential(*layers).eval()


def best_of_formats(network: nn.Sequential, picture: Tensor) -> Callable[[], object]:
    """The faster memory format of the two, so that the comparison is fair."""
    last = torch.channels_last
    runs = [lambda: network(picture), lambda: network(picture.to(memory_format=last))]
    plain = _milliseconds(runs[0], 3)
    network.to(memory_format=last)  # type: ignore[call-overload]
    if _milliseconds(runs[1], 3) < plain:
        return runs[1]
    network.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    return runs[0]


def _milliseconds(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


@torch.inference_mode()
def compare(scale: int, height: int, width: int) -> dict[str, float]:
    """Milliseconds of both for one picture, brightness only, tiles and all."""
    small = np.random.default_rng(0).uniform(16, 235, (height, width)).astype(np.float32)
    enlarger = load(WEIGHTS)
    theirs = best_of_formats(original(scale), torch.from_numpy(small / 255)[None, None])
    found = {"ours": float("inf"), "fsrcnn": float("inf")}
    for _ in range(ROUNDS):
        found["ours"] = min(
            found["ours"], _milliseconds(lambda: enlarger.brightness(small, scale), 1)
        )
        found["fsrcnn"] = min(found["fsrcnn"], _milliseconds(theirs, 1))
    return found | {"times as fast": found["fsrcnn"] / found["ours"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs=2, default=(360, 480), help="height and width")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    print(json.dumps({f"x{scale}": compare(scale, *args.size) for scale in SCALES}))


if __name__ == "__main__":
    main()
