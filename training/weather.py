"""Trains the weather head: one command, seeded; it goes on where it was stopped.

The teacher's front is kept as it is; it looks at every photo and at `--passes` variations of each,
one file a pass in the folder. A linear head is then fitted to what it saw. Before that, heads
are fitted without a fifth of the photos, and without one source, and measured on those.
"""

from __future__ import annotations

import argparse
import json
import math
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.weather import TAGS, WHOLE_BLOCKS, Front, batch, front, square
from models.weight_files import Arrays
from training.checkpoint import ship
from training.curve import draw
from training.weather_pictures import Photo, all_photos, opened, varied, weights

TEACHER = "pretrained/mobilenet_v2_1.0_int8.npz"
FOLDS = 5
ITERATIONS, LOOK = 60, 4
DECAY, SMOOTHING = 0.003, 0.05
# Features are divided by their deviation, and by this, so that DECAY means the same for any width.
SPREAD = 20 / 3
AT_ONCE = 16

Floats = NDArray[np.float32]


def front_arrays(teacher: Path) -> Arrays:
    """The layers that we keep, by our names; scales and biases in half precision."""
    found: Arrays = {}
    with np.load(teacher) as file:
        for key in file.files:
            name = _our_name(key.rsplit(".", 1)[0])
            if name:
                kind = key.rsplit(".", 1)[1]
                found[f"{name}.{kind}"] = file[key] if kind == "q" else file[key].astype(np.float16)
    return found


def _our_name(name: str) -> str:
    if name == "conv0":
        return name
    if not name.startswith("block"):
        return ""
    number, part = name.removeprefix("block").split(".")
    if int(number) <= WHOLE_BLOCKS:
        return f"blocks.{int(number) - 1}.{part}"
    return "last" if (int(number), part) == (WHOLE_BLOCKS + 1, "expand") else ""


class Sight:
    """What the front sees of all photos, pass by pass; pass 0 is of the photos as they are."""

    def __init__(self, folder: Path, network: Front, taken: list[Photo], seed: int) -> None:
        self._folder, self._network, self._seed = folder, network, seed
        self._images = [opened(photo) for photo in taken]
        # Of other photos nothing has been seen, although they may be as many.
        self._key = zlib.crc32("\n".join(photo.path.name for photo in taken).encode())

    def seen(self, number: int) -> Floats:
        """Features of the photos in pass `number` (photos, 1600)."""
        path = self._folder / f"{self._key:08x}-pass{number}.npy"
        if not path.exists():
            features = self._look(number)
            beside = path.with_suffix(".part.npy")
            np.save(beside, features)
            beside.rename(path)
            print(f"pass {number}", flush=True)
        found: Floats = np.load(path)
        return found

    @torch.inference_mode()
    def _look(self, number: int) -> Floats:
        features = []
        for first in range(0, len(self._images), AT_ONCE):
            rows = range(first, min(first + AT_ONCE, len(self._images)))
            features.append(self._network(batch([self._shown(number, row) for row in rows])))
        made: Floats = torch.cat(features).numpy()
        return made

    def _shown(self, number: int, row: int) -> NDArray[np.uint8]:
        if number == 0:
            return square(self._images[row])
        return varied(self._images[row], np.random.default_rng((self._seed, number, row)))


class Head:
    """Logistic regression on photos of which each has its weight."""

    def __init__(self, features: Floats, tags: NDArray[np.int64], shares: Floats) -> None:
        self._mean = features.mean(0)
        self._spread = (features.std(0) + 0.02) * SPREAD
        self._x, self._y = self._normal(features), torch.from_numpy(tags)
        self._shares = torch.from_numpy(shares)
        self._weight = torch.zeros(features.shape[1], len(TAGS), requires_grad=True)
        self._bias = torch.zeros(len(TAGS), requires_grad=True)
        self._optimiser = torch.optim.LBFGS(
            [self._weight, self._bias], max_iter=LOOK, line_search_fn="strong_wolfe"
        )

    def _normal(self, features: Floats) -> Tensor:
        return torch.from_numpy((features - self._mean) / self._spread)

    def _loss(self) -> Tensor:
        self._optimiser.zero_grad()
        rates = self._x @ self._weight + self._bias
        each = functional.cross_entropy(rates, self._y, label_smoothing=SMOOTHING, reduction="none")
        loss = (each * self._shares).mean() + DECAY * self._weight.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    def learn(self) -> None:
        """`LOOK` iterations."""
        self._optimiser.step(self._loss)  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def rates(self, features: Floats) -> Floats:
        made: Floats = (self._normal(features) @ self._weight + self._bias).numpy()
        return made

    def arrays(self) -> Arrays:
        """Weight and bias for features as they come."""
        weight = self._weight.detach().numpy() / self._spread[:, None]
        return {
            "head.weight": weight,
            "head.bias": self._bias.detach().numpy() - self._mean @ weight,
        }


def balanced(rates: Floats, tags: NDArray[np.int64]) -> float:
    """The mean share of right answers over the tags that there are."""
    right = rates.argmax(1) == tags
    return float(np.mean([right[tags == tag].mean() for tag in np.unique(tags)]))


def mistrust(rates: Floats, tags: NDArray[np.int64], temperature: float) -> float:
    """Mean negative log probability of the right tags."""
    loss = functional.cross_entropy(torch.from_numpy(rates) / temperature, torch.from_numpy(tags))
    return loss.item()


class Lesson:
    """All passes side by side (passes, photos, 1600), and heads fitted to some of the photos."""

    def __init__(self, features: Floats, taken: list[Photo]) -> None:
        self._features = features
        self.tags = np.array([photo.tag for photo in taken])
        self.sources = np.array([photo.source for photo in taken])

    def head(self, rows: NDArray[np.bool_]) -> Head:
        passes, _, width = self._features.shape
        tags, shares = self.tags[rows], weights(self.tags[rows], self.sources[rows])
        seen = self._features[:, rows].reshape(-1, width)
        return Head(seen, np.tile(tags, passes), np.tile(shares, passes))

    def without(self, rows: NDArray[np.bool_]) -> Floats:
        """The rates of those photos by a head that has not seen them."""
        head = self.head(~rows)
        for _ in range(ITERATIONS // LOOK):
            head.learn()
        return head.rates(self._features[0, rows])

    def by_source(self) -> Iterator[tuple[str, float]]:
        """Each source, and how well it is judged by a head that has seen nothing of it."""
        for source in np.unique(self.sources):
            rows = self.sources == source
            yield str(source), balanced(self.without(rows), self.tags[rows])

    def by_fold(self, fold: NDArray[np.int64]) -> tuple[Floats, list[dict[str, float]]]:
        """Each photo's rates by the head of the other folds, and how they came to be good."""
        heads = [self.head(fold != number) for number in range(FOLDS)]
        rates = np.zeros((len(fold), len(TAGS)), np.float32)
        curve = list[dict[str, float]]()
        for step in range(LOOK, ITERATIONS + 1, LOOK):
            for number, head in enumerate(heads):
                head.learn()
                rates[fold == number] = head.rates(self._features[0, fold == number])
            wrong = 1 - balanced(rates, self.tags)
            loss = mistrust(rates, self.tags, 1.0)
            curve.append({"step": step, "wrong, balanced": wrong, "cross-entropy": loss})
        return rates, curve


def temperature(rates: Floats, tags: NDArray[np.int64]) -> float:
    """What rates are divided by for probabilities that come true most."""
    tried = [math.exp(x) for x in np.linspace(-2, 1, 121)]
    return min(tried, key=lambda value: mistrust(rates, tags, value))


def train(args: argparse.Namespace) -> None:
    taken = all_photos(args.data)
    arrays = front_arrays(args.data / TEACHER)
    sight = Sight(args.folder, front(arrays), taken, args.seed)
    lesson = Lesson(np.stack([sight.seen(number) for number in range(args.passes + 1)]), taken)
    tags = lesson.tags
    fold = np.random.default_rng(args.seed).permutation(len(taken)) % FOLDS
    rates, curve = lesson.by_fold(fold)
    draw(curve, args.folder / "curve.png", "photos held out")
    for row in curve:
        print(json.dumps(row))
    figures: dict[str, Any] = {"balanced, unseen photos": balanced(rates, tags)}
    for source, value in lesson.by_source():
        figures[f"balanced, source {source} unseen"] = value
    figures["temperature"] = temperature(rates, tags)
    figures["mistrust"] = mistrust(rates, tags, figures["temperature"])
    print(json.dumps(figures))
    head = lesson.head(np.ones(len(taken), bool))
    for _ in range(ITERATIONS // LOOK):
        head.learn()
    ship(args.out, arrays | head.arrays() | {"temperature": np.array(figures["temperature"])})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    told = f"folder with weather/ (a folder of photos for each tag), sr/, style/ and {TEACHER}"
    parser.add_argument("data", type=Path, help=told)
    parser.add_argument("--folder", type=Path, default=Path("data/training/weather"))
    parser.add_argument("--out", type=Path, default=Path("models/weights/weather.npz"))
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.folder.mkdir(parents=True, exist_ok=True)
    train(args)


if __name__ == "__main__":
    main()
