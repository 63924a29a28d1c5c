"""Paints a contact sheet: photos in rows, the shipped styles in columns, the photo itself first."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from models.style import STYLES, load
from studio.look import develop

# Painted so large, and shown so large.
PAINTED, SHOWN = (640, 480), (240, 180)


def row(photo: Path, folder: Path) -> Image.Image:
    painter = load(folder)
    picture = ImageOps.fit(develop.load(photo, PAINTED), PAINTED, Image.Resampling.LANCZOS)
    pixels = np.asarray(picture)
    painted = [Image.fromarray(painter.painted(pixels, name)) for name in STYLES]
    strip = Image.new("RGB", (SHOWN[0] * (1 + len(STYLES)), SHOWN[1]))
    for number, image in enumerate([picture, *painted]):
        strip.paste(image.resize(SHOWN, Image.Resampling.LANCZOS), (number * SHOWN[0], 0))
    return strip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, default=Path("models/weights"))
    parser.add_argument("--out", type=Path, default=Path("docs/models/images/style.jpg"))
    args = parser.parse_args()
    rows = [row(photo, args.weights) for photo in args.photos]
    sheet = Image.new("RGB", (rows[0].width, SHOWN[1] * len(rows)))
    for number, strip in enumerate(rows):
        sheet.paste(strip, (0, number * SHOWN[1]))
    sheet.save(args.out, quality=78, optimize=True)


if __name__ == "__main__":
    main()
