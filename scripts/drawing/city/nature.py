"""What grows, moves and swims in the pictures of provinces: trees, boats, beasts, snow."""

from __future__ import annotations

import math

import numpy as np

from scripts.drawing.city.canvas import WHITE, Canvas, Colour, Points, mix


def pine(c: Canvas, x: float, base: float, high: float, colour: Colour, lean: float = 0.2) -> None:
    """An old pine: a bent trunk and flat pads of needles."""
    trunk = [
        (x + lean * high * t + 3 * math.sin(t * 5), base - high * t) for t in (0, 0.3, 0.6, 0.9)
    ]
    c.line(trunk, mix(colour, (60, 40, 30), 0.55), high * 0.045)
    for share, reach, side in (
        (0.5, 0.34, -1),
        (0.62, 0.38, 1),
        (0.78, 0.34, -1),
        (0.92, 0.3, 0.4),
    ):
        px = x + lean * high * share + 3 * math.sin(share * 5) + side * reach * high * 0.45
        py = base - high * share
        c.disc(px, py, high * reach * 0.55, colour, high * 0.05)
        c.disc(
            px - high * 0.05,
            py - high * 0.035,
            high * reach * 0.36,
            mix(colour, WHITE, 0.1),
            high * 0.04,
        )


def fir(
    c: Canvas, x: float, base: float, high: float, colour: Colour, snow: Colour | None = None
) -> None:
    for tier in range(4):
        y = base - high * (0.1 + 0.2 * tier)
        half = high * (0.24 - 0.045 * tier)
        c.polygon([(x - half, y), (x, y - high * 0.34), (x + half, y)], colour)
        if snow is not None:
            c.polygon(
                [(x - half, y), (x, y - high * 0.34), (x - half * 0.15, y - high * 0.06)], snow
            )
    c.box(x, base, high * 0.06, high * 0.12, mix(colour, (40, 30, 24), 0.6))


def forest(
    c: Canvas,
    line: Points,
    colour: Colour,
    seed: int,
    high: tuple[float, float],
    snow: Colour | None = None,
    count: int = 40,
) -> None:
    """Firs along a line."""
    random = np.random.default_rng(seed)
    for number in np.sort(random.integers(0, len(line), count)):
        x, y = line[number]
        fir(
            c,
            x,
            y + random.uniform(0, 10),
            random.uniform(*high),
            mix(colour, c.horizon, random.uniform(0, 0.2)),
            snow,
        )


def palm(c: Canvas, x: float, base: float, high: float, colour: Colour, lean: float) -> None:
    trunk = [(x + lean * high * t * t, base - high * t) for t in np.linspace(0, 1, 12).tolist()]
    c.line(trunk, mix(colour, (90, 70, 50), 0.6), high * 0.035)
    top = trunk[-1]
    for turn in (-2.9, -2.35, -1.8, -1.2, -0.65, -0.15, 0.35, 2.75):
        reach = high * 0.42
        leaf = [
            (
                top[0] + math.cos(turn) * reach * t,
                top[1] + math.sin(turn) * reach * t + reach * 0.55 * t * t,
            )
            for t in np.linspace(0, 1, 9).tolist()
        ]
        back = [
            (px, py + high * 0.06 * math.sin(math.pi * n / 8)) for n, (px, py) in enumerate(leaf)
        ]
        c.polygon([*leaf, *back[::-1]], colour)


def bamboo(c: Canvas, x: float, base: float, high: float, colour: Colour, lean: float) -> None:
    stem = [(x + lean * high * t * t, base - high * t) for t in np.linspace(0, 1, 14).tolist()]
    c.line(stem, colour, 3.2)
    for number, (px, py) in enumerate(stem[1:-1]):
        c.line([(px - 2.6, py), (px + 2.6, py)], mix(colour, WHITE, 0.35), 1)
        if number > 3:
            for side in (-1, 1):
                for drop in (6, 12):
                    tip = (px + side * (22 - drop / 2), py + drop)
                    c.polygon(
                        [(px, py), (px + side * 9, py + drop * 0.1), tip],
                        mix(colour, (30, 60, 30), 0.2),
                    )


def willow(c: Canvas, x: float, base: float, high: float, colour: Colour) -> None:
    c.line(
        [(x, base), (x - 4, base - high * 0.5), (x + 3, base - high * 0.8)],
        mix(colour, (50, 40, 30), 0.7),
        high * 0.05,
    )
    random = np.random.default_rng(int(x))
    for _ in range(34):
        px = x + random.uniform(-0.42, 0.42) * high
        py = base - high * (1.0 - 0.5 * abs(px - x) / high) + random.uniform(-4, 6)
        drop = random.uniform(0.3, 0.62) * high
        sway = random.uniform(-4, 7)
        c.line(
            [(x + (px - x) * 0.5, py), (px, py + drop * 0.35), (px + sway, py + drop)],
            mix(colour, WHITE, random.uniform(0, 0.18)),
            1.3,
        )


def blossom(c: Canvas, x: float, y: float, reach: float, colour: Colour, seed: int) -> None:
    """A flowering branch that comes in from the side."""
    random = np.random.default_rng(seed)
    bark = (78, 58, 52)
    tips = [
        (x + reach * t, y + reach * 0.32 * math.sin(t * 2.4)) for t in np.linspace(0, 1, 8).tolist()
    ]
    c.line(tips, bark, 4)
    for px, py in tips[2:]:
        twig = (px + random.uniform(4, 30) * math.copysign(1, reach), py + random.uniform(-34, 26))
        c.line([(px, py), twig], bark, 1.8)
        for _ in range(6):
            at = (twig[0] + random.uniform(-13, 13), twig[1] + random.uniform(-11, 11))
            for petal in range(5):
                a = petal * 2 * math.pi / 5
                c.disc(
                    at[0] + 2.6 * math.cos(a),
                    at[1] + 2.6 * math.sin(a),
                    2.3,
                    mix(colour, WHITE, random.uniform(0, 0.5)),
                )
            c.disc(at[0], at[1], 1.1, (236, 190, 90))


def sailing(c: Canvas, x: float, y: float, size: float, hull: Colour, sail: Colour) -> None:
    """A junk with two ribbed sails."""
    c.polygon(
        [
            (x - size * 0.6, y - size * 0.16),
            (x + size * 0.65, y - size * 0.2),
            (x + size * 0.45, y),
            (x - size * 0.4, y),
        ],
        hull,
    )
    for at, wide, high in ((-0.12, 0.5, 1.0), (0.36, 0.3, 0.66)):
        px = x + at * size
        left, right, top = px - wide * size * 0.5, px + wide * size * 0.5, y - size * (0.2 + high)
        c.polygon(
            [
                (left, y - size * 0.24),
                (right, y - size * 0.28),
                (right - wide * size * 0.12, top + size * 0.1),
                (px - wide * size * 0.2, top),
            ],
            sail,
        )
        for rib in (0.25, 0.5, 0.75):
            ry = y - size * 0.26 - (high * size) * rib
            c.line(
                [(left + wide * size * 0.3 * rib, ry), (right - wide * size * 0.12 * rib, ry)],
                mix(sail, hull, 0.5),
                0.8,
            )


def sampan(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """A low boat, its boatman standing."""
    s = np.linspace(-1, 1, 13)
    c.polygon(
        [
            *[(x + float(t) * size, y - size * 0.16 * abs(float(t)) ** 2.4) for t in s],
            *[(x + float(t) * size * 0.86, y + size * 0.1 * (1 - float(t) ** 2)) for t in s[::-1]],
        ],
        colour,
    )
    c.line([(x + size * 0.5, y), (x + size * 0.5, y - size * 0.36)], colour, size * 0.09)
    c.disc(x + size * 0.5, y - size * 0.42, size * 0.07, colour)
    c.polygon(
        [
            (x + size * 0.36, y - size * 0.42),
            (x + size * 0.5, y - size * 0.54),
            (x + size * 0.64, y - size * 0.42),
        ],
        colour,
    )
    c.line([(x + size * 0.46, y - size * 0.5), (x + size * 0.78, y + size * 0.12)], colour, 1.1)


def flock(
    c: Canvas,
    seed: int,
    count: int,
    area: tuple[float, float, float, float],
    size: float,
    colour: Colour = WHITE,
) -> None:
    random = np.random.default_rng(seed)
    for y in np.sort(random.uniform(area[1], area[3], count)):
        x = random.uniform(area[0], area[2])
        s = size * (0.6 + 0.6 * (y - area[1]) / max(area[3] - area[1], 1))
        for leg in (-0.5, -0.25, 0.25, 0.5):
            c.line([(x + leg * s, y), (x + leg * s, y + s * 0.55)], (70, 60, 56), s * 0.14)
        c.disc(x, float(y), s * 0.75, colour, s * 0.45)
        c.disc(x - s * 0.85, float(y) - s * 0.2, s * 0.26, (70, 60, 56), s * 0.2)


def camel(c: Canvas, x: float, base: float, size: float, colour: Colour) -> None:
    for leg in (-0.42, -0.28, 0.26, 0.4):
        c.line(
            [(x + leg * size, base - size * 0.5), (x + leg * size * 1.06, base)],
            colour,
            size * 0.075,
        )
    c.disc(x, base - size * 0.58, size * 0.48, colour, size * 0.17)
    for hump in (-0.17, 0.17):
        c.disc(x + hump * size, base - size * 0.76, size * 0.125, colour, size * 0.17)
    c.line(
        [
            (x + size * 0.42, base - size * 0.6),
            (x + size * 0.58, base - size * 0.52),
            (x + size * 0.68, base - size * 0.88),
        ],
        colour,
        size * 0.11,
    )
    c.disc(x + size * 0.75, base - size * 0.92, size * 0.12, colour, size * 0.065)


def caravan(c: Canvas, line: Points, size: float, colour: Colour) -> None:
    for x, y in line:
        camel(c, x, y, size, colour)


def birds(c: Canvas, x: float, y: float, colour: Colour, count: int = 5, size: float = 6) -> None:
    for number in range(count):
        px, py = x + number * size * 2.6 + (number % 2) * 3, y + (number * 7 % 11) - number * 1.5
        c.line(
            [(px - size, py - size * 0.4), (px - size * 0.4, py - size * 0.15), (px, py)],
            colour,
            1.1,
        )
        c.line(
            [(px, py), (px + size * 0.4, py - size * 0.2), (px + size, py - size * 0.5)],
            colour,
            1.1,
        )


def snowfall(c: Canvas, seed: int, count: int = 130) -> None:
    random = np.random.default_rng(seed)
    for _ in range(count):
        c.disc(random.uniform(0, 640), random.uniform(0, 360), random.uniform(0.6, 1.7), WHITE)


def terraces(
    c: Canvas, seed: int, top: float, colours: tuple[Colour, Colour, Colour], rows: int = 9
) -> None:
    """Rice terraces that show the sky: colours of water, bank and shade."""
    water, bank, shade = colours
    x = np.linspace(-5, 645, 140)
    random = np.random.default_rng(seed)
    phase = random.uniform(0, 6)
    for row in range(rows):
        share = row / rows
        y = top + (360 - top) * share**1.15
        swing = 10 + 20 * share
        wave = np.sin(x / (70 + 60 * share) + phase + row * 0.42) + 0.5 * np.sin(
            x / (31 + 30 * share) + row
        )
        line = [(float(a), float(b)) for a, b in zip(x, y + swing * wave, strict=True)]
        thick = 3 + 5 * share
        c.polygon([*line, (645, 400), (-5, 400)], mix(bank, shade, 0.25 + 0.5 * (row % 2)))
        c.shaded(
            [*[(px, py + thick) for px, py in line], (645, 400), (-5, 400)],
            water,
            mix(water, shade, 0.25),
        )


def waterfall(
    c: Canvas, x: float, top: float, wide: float, high: float, colour: Colour, seed: int
) -> None:
    random = np.random.default_rng(seed)
    c.shaded(
        [
            (x - wide / 2, top),
            (x + wide / 2, top),
            (x + wide * 0.56, top + high),
            (x - wide * 0.56, top + high),
        ],
        mix(colour, WHITE, 0.3),
        WHITE,
    )
    for _ in range(int(wide)):
        px = x + random.uniform(-0.5, 0.5) * wide
        y0 = top + random.uniform(0, 0.6) * high
        c.line(
            [(px, y0), (px + random.uniform(-1.5, 1.5), y0 + random.uniform(0.15, 0.4) * high)],
            mix(colour, WHITE, random.uniform(0, 0.9)),
            1,
        )
