"""Rule: what is around a photo is drawn as light would draw it: small, soft and once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.colours import RGB
from studio.paint.long.sheet import Sheet
from studio.paint.long.tones import mixed
from studio.plan.long.frame import FrameMount

At = tuple[int, int]

# In columns.
BORDER = 0.16
LINE = 0.15
RING = 0.25
POLAROID = (0.38, 1.35)
ROUND = 0.36
SHADOW = 0.32
DROP = 0.12
# Shadows are drawn at a quarter, round edges three times as large.
SHADOW_PART = 4
SOFT = 2.2
FINER = 3
CARD: RGB = (253, 251, 246)
WORDS: RGB = (96, 90, 84)


def pad(mount: FrameMount) -> float:
    """How much of a slot's edge a mount needs, in columns."""
    return {"print": BORDER, "line": LINE, "moon": RING, "arch": RING}.get(mount, 0.0)


def foot(mount: FrameMount) -> float:
    """How far it reaches below its photo."""
    return POLAROID[1] if mount == "polaroid" else pad(mount)


def plain(canvas: Image.Image, _sheet: Sheet, photo: Image.Image, at: At) -> None:
    """Nothing around the photo."""
    canvas.paste(photo, at)


def line(canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At) -> None:
    """A fine line a little outside the photo, as around an engraving."""
    far, thick = max(sheet.px(LINE), 3), max(sheet.px(0.018), 1)
    box = (at[0] - far, at[1] - far, at[0] + photo.width + far - 1, at[1] + photo.height + far - 1)
    ImageDraw.Draw(canvas).rectangle(box, outline=sheet.tones.faint, width=thick)
    canvas.paste(photo, at)


def print_(canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At) -> None:
    """A white border and a soft shadow."""
    border = sheet.px(BORDER)
    left, top = at[0] - border, at[1] - border
    size = (photo.width + 2 * border, photo.height + 2 * border)
    cast_shadow(canvas, sheet, (left, top), size)
    canvas.paste(CARD, (left, top, left + size[0], top + size[1]))
    canvas.paste(photo, at)


def rounded(canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At) -> None:
    """Rounded corners."""
    mask = _corners(photo.size, min(sheet.px(ROUND), *(side // 2 for side in photo.size)))
    canvas.paste(photo, at, mask)


def moon(canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At) -> None:
    """A round window with a ring around it."""
    _window(canvas, sheet, photo, at, "moon")


def arch(canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At) -> None:
    """A window with a round top, and a ring around it."""
    _window(canvas, sheet, photo, at, "arch")


def polaroid(
    canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At, turn: float, words: Image.Image
) -> None:
    """A white card with room for words below the photo; `at` is the photo's place unturned."""
    side, foot = (sheet.px(pad) for pad in POLAROID)
    card = Image.new("RGB", (photo.width + 2 * side, photo.height + side + foot), CARD)
    card.paste(photo, (side, side))
    edge = (side, side, side + photo.width - 1, side + photo.height - 1)
    ImageDraw.Draw(card).rectangle(edge, outline=mixed(CARD, (0, 0, 0), 0.12))
    left = (card.width - words.width) // 2
    top = side + photo.height + (foot - words.height) // 2
    card.paste(WORDS, (left, top), words)
    _lay(canvas, sheet, card, (at[0] - side, at[1] - side), turn)


def cast_shadow(canvas: Image.Image, sheet: Sheet, at: At, size: tuple[int, int]) -> None:
    """The soft shadow of a rectangle of `size` pixels that lies at `at`."""
    edge = max(sheet.px(SHADOW), 2)
    mask = _shadow(size, edge)
    canvas.paste(sheet.tones.shade, (at[0] - edge, at[1] - edge + sheet.px(DROP)), mask)


def _lay(canvas: Image.Image, sheet: Sheet, card: Image.Image, at: At, turn: float) -> None:
    """Lay a card on the page, turned about its middle, with its shadow."""
    clear = (*CARD, 0)
    turned = card.convert("RGBA").rotate(
        turn, Image.Resampling.BICUBIC, expand=True, fillcolor=clear
    )
    left = at[0] - (turned.width - card.width) // 2
    top = at[1] - (turned.height - card.height) // 2
    alpha, edge = turned.getchannel("A"), max(sheet.px(SHADOW), 2)
    drop = (left - edge, top - edge + sheet.px(DROP))
    canvas.paste(sheet.tones.shade, drop, _softened(alpha, edge))
    canvas.paste(turned, (left, top), alpha)


def _softened(shape: Image.Image, edge: int) -> Image.Image:
    """The shadow of a shape, `edge` wider on every side."""
    size = (shape.width + 2 * edge, shape.height + 2 * edge)
    small = Image.new("L", (size[0] // SHADOW_PART, size[1] // SHADOW_PART))
    small.paste(shape.reduce(SHADOW_PART), (edge // SHADOW_PART, edge // SHADOW_PART))
    soft = small.filter(ImageFilter.GaussianBlur(edge / SHADOW_PART / SOFT))
    return soft.resize(size, Image.Resampling.BILINEAR)


@lru_cache(maxsize=16)
def _shadow(size: tuple[int, int], edge: int) -> Image.Image:
    small = (
        (size[0] + 2 * edge) // SHADOW_PART + 1,
        (size[1] + 2 * edge) // SHADOW_PART + 1,
    )
    inner = edge / SHADOW_PART
    shade = Image.new("L", small)
    box = (inner, inner, small[0] - 1 - inner, small[1] - 1 - inner)
    ImageDraw.Draw(shade).rectangle(box, fill=235)
    soft = shade.filter(ImageFilter.GaussianBlur(inner / SOFT))
    return soft.resize((size[0] + 2 * edge, size[1] + 2 * edge), Image.Resampling.BILINEAR)


def _corners(size: tuple[int, int], radius: int) -> Image.Image:
    mask = Image.new("L", size, 255)
    corner = Image.new("L", (radius * FINER, radius * FINER))
    ImageDraw.Draw(corner).ellipse((0, 0, 2 * radius * FINER, 2 * radius * FINER), fill=255)
    quarter = corner.reduce(FINER) if radius else corner
    right, lower = size[0] - radius, size[1] - radius
    flip, mirror = Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT
    mask.paste(quarter, (0, 0))
    mask.paste(quarter.transpose(mirror), (right, 0))
    mask.paste(quarter.transpose(flip), (0, lower))
    mask.paste(quarter.transpose(mirror).transpose(flip), (right, lower))
    return mask


def _shape(size: tuple[int, int], shape: FrameMount) -> Image.Image:
    """White where a window is open."""
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER))
    pen = ImageDraw.Draw(mask)
    right, bottom = mask.width - 1, mask.height - 1
    pen.ellipse((0, 0, right, bottom if shape == "moon" else right), fill=255)
    if shape == "arch":
        pen.rectangle((0, right // 2, right, bottom), fill=255)
    return mask.reduce(FINER)


def _window(
    canvas: Image.Image, sheet: Sheet, photo: Image.Image, at: At, shape: FrameMount
) -> None:
    canvas.paste(photo, at, _shape(photo.size, shape))
    far = sheet.px(RING)
    size = (photo.width + 2 * far, photo.height + 2 * far)
    _ring(canvas, sheet, (at[0] - far, at[1] - far), size, shape)


def _ring(
    canvas: Image.Image, sheet: Sheet, at: At, size: tuple[int, int], shape: FrameMount
) -> None:
    """The outline of a window."""
    thick = max(sheet.px(0.022), 1)
    inner = (size[0] - 2 * thick, size[1] - 2 * thick)
    hole = Image.new("L", size)
    hole.paste(_shape(inner, shape), (thick, thick))
    outline = ImageChops.subtract(_shape(size, shape), hole)
    canvas.paste(sheet.tones.faint, at, outline)


DrawMount = Callable[[Image.Image, Sheet, Image.Image, At], None]

MOUNTS: dict[FrameMount, DrawMount] = {
    "plain": plain,
    "line": line,
    "print": print_,
    "rounded": rounded,
    "moon": moon,
    "arch": arch,
}
