"""Paper, light, land and water for the pictures of provinces: everything is drawn from numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 640, 360
WHITE: Colour = (248, 246, 240)
PALE: Colour = (250, 247, 238)
# Drawn larger and reduced, so that edges are soft.
SCALE = 3


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of `other` in `one`."""
    a, b = np.array(one), np.array(other)
    red, green, blue = (a + (b - a) * share).round().astype(int).tolist()
    return red, green, blue


class Canvas:
    """A picture of 640 x 360 units; y grows downward."""

    def __init__(self, top: Colour, horizon: Colour, *, low: float = 0.72) -> None:
        down = np.linspace(0.0, 1.0 / low, HEIGHT * SCALE).clip(0.0, 1.0)[:, None, None]
        sky = np.array(top) * (1 - down) + np.array(horizon) * down
        size = (HEIGHT * SCALE, WIDTH * SCALE, 3)
        self.image = Image.fromarray(np.broadcast_to(sky, size).astype(np.uint8))
        self.horizon = horizon

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    # Shapes

    def polygon(self, points: Points, colour: Colour) -> None:
        ImageDraw.Draw(self.image).polygon(_scaled(points), fill=colour)

    def shaded(self, points: Points, top: Colour, bottom: Colour) -> None:
        """A polygon that passes from one colour at its top to another at its foot."""
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon(_scaled(points), fill=255)
        heights = [y for _, y in points]
        self._fade(mask, top, bottom, min(heights), max(heights))

    def _fade(self, mask: Image.Image, top: Colour, bottom: Colour, y0: float, y1: float) -> None:
        y = np.arange(HEIGHT * SCALE) / SCALE
        share = ((y - y0) / max(y1 - y0, 1)).clip(0.0, 1.0)[:, None, None]
        rows = np.array(top) * (1 - share) + np.array(bottom) * share
        size = (HEIGHT * SCALE, WIDTH * SCALE, 3)
        self.image.paste(Image.fromarray(np.broadcast_to(rows, size).astype(np.uint8)), mask=mask)

    def line(self, points: Points, colour: Colour, width: float = 1.0) -> None:
        pen = ImageDraw.Draw(self.image)
        pen.line(_scaled(points), fill=colour, width=max(round(width * SCALE), 1), joint="curve")

    def disc(self, x: float, y: float, r: float, colour: Colour, ry: float | None = None) -> None:
        tall = r if ry is None else ry
        box = [v * SCALE for v in (x - r, y - tall, x + r, y + tall)]
        ImageDraw.Draw(self.image).ellipse(box, fill=colour)

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """A rectangle whose foot is at `y`, its middle at `x`."""
        corners = [v * SCALE for v in (x - wide / 2, y - high, x + wide / 2, y)]
        ImageDraw.Draw(self.image).rectangle(corners, fill=colour)

    # Light and air

    def sun(self, x: float, y: float, r: float, colour: Colour, halo: float = 0.45) -> None:
        yy, xx = np.mgrid[0 : HEIGHT * SCALE, 0 : WIDTH * SCALE] / SCALE
        far = np.hypot(xx - x, yy - y)
        glow = (np.exp(-far / (r * 3.2)) * halo).clip(0, 1)
        self._tint(colour, glow)
        self.disc(x, y, r, colour)

    def mist(self, y: float, thick: float, colour: Colour, strength: float = 0.8) -> None:
        """A bank of mist around the height `y`, in slow waves."""
        yy, xx = np.mgrid[0 : HEIGHT * SCALE, 0 : WIDTH * SCALE] / SCALE
        middle = y + 5 * np.sin(xx / 83 + y) + 3 * np.sin(xx / 37 + 2 * y)
        self._tint(colour, np.exp(-(((yy - middle) / thick) ** 2)) * strength)

    def _tint(self, colour: Colour, strength: Any) -> None:
        there = np.asarray(self.image).astype(np.float32)
        share = strength[..., None].astype(np.float32)
        made = there * (1 - share) + np.array(colour, np.float32) * share
        self.image = Image.fromarray(made.clip(0, 255).astype(np.uint8))

    def clouds(self, y: float, colour: Colour, seed: int, count: int = 4) -> None:
        """Flat clouds of rounded bars."""
        random = np.random.default_rng(seed)
        # The upper right corner is for the name.
        for x in random.uniform(-20, WIDTH - 180, count):
            for bar in range(3):
                long, left = random.uniform(50, 120), x + random.uniform(-30, 30)
                at = y + bar * 7 + random.uniform(-8, 8)
                corners = [v * SCALE for v in (left, at, left + long, at + 6)]
                ImageDraw.Draw(self.image).rounded_rectangle(corners, 3 * SCALE, fill=colour)

    def stars(self, colour: Colour, seed: int, below: float = 150) -> None:
        random = np.random.default_rng(seed)
        for x, y in zip(random.uniform(0, WIDTH, 60), random.uniform(0, below, 60), strict=True):
            self.disc(float(x), float(y), float(random.uniform(0.4, 1.1)), colour)

    # Land

    def ridge(
        self, seed: int, base: float, swing: float, colour: Colour, foot: Colour, rough: float = 1.0
    ) -> list[tuple[float, float]]:
        """A chain of hills; its line, for what stands on it."""
        x = np.linspace(-5, WIDTH + 5, 330)
        random = np.random.default_rng(seed)
        height = np.zeros_like(x)
        for octave in range(7):
            phase, pitch = random.uniform(0, 2 * np.pi), random.uniform(0.75, 1.25)
            height += np.sin(x / 150 * pitch * 2**octave + phase) / (1.95 / rough**0.3) ** octave
        height = (height - height.min()) / np.ptp(height)
        line = _pairs(x, base - height * swing)
        self.shaded([*line, (WIDTH + 5, HEIGHT), (-5, HEIGHT)], colour, foot)
        return line

    def peak(
        self,
        x: float,
        base: float,
        wide: float,
        high: float,
        colours: tuple[Colour, Colour],
        seed: int,
        snow: Colour | None = None,
    ) -> None:
        """A mountain with a lit and a shaded side, and snow from the top down."""
        random = np.random.default_rng(seed)
        top = (x + random.uniform(-0.06, 0.06) * wide, base - high)
        left = _broken(top, (x - wide / 2, base), random, wide * 0.03)
        right = _broken(top, (x + wide / 2, base), random, wide * 0.03)
        spine = _broken(top, (x + wide * 0.08, base), random, wide * 0.05)
        self.shaded([*left, *spine[::-1]], colours[0], mix(colours[0], self.horizon, 0.35))
        self.shaded([*right, *spine[::-1]], colours[1], mix(colours[1], self.horizon, 0.35))
        if snow is not None:
            self._snow(left, spine, right, snow, random)

    def _snow(self, left: Points, spine: Points, right: Points, snow: Colour, random: Any) -> None:
        share = len(left) * 2 // 5
        edge = [
            (x, y + (9 if number % 2 else -4) * random.uniform(0.5, 1.2))
            for number, (x, y) in enumerate(
                _pairs(
                    np.linspace(left[share][0], spine[share][0], 6),
                    np.linspace(left[share][1], spine[share][1], 6),
                )
            )
        ]
        self.polygon([*left[:share], *edge, *list(spine[:share])[::-1]], snow)
        other = [
            (x, y + (8 if number % 2 else -4) * random.uniform(0.5, 1.2))
            for number, (x, y) in enumerate(
                _pairs(
                    np.linspace(right[share][0], spine[share][0], 6),
                    np.linspace(right[share][1], spine[share][1], 6),
                )
            )
        ]
        dim = mix(snow, (120, 150, 190), 0.3)
        self.polygon([*right[:share], *other, *list(spine[:share])[::-1]], dim)

    def tower_peak(
        self,
        x: float,
        base: float,
        wide: float,
        high: float,
        colour: Colour,
        foot: Colour,
        lean: float = 0.0,
    ) -> None:
        """A rounded limestone tower."""
        turn = np.linspace(0, np.pi, 40)
        flat = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.62
        dome = np.sin(turn) ** 0.8
        points = _pairs(x - flat * wide / 2 + dome * lean * wide, base - dome * high)
        self.shaded([(x - wide / 2, base), *points, (x + wide / 2, base)], colour, foot)

    def pillar(
        self,
        x: float,
        base: float,
        wide: float,
        high: float,
        colours: tuple[Colour, Colour],
        seed: int,
    ) -> None:
        """A pillar of rock with broken edges, green on its top."""
        random = np.random.default_rng(seed)
        steps = np.linspace(0, 1, 12)
        left = _pairs(x - wide / 2 + random.uniform(-0.12, 0.12, 12) * wide, base - steps * high)
        right = _pairs(x + wide / 2 + random.uniform(-0.12, 0.12, 12) * wide, base - steps * high)
        self.shaded([*left, *right[::-1]], colours[0], mix(colours[0], self.horizon, 0.5))
        middle = [(px - wide * 0.36, py) for px, py in right]
        self.shaded(
            [*middle, *right[::-1]],
            mix(colours[0], (40, 34, 40), 0.35),
            mix(colours[0], self.horizon, 0.45),
        )
        for _ in range(9):
            px = x + random.uniform(-0.5, 0.5) * wide
            self.disc(px, base - high + random.uniform(-3, 3), random.uniform(3, 6), colours[1])

    def dune(self, seed: int, base: float, swing: float, lit: Colour, dark: Colour) -> None:
        """Dunes with sharp crests, lit from the left."""
        random = np.random.default_rng(seed)
        x = np.linspace(-5, WIDTH + 5, 200)
        phase = random.uniform(0, 6)
        wave = np.sin(x / 118 + phase) + 0.35 * np.sin(x / 47 + 2 * phase)
        crest = base - swing * (wave - wave.min()) / np.ptp(wave)
        self.shaded(
            [*_pairs(x, crest), (WIDTH + 5, HEIGHT), (-5, HEIGHT)], lit, mix(lit, dark, 0.35)
        )
        # The side away from the light begins where the crest falls, and ends in the hollow.
        for start in np.flatnonzero((crest[1:-1] < crest[:-2]) & (crest[1:-1] <= crest[2:])) + 1:
            low = start + int(np.argmax(crest[start : start + 70]))
            falling = _pairs(x[start : low + 1], crest[start : low + 1])
            (x0, y0), (x1, y1) = falling[0], falling[-1]
            bend = np.linspace(0, 1, 30)
            sag = np.sin(bend * np.pi) * (1.1 - bend)
            edge = _pairs(x0 + (x1 - x0) * bend**1.3, y0 + (y1 - y0) * bend + sag * (y1 - y0) * 1.5)
            self.shaded([*falling, *edge[::-1]], dark, mix(dark, lit, 0.6))

    # Water

    def water(self, y: float, near: Colour, far: Colour, seed: int = 1, y1: float = HEIGHT) -> None:
        """Open water from the height `y` down, with glints."""
        self.shaded([(0, y), (WIDTH, y), (WIDTH, y1), (0, y1)], far, near)
        random = np.random.default_rng(seed)
        glint = mix(far, (255, 255, 255), 0.45)
        for share in np.sort(random.uniform(0.03, 1, 46)):
            at = y + (y1 - y) * share
            long, x = random.uniform(8, 46) * (0.4 + share), random.uniform(-20, WIDTH)
            self.line([(x, at), (x + long, at)], mix(glint, near, share * 0.75), 0.6 + share * 0.7)

    def mirror(self, y: float, tint: Colour, share: float = 0.32, y1: float = HEIGHT) -> None:
        """Still water from `y` down that shows what is above it."""
        top, bottom = round(y * SCALE), round(y1 * SCALE)
        deep = bottom - top
        above = self.image.crop((0, max(top - deep, 0), self.image.width, top))
        shown = np.asarray(
            above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((above.width, deep))
        )
        shift = (np.sin(np.arange(deep) ** 1.25 / 24) * np.arange(deep) / 55).astype(int)
        rows = np.stack([np.roll(shown[row], shift[row], axis=0) for row in range(deep)])
        mixed = rows * (1 - share) + np.array(tint) * share
        soft = Image.fromarray(mixed.astype(np.uint8)).filter(ImageFilter.BoxBlur(2))
        self.image.paste(soft, (0, top))

    def river(self, line: Points, wide: tuple[float, float], near: Colour, far: Colour) -> None:
        """A river along `line` from far to near, its width growing from one number to the other."""
        steps = np.linspace(0, 1, 60)
        along = np.linspace(0, 1, len(line))
        x = np.interp(steps, along, [p[0] for p in line])
        y = np.interp(steps, along, [p[1] for p in line])
        for _ in range(3):
            x[1:-1] = (x[:-2] + x[1:-1] * 2 + x[2:]) / 4
        half = (wide[0] + (wide[1] - wide[0]) * steps**1.4) / 2
        self.shaded([*_pairs(x - half, y), *_pairs(x + half, y)[::-1]], far, near)


def _scaled(points: Points) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _pairs(x: Any, y: Any) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _broken(
    start: tuple[float, float], end: tuple[float, float], random: Any, swing: float
) -> list[tuple[float, float]]:
    steps = np.linspace(0, 1, 16)
    x = start[0] + (end[0] - start[0]) * steps
    x[1:-1] += random.uniform(-swing, swing, 14)
    return _pairs(x, start[1] + (end[1] - start[1]) * steps)
