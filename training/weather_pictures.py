"""Weather photos: where they lie, what each weighs, and how it is varied, its weather kept."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from models.weather import TAGS, square
from studio.look.develop import load

# Photos of the other data, sorted by eye: what their weather is, where one can tell.
LABELS = Path(__file__).with_name("weather_labels.tsv")
# So large are photos kept in memory: more than the network looks at, to be cut.
KEPT = 256


class Photo(NamedTuple):
    path: Path
    tag: int
    source: str


def photos(folder: Path) -> list[Photo]:
    """All in the class folders; the source is a file's name up to the first `_`."""
    kinds = (".jpg", ".jpeg", ".png", ".webp")
    return [
        Photo(path, tag, path.name.split("_", 1)[0])
        for tag, name in enumerate(TAGS)
        for path in sorted((folder / name).rglob("*"))
        if path.suffix.lower() in kinds
    ]


def all_photos(data: Path) -> list[Photo]:
    """The weather photos of the folder, and those of its other photos that `LABELS` names."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    other = [Photo(data / row["path"], TAGS.index(row["tag"]), row["source"]) for row in rows]
    return photos(data / "weather") + other


def weights(tags: NDArray[np.int64], sources: NDArray[np.str_]) -> NDArray[np.float32]:
    """What each photo weighs, 1 on average. Every tag weighs the same; within a tag a source weighs
    as the root of its photos, so that the few of a small one are heard.
    """
    each = np.zeros(len(tags), np.float32)
    for tag in np.unique(tags):
        rows = tags == tag
        for source in np.unique(sources[rows]):
            those = rows & (sources == source)
            each[those] = those.sum() ** -0.5
        each[rows] /= each[rows].sum()
    each /= each.mean()
    return each


def opened(photo: Photo) -> Image.Image:
    return load(photo.path, (KEPT, KEPT))


def varied(photo: Image.Image, random: np.random.Generator) -> NDArray[np.uint8]:
    """One more photo of the same weather, as the network sees it."""
    return square(_worn(_coloured(_cut(photo, random), random), random))


def _cut(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    width, height = (
        min(side, round(side * edge))
        for side, edge in zip(photo.size, random.uniform(0.7, 1.05, 2), strict=True)
    )
    left = int(random.integers(photo.width - width + 1))
    top = int(random.integers(photo.height - height + 1))
    picture = photo.crop((left, top, left + width, top + height))
    if random.integers(2):
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.rotate(float(random.uniform(-4, 4)), Image.Resampling.BILINEAR, expand=False)


def _coloured(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """Another camera: brightness, contrast, colour, and the white that it takes for white."""
    picture = ImageEnhance.Brightness(picture).enhance(random.uniform(0.75, 1.25))
    picture = ImageEnhance.Contrast(picture).enhance(random.uniform(0.75, 1.25))
    picture = ImageEnhance.Color(picture).enhance(random.uniform(0.6, 1.4))
    gains = random.uniform(0.93, 1.07, 3).astype(np.float32)
    return Image.fromarray((np.asarray(picture) * gains).clip(0, 255).astype(np.uint8))


def _worn(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """Made small, blurred, grained, or packed as a JPEG of poor quality; mostly some of it."""
    if random.random() < 0.4:
        edge = int(random.integers(72, 200))
        small = (min(picture.width, edge), min(picture.height, edge))
        picture = picture.resize(small, Image.Resampling.BICUBIC)
    if random.random() < 0.2:
        picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 1.2)))
    if random.random() < 0.2:
        grain = random.normal(0, random.uniform(2, 9), (picture.height, picture.width, 3))
        picture = Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))
    if random.random() < 0.5:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=int(random.integers(40, 96)))
        picture = Image.open(file).convert("RGB")
    return picture
