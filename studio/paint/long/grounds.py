"""Rule: what lies under a frame tells it from its neighbours and stays behind its photos."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageDraw

from studio.colours import RGB
from studio.paint.long import mounts
from studio.paint.long.sheet import Sheet
from studio.paint.long.tones import mixed
from studio.plan.long.frame import COLUMNS, FrameGround
from studio.rectangle import Rectangle

FILM: RGB = (24, 23, 22)
# In columns: the holes of a film.
HOLE = (0.42, 0.3)
PITCH = 0.75
# And how far a board reaches beside its photo.
BOARD = 1.75
HOLES_IN = 0.32


def board(canvas: Image.Image, sheet: Sheet, area: Rectangle[int]) -> None:
    """A passe-partout: light board with a shadow, as much wider than its photo on either side."""
    beside = sheet.px(BOARD)
    area = Rectangle(area.x - beside, area.y, area.width + 2 * beside, area.height)
    left, top, right, bottom = area.corners
    mounts.cast_shadow(canvas, sheet, area.at, area.size)
    canvas.paste(sheet.tones.board, area.corners)
    edge = mixed(sheet.tones.board, sheet.tones.faint, 0.5)
    ImageDraw.Draw(canvas).rectangle((left, top, right - 1, bottom - 1), outline=edge)


def wall(canvas: Image.Image, sheet: Sheet, area: Rectangle[int]) -> None:
    """One deep colour from edge to edge."""
    canvas.paste(sheet.tones.deep, (0, area.y, canvas.width, area.bottom))


def film(canvas: Image.Image, sheet: Sheet, area: Rectangle[int]) -> None:
    """A dark strip with rows of holes through which the paper is seen."""
    across = (0, area.y, canvas.width, area.bottom)
    paper = canvas.crop(across)
    canvas.paste(FILM, across)
    wide, tall = sheet.px(HOLE[0]), sheet.px(HOLE[1])
    pen = Image.new("L", paper.size)
    draw = ImageDraw.Draw(pen)
    inset = sheet.px(HOLES_IN)
    for number in range(round(COLUMNS / PITCH)):
        left = sheet.px(number * PITCH + (PITCH - HOLE[0]) / 2)
        for y in (inset, paper.height - inset - tall):
            hole = (left, y, left + wide - 1, y + tall - 1)
            draw.rounded_rectangle(hole, radius=max(tall // 4, 1), fill=255)
    canvas.paste(paper, (0, area.y), pen)


def lines(canvas: Image.Image, sheet: Sheet, area: Rectangle[int]) -> None:
    """A fine line above and one below, from edge to edge."""
    thick = max(sheet.px(0.03), 1)
    for y in (area.y, area.bottom - thick):
        canvas.paste(sheet.tones.accent, (0, y, canvas.width, y + thick))


DrawGround = Callable[[Image.Image, Sheet, Rectangle[int]], None]

GROUNDS: dict[FrameGround, DrawGround] = {
    "board": board,
    "wall": wall,
    "film": film,
    "lines": lines,
}
# How far a ground goes beyond the photos below, in columns.
PADS: dict[FrameGround, float] = {"": 0.0, "board": 1.5, "wall": 1.7, "film": 1.1, "lines": 0.2}
