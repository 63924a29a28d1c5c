"""Rule: a map of the trip alone: its places, the way between them, no borders of any country."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.colours import RGB
from studio.paint import calligraphy
from studio.paint.lettering import FontChain
from studio.plan.storyboard import MapPlace
from studio.rectangle import Rectangle

Point = tuple[float, float]

RED = (178, 44, 34)
# Parts of the frame's shorter side.
DOT = 0.0105
LABEL = 0.042
WAY = 0.0032
DASH = 0.016
# Of a label, in sizes: from line to line, and what is blank above the first and below the last.
LEADING, BLANK = 1.35, 0.3
NEAR = 0.03
EDGE = 0.06
# Lines are drawn this many times larger: the pen has no soft edge of its own.
FINER = 2
CONTOURS = 11
CONTOUR_INK = 0.17
# More labels than this cannot be read in a few seconds; nor more names at one dot.
MOST_NAMES, MOST_AT_ONE = 12, 3
AND_MORE = "等"
KM = 111.32
BENDS = 16


class MapStop(NamedTuple):
    """Names, and where on the page they lie, in pixels; there are none where none is written."""

    names: tuple[str, ...]
    at: Point


def route(
    page: Image.Image,
    places: Sequence[MapPlace],
    fonts: FontChain,
    seed: int,
    ink: RGB,
    room: Rectangle[float],
) -> None:
    """Draw the route on a page of paper; `room` is where it lies, as parts of the page."""
    size = page.size
    page.paste(ink, mask=_contours(size, seed))
    shown, scale = projected(places, room, size)
    visits, stops = apart(shown, min(size) * NEAR)
    if not stops:
        return
    way = _way([stop.at for stop in visits])
    page.paste(ink, mask=_dashes(way, size))
    ends = {visits[0].at, visits[-1].at}
    page.paste(RED, mask=_dots([stop.at for stop in stops], ends, size))
    _name(page, stops, way, fonts, ink)
    if len(stops) > 1:
        _scale_bar(page, scale, fonts, ink)


def projected(
    places: Sequence[MapPlace], room: Rectangle[float], size: tuple[int, int]
) -> tuple[list[MapStop], float]:
    """The stops in pixels, and how many pixels a degree of latitude has."""
    known = [place for place in places if math.isfinite(place.latitude + place.longitude)]
    if not known:
        return [], 1.0
    first = known[0].longitude
    shrink = max(math.cos(math.radians(float(np.mean([place.latitude for place in known])))), 0.05)
    # Over the date line the shorter way round is the one that was travelled.
    flat = [
        (((place.longitude - first + 180) % 360 - 180) * shrink, -place.latitude) for place in known
    ]
    left, top = (min(point[axis] for point in flat) for axis in (0, 1))
    wide, tall = (max(point[axis] for point in flat) - low for axis, low in ((0, left), (1, top)))
    start, end = room.x * size[0], room.right * size[0]
    above, below = room.y * size[1], room.bottom * size[1]
    scale = min((end - start) / max(wide, 1e-3), (below - above) / max(tall, 1e-3))
    x = (start + end - wide * scale) / 2
    y = (above + below - tall * scale) / 2
    return [
        MapStop((place.name,), (x + (across - left) * scale, y + (down - top) * scale))
        for place, (across, down) in zip(known, flat, strict=True)
    ], scale


def apart(stops: Sequence[MapStop], near: float) -> tuple[list[MapStop], list[MapStop]]:
    """Every visit and every stop: stops that would touch are one, which has the names of all of
    them, and a name is written once."""
    at: list[Point] = []
    told: dict[str, Point] = {}
    visits: list[Point] = []
    for stop in stops:
        same = next((old for old in at if math.dist(old, stop.at) < near), None)
        if same is None:
            same = stop.at
            at.append(same)
        for name in stop.names:
            told.setdefault(name, same)
        if not visits or visits[-1] != same:
            visits.append(same)
    kept = {
        point: MapStop(tuple(name for name, its in told.items() if name and its == point), point)
        for point in at
    }
    return [kept[point] for point in visits], list(kept.values())


def _way(points: Sequence[Point]) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    way: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(BENDS):
            t = step / BENDS
            way.append((_bend(a[0], b[0], c[0], d[0], t), _bend(a[1], b[1], c[1], d[1], t)))
    return [*way, points[-1]]


def _bend(a: float, b: float, c: float, d: float, t: float) -> float:
    cubed = (3 * b - a - 3 * c + d) * t**3
    return (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + cubed) / 2


def _dashes(way: Sequence[Point], size: tuple[int, int]) -> Image.Image:
    unit = min(size)
    finer = Image.new("L", (size[0] * FINER, size[1] * FINER))
    pen = ImageDraw.Draw(finer)
    dash, width = unit * DASH, max(round(unit * WAY * FINER), 1)
    gone = 0.0
    for start, end in pairwise(_even(way, dash / 8)):
        if gone % (1.7 * dash) < dash:
            pen.line([tuple(v * FINER for v in start), tuple(v * FINER for v in end)], 210, width)
        gone += math.dist(start, end)
    return finer.reduce(FINER)


def _even(way: Sequence[Point], step: float) -> list[Point]:
    """The same line in steps of one length, so that dashes do not depend on the bends."""
    lengths = [0.0]
    for start, end in pairwise(way):
        lengths.append(lengths[-1] + math.dist(start, end))
    at = np.arange(0.0, lengths[-1], step)
    x, y = (np.interp(at, lengths, [point[axis] for point in way]) for axis in (0, 1))
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _dots(points: Sequence[Point], ends: set[Point], size: tuple[int, int]) -> Image.Image:
    """A dot for every stop, with a ring around the first and the last."""
    finer = Image.new("L", (size[0] * FINER, size[1] * FINER))
    pen = ImageDraw.Draw(finer)
    dot = min(size) * DOT * FINER
    for point in points:
        middle = (point[0] * FINER, point[1] * FINER)
        if point in ends:
            pen.circle(middle, dot * 1.9, outline=255, width=max(round(dot * 0.28), 1))
        pen.circle(middle, dot, fill=255)
    return finer.reduce(FINER)


def _contours(size: tuple[int, int], seed: int) -> Image.Image:
    """Heights of no country: thin lines of equal value in a smooth field."""
    small = (max(size[0] // FINER, 2), max(size[1] // FINER, 2))
    field = _field(small, np.random.default_rng(seed)) * CONTOURS
    down, across = np.gradient(field)
    steep = np.hypot(down, across) + 1e-4
    far = np.abs(field - np.round(field)) / steep
    line = np.clip(1.1 - far, 0, 1) * np.clip(steep * 200, 0, 1) * (255 * CONTOUR_INK)
    return Image.fromarray(line.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


def _field(size: tuple[int, int], random: np.random.Generator) -> NDArray[np.float32]:
    field = np.zeros((size[1], size[0]), np.float32)
    for cells, weight in ((3, 1.0), (7, 0.32)):
        across = max(round(cells * size[0] / min(size)), 2)
        down = max(round(cells * size[1] / min(size)), 2)
        few = Image.fromarray(random.random((down + 1, across + 1), np.float32))
        field += np.asarray(few.resize(size, Image.Resampling.BICUBIC)) * np.float32(weight)
    return field


def _name(
    page: Image.Image,
    stops: Sequence[MapStop],
    way: Sequence[Point],
    fonts: FontChain,
    ink: RGB,
) -> None:
    """Each name at the side of its dot where it covers least of what is there."""
    taken = Image.new("L", page.size)
    pen = ImageDraw.Draw(taken)
    unit = min(page.size)
    pen.line(list(way), 90, max(round(unit * 0.008), 1))
    for stop in stops:
        pen.circle(stop.at, unit * DOT * 2.2, fill=255)
    named = [stop for stop in stops if stop.names]
    step = max(math.ceil(len(named) / MOST_NAMES), 1)
    room = (round(page.width * 0.4), page.height)
    for stop in named[::step]:
        most = max(round(unit * LABEL), 6)
        label = calligraphy.fitted(partial(_label, stop.names, fonts), room, most)
        mask = label.mask
        x, y = _free(taken, stop.at, mask.size, label.pixels * BLANK)
        page.paste(ink, (x, y), mask)
        pen.rectangle((x, y, x + mask.width, y + mask.height), fill=255)


def _label(names: Sequence[str], fonts: FontChain, pixels: int) -> calligraphy.SetText:
    """One name on each line."""
    shown = list(names[:MOST_AT_ONE])
    if len(names) > MOST_AT_ONE:
        shown[-1] += AND_MORE
    return calligraphy.horizontal(shown, pixels, fonts, leading=LEADING)


def _free(taken: Image.Image, at: Point, size: tuple[int, int], blank: float) -> tuple[int, int]:
    gap = min(taken.size) * DOT * 2.4
    x, y = at
    right, left = x + gap, x - gap - size[0]
    middle, centre = y - size[1] / 2, x - size[0] / 2
    above, below = y - gap - size[1] + blank, y + gap - blank
    sides = [
        (right, middle), (left, middle), (centre, above), (centre, below),
        (right, above), (right, below), (left, above), (left, below),
    ]  # fmt: skip
    edge = min(taken.size) * EDGE
    inside = [
        (
            round(min(max(a, edge), taken.width - edge - size[0])),
            round(min(max(b, edge), taken.height - edge - size[1])),
        )
        for a, b in sides
    ]
    return min(inside, key=lambda corner: _covered(taken, corner, size))


def _covered(taken: Image.Image, corner: tuple[int, int], size: tuple[int, int]) -> int:
    part = taken.crop((*corner, corner[0] + size[0], corner[1] + size[1]))
    return int(np.asarray(part, np.uint8).sum(dtype=np.int64))


def _scale_bar(page: Image.Image, scale: float, fonts: FontChain, ink: RGB) -> None:
    """A bar of 1, 2 or 5 and noughts of kilometres, about a seventh of the page long."""
    unit = min(page.size)
    wanted = unit / 7 / scale * KM
    whole = 10.0 ** math.floor(math.log10(wanted))
    km = whole * max(part for part in (1, 2, 5) if part * whole <= wanted)
    long = km / KM * scale
    x, y = round(page.width - unit * 0.1), round(page.height - unit * 0.1)
    thick, tick = max(round(unit / 540), 1), max(round(unit * 0.008), 2)
    pen = ImageDraw.Draw(page)
    left = round(x - long)
    pen.rectangle((left, y, x, y + thick - 1), ink)
    for end in (left, x):
        pen.rectangle((end, y - tick, end + thick - 1, y), ink)
    text = f"{km:g} 公里" if km >= 1 else f"{km * 1000:g} 米"
    label = calligraphy.horizontal([text], max(round(unit * 0.022), 6), fonts).mask
    page.paste(ink, (round((left + x - label.width) / 2), y - tick - label.height), label)
