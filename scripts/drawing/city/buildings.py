"""What people built in the pictures of provinces: roofs, towers, walls, bridges, wheels."""

from __future__ import annotations

import math

import numpy as np

from scripts.drawing.city.canvas import WHITE, Canvas, Colour, Points, mix


def roof(c: Canvas, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
    """A curved roof with turned-up eaves; `y` is the height of the eaves."""
    s = np.linspace(-1, 1, 21)
    eaves = [(x + float(t) * wide / 2, y - abs(float(t)) ** 5 * high * 0.35) for t in s]
    sweep = [(x + float(t) * wide * (0.5 - 0.22 * (1 - abs(t) ** 2)), 0.0) for t in s[::-1]]
    top = [
        (px, y - high + high * abs(float(t)) ** 1.6 * 0.72)
        for (px, _), t in zip(sweep, s[::-1], strict=True)
    ]
    c.polygon([*eaves, *top], colour)


def hall(
    c: Canvas,
    x: float,
    base: float,
    wide: float,
    colours: tuple[Colour, Colour, Colour],
    tiers: int = 2,
) -> None:
    """A great hall: terrace, columns, roofs in tiers. Colours of roof, wall and terrace."""
    tile, wall, stone = colours
    high = wide * 0.2
    c.box(x, base, wide * 1.25, high * 0.28, stone)
    c.box(x, base - high * 0.28, wide * 1.12, high * 0.24, mix(stone, (255, 255, 255), 0.25))
    y = base - high * 0.52
    span = wide
    for tier in range(tiers):
        c.box(x, y, span * 0.82, high * 0.75, wall)
        for number in range(7):
            at = x + (number - 3) * span * 0.82 / 7
            c.box(at, y, span * 0.035, high * 0.75, mix(wall, (60, 20, 16), 0.45))
        y -= high * 0.68
        roof(c, x, y, span, high * (0.62 if tier < tiers - 1 else 0.95), tile)
        y -= high * 0.4
        span *= 0.8


def pagoda(
    c: Canvas,
    x: float,
    base: float,
    high: float,
    tiers: int,
    tile: Colour,
    wall: Colour,
    wide: float = 0.34,
) -> None:
    """A tower of roofs that grow smaller upward."""
    step = high * 0.86 / tiers
    for tier in range(tiers):
        span = high * wide * (1 - 0.52 * tier / tiers)
        y = base - tier * step
        c.box(x, y, span * 0.66, step, wall)
        c.box(x, y - step * 0.12, span * 0.14, step * 0.42, mix(wall, (30, 20, 20), 0.55))
        roof(c, x, y - step * 0.72, span * 1.1, step * 0.5, tile)
    c.line([(x, base - high * 0.84), (x, base - high)], tile, high * 0.014)
    c.disc(x, base - high * 0.93, high * 0.014, tile)


def tower_house(
    c: Canvas,
    x: float,
    base: float,
    wide: float,
    high: float,
    colour: Colour,
    light: Colour | None,
    seed: int,
) -> None:
    """A high-rise, with lit windows where `light` is given."""
    c.box(x, base, wide, high, colour)
    if light is None:
        return
    random = np.random.default_rng(seed)
    for row in range(int(high / 7)):
        for column in range(int(wide / 5)):
            if random.random() < 0.42:
                c.box(x - wide / 2 + 3 + column * 5, base - 4 - row * 7, 1.9, 2.6, light)


def skyline(
    c: Canvas,
    base: float,
    colour: Colour,
    seed: int,
    tall: float,
    light: Colour | None = None,
    span: tuple[float, float] = (0, 640),
) -> None:
    random = np.random.default_rng(seed)
    x = span[0]
    while x < span[1]:
        wide = random.uniform(14, 30)
        high = tall * random.uniform(0.35, 1.0)
        tower_house(c, x + wide / 2, base, wide, high, colour, light, int(random.integers(1 << 30)))
        x += wide + random.uniform(-2, 5)


def arch_bridge(c: Canvas, x: float, y: float, wide: float, colour: Colour, water: Colour) -> None:
    """A stone bridge of one high arch; `y` is the water."""
    s = np.linspace(-1, 1, 31)
    deck = [
        (x + float(t) * wide / 2, y - wide * 0.34 * (1 - float(t) ** 2) - wide * 0.02) for t in s
    ]
    c.polygon([*deck, (x + wide / 2, y), (x - wide / 2, y)], colour)
    c.disc(x, y, wide * 0.22, water)
    c.box(x, y + wide * 0.25, wide * 0.5, wide * 0.25, water)
    c.line([(px, py - wide * 0.05) for px, py in deck], mix(colour, WHITE, 0.25), 1.6)
    for px, py in deck[::3]:
        c.line([(px, py), (px, py - wide * 0.055)], mix(colour, WHITE, 0.25), 1.6)


def viaduct(
    c: Canvas, y: float, colour: Colour, towers: tuple[float, ...], high: float, deck: float
) -> None:
    """A cable-stayed bridge across the picture: a road so far above the water at `y`."""
    c.line([(-5, y - deck), (645, y - deck)], colour, 3)
    for x in towers:
        c.polygon([(x - 5, y), (x - 1.5, y - high), (x + 1.5, y - high), (x + 5, y)], colour)
        for reach in range(16, 112, 16):
            for side in (-1, 1):
                c.line(
                    [(x, y - high + reach * 0.12), (x + side * reach, y - deck)],
                    mix(colour, c.horizon, 0.35),
                    0.8,
                )


def great_wall(
    c: Canvas, line: Points, colour: Colour, size: float, forts: tuple[int, ...]
) -> None:
    """A wall with battlements along a ridge, and towers at some of its points."""
    top = [(x, y - size) for x, y in line]
    c.polygon([*line, *top[::-1]], colour)
    lit = mix(colour, WHITE, 0.22)
    for number in range(0, len(line) - 1, 1):
        x, y = top[number]
        if number % 2 == 0:
            c.box(x, y + 0.5, size * 0.45, size * 0.5, lit)
    for number in forts:
        x, y = line[number]
        c.box(x, y + size * 0.4, size * 3.4, size * 3.6, colour)
        for battlement in range(-1, 2):
            c.box(x + battlement * size * 1.3, y - size * 3.1, size * 0.75, size * 0.7, colour)
        for window in (-1, 1):
            c.box(
                x + window * size * 0.8,
                y - size * 1.2,
                size * 0.55,
                size * 0.9,
                mix(colour, (30, 26, 24), 0.6),
            )


def yurt(c: Canvas, x: float, base: float, size: float) -> None:
    c.box(x, base, size, size * 0.36, (240, 234, 220))
    c.polygon(
        [
            (x - size * 0.56, base - size * 0.34),
            (x - size * 0.1, base - size * 0.66),
            (x + size * 0.1, base - size * 0.66),
            (x + size * 0.56, base - size * 0.34),
        ],
        (226, 216, 198),
    )
    c.box(x, base - size * 0.2, size, size * 0.05, (186, 92, 64))
    c.box(x, base - size * 0.36, size * 1.04, size * 0.05, (74, 112, 150))
    c.box(x, base, size * 0.2, size * 0.27, (164, 70, 52))
    c.box(x, base - size * 0.64, size * 0.2, size * 0.07, (74, 112, 150))


def lighthouse(c: Canvas, x: float, base: float, high: float, band: Colour) -> None:
    c.polygon(
        [
            (x - high * 0.13, base),
            (x - high * 0.08, base - high * 0.8),
            (x + high * 0.08, base - high * 0.8),
            (x + high * 0.13, base),
        ],
        WHITE,
    )
    for at in (0.15, 0.45):
        c.polygon(
            [
                (x - high * (0.13 - at * 0.06), base - high * at),
                (x - high * (0.12 - at * 0.07), base - high * (at + 0.15)),
                (x + high * (0.12 - at * 0.07), base - high * (at + 0.15)),
                (x + high * (0.13 - at * 0.06), base - high * at),
            ],
            band,
        )
    c.box(x, base - high * 0.8, high * 0.24, high * 0.03, (70, 70, 76))
    c.box(x, base - high * 0.83, high * 0.12, high * 0.1, (255, 226, 140))
    c.polygon(
        [
            (x - high * 0.09, base - high * 0.93),
            (x, base - high),
            (x + high * 0.09, base - high * 0.93),
        ],
        band,
    )


def white_house(
    c: Canvas, x: float, base: float, wide: float, high: float, steps: bool = True
) -> None:
    """A white wall under black tiles, its gable stepped as south of the Yangtze."""
    tile = (58, 60, 66)
    c.box(x, base, wide, high, (242, 240, 234))
    if steps:
        for number, share in enumerate((1.0, 0.66, 0.34)):
            y = base - high - number * high * 0.17
            c.box(x, y, wide * share, high * 0.17, (242, 240, 234))
            c.box(x, y - high * 0.15, wide * share + 3, high * 0.06, tile)
    else:
        roof(c, x, base - high + 1, wide * 1.2, high * 0.5, tile)
    c.box(x - wide * 0.2, base - high * 0.5, wide * 0.12, high * 0.2, tile)
    c.box(x + wide * 0.22, base, wide * 0.18, high * 0.42, (104, 84, 70))


def round_house(c: Canvas, x: float, base: float, wide: float, wall: Colour) -> None:
    """A round earthen house of many families."""
    high = wide * 0.36
    c.box(x, base, wide, high, wall)
    c.disc(x, base, wide / 2, wall, wide * 0.1)
    c.disc(x, base - high, wide * 0.57, (70, 66, 66), wide * 0.15)
    c.disc(x, base - high + wide * 0.005, wide * 0.36, mix(wall, (40, 30, 26), 0.5), wide * 0.085)
    c.disc(x, base - high + wide * 0.03, wide * 0.3, (92, 86, 84), wide * 0.06)
    for number in range(-4, 5):
        c.box(x + number * wide * 0.1, base - high * 0.3, wide * 0.022, high * 0.14, (60, 46, 40))
    c.box(x, base + wide * 0.09, wide * 0.1, high * 0.34, (60, 46, 40))


def wheel(
    c: Canvas, x: float, y: float, r: float, colour: Colour, spokes: int = 16, legs: bool = True
) -> None:
    """A great wheel, of water or of cabins."""
    turn = np.linspace(0, 2 * math.pi, 61).tolist()
    for share in (1.0, 0.86):
        c.line(
            [(x + r * share * math.cos(a), y + r * share * math.sin(a)) for a in turn],
            colour,
            r * 0.04,
        )
    for spoke in range(spokes):
        a = spoke * 2 * math.pi / spokes
        c.line([(x, y), (x + r * math.cos(a), y + r * math.sin(a))], colour, r * 0.018)
        c.disc(x + r * 1.02 * math.cos(a), y + r * 1.02 * math.sin(a), r * 0.055, colour)
    if legs:
        for side in (-1, 1):
            c.line([(x, y), (x + side * r * 0.55, y + r * 1.25)], colour, r * 0.05)


def flags(c: Canvas, start: tuple[float, float], end: tuple[float, float], sag: float) -> None:
    """A line of prayer flags."""
    colours = ((58, 110, 176), (244, 242, 236), (198, 62, 52), (76, 146, 92), (232, 186, 70))
    steps = np.linspace(0, 1, 21).tolist()
    line = [
        (
            start[0] + (end[0] - start[0]) * t,
            start[1] + (end[1] - start[1]) * t + sag * math.sin(math.pi * t),
        )
        for t in steps
    ]
    c.line(line, (90, 80, 76), 0.8)
    for number, (x, y) in enumerate(line[1:-1]):
        c.polygon(
            [(x - 5, y), (x + 5, y + 0.6), (x + 4.4, y + 10), (x - 5.4, y + 9)], colours[number % 5]
        )
