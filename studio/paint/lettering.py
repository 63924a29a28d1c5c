"""Rule: each character is drawn by the first font that has it; what none has is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.paint import linebreak

Font = ImageFont.FreeTypeFont

PACKAGED = "justmytype_intl_cjk"
PACKAGED_FILE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
REGULAR = 400
# In the Noto collections face 0 draws the Japanese shapes; 2 is the Chinese one.
SYSTEM: tuple[tuple[str, int], ...] = (
    ("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
)
# Greek, Cyrillic, Arabic and signs that Chinese fonts leave out.
LAST: tuple[tuple[str, int], ...] = (("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 0),)
# Unicode promises never to use this code point: a font draws its missing-glyph box for it.
NEVER = "\U0010ffff"
PROBE = 24
# Letters of so many pixels have strokes of more than one; how pale those of smaller ones are is
# measured on these, along the middle of their strokes: but for this percentage all of it is to be
# whole ink. What is fainter than FAINT (of 255) is no stroke.
WHOLE_STROKES = 40
SAMPLE = "永东国2024"
PALE, FAINT, MOST_GAIN = 35, 64, 1.8


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the face in it; a variable one is set to the regular weight."""

    path: str
    index: int = 0
    variable: bool = False


@dataclass(frozen=True, slots=True)
class FontChain:
    """Fonts in the order in which they are asked for a character."""

    faces: tuple[Face, ...]

    def face_for(self, char: str) -> Face | None:
        """The first that has the character; None where none has."""
        if char == " ":
            return self.faces[0]
        return next((face for face in self.faces if _draws(face, char)), None)

    def width(self, text: str, size: int, spacing: float = 0.0) -> float:
        """Of a line in pixels, for letters of `size` pixels with `spacing` pixels between them."""
        return sum(step for _, _, step in self._pieces(text, size, spacing)) - spacing * bool(text)

    def draw(
        self, mask: Image.Image, at: tuple[float, float], text: str, size: int, spacing: float = 0.0
    ) -> None:
        """Draw one line into an 8-bit mask; `at` is the left end of its base line."""
        drawn = Image.new("L", mask.size)
        pen = ImageDraw.Draw(drawn)
        x, y = at
        for font, piece, step in self._pieces(text, size, spacing):
            pen.text((x, y), piece, fill=255, font=font, anchor="ls")
            x += step
        gain = _gain(self.faces[0], size)
        if gain > 1:
            drawn = drawn.point([min(round(value * gain), 255) for value in range(256)])
        mask.paste(255, mask=drawn)

    def lines(
        self, text: str, size: int, width: float, most: int, spacing: float = 0.0
    ) -> list[str]:
        """At most `most` lines of `width` pixels; what does not fit leaves an ellipsis."""
        return linebreak.break_lines(
            text, width, lambda part: self.width(part, size, spacing), most
        )

    def _pieces(self, text: str, size: int, spacing: float) -> Iterator[tuple[Font, str, float]]:
        """Each run of one face with its advance; wide characters alone when they are spaced."""
        for face, piece in _runs(self, text, spacing > 0):
            font = opened(face, size)
            yield font, piece, _advance(face, size, piece) + spacing


def find_font(configured: Path | None) -> FontChain:
    """The configured font, then the system's Kai or Serif, then the packaged Sans."""
    wanted = [] if configured is None else [Face(str(configured))]
    wanted += [Face(path, index) for path, index in SYSTEM]
    wanted += _packaged()
    wanted += [Face(path, index) for path, index in LAST]
    usable = tuple(face for face in wanted if _is_usable(face))
    # Pillow's own font has no Chinese but never fails: an empty path stands for it.
    return FontChain(usable or (Face(""),))


def _packaged() -> list[Face]:
    """The package is only looked up, not imported: its code is not needed."""
    spec = find_spec(PACKAGED)
    folders = spec.submodule_search_locations if spec else None
    return [Face(str(Path(folder) / PACKAGED_FILE), 0, True) for folder in folders or ()]


def _is_usable(face: Face) -> bool:
    if not Path(face.path).is_file():
        return False
    try:
        opened(face, PROBE)
    except (OSError, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def opened(face: Face, size: int) -> Font:
    """The face for letters of so many pixels. Raises OSError where it cannot be used."""
    if not face.path:
        default = ImageFont.load_default(size)
        if not isinstance(default, ImageFont.FreeTypeFont):
            raise OSError("Pillow was built without FreeType")
        return default
    font = ImageFont.truetype(face.path, size, index=face.index)
    if face.variable:
        font.set_variation_by_axes([REGULAR])
    return font


@lru_cache(maxsize=16384)
def _advance(face: Face, size: int, piece: str) -> float:
    """Breaking a line measures the same letters again and again."""
    return opened(face, size).getlength(piece)


@lru_cache(maxsize=256)
def _gain(face: Face, size: int) -> float:
    """By how much small letters are inked more: a stroke thinner than a pixel is pale all along."""
    if size >= WHOLE_STROKES:
        return 1.0
    page = Image.new("L", (len(SAMPLE) * size * 2, size * 2))
    ImageDraw.Draw(page).text((size // 2, size * 3 // 2), SAMPLE, 255, opened(face, size), "ls")
    ink = np.pad(np.asarray(page, np.uint8), 1)
    inner = ink[1:-1, 1:-1]
    across = (inner >= ink[1:-1, :-2]) & (inner >= ink[1:-1, 2:])
    down = (inner >= ink[:-2, 1:-1]) & (inner >= ink[2:, 1:-1])
    middle = inner[(across | down) & (inner > FAINT)]
    if not middle.size:
        return 1.0
    return min(max(255 / float(np.percentile(middle, PALE)), 1.0), MOST_GAIN)


@lru_cache(maxsize=8192)
def _draws(face: Face, char: str) -> bool:
    """Whether the face has the character: asked of the drawing, which works for WOFF2 too."""
    font = opened(face, PROBE)
    drawn, missing = font.getmask(char), font.getmask(NEVER)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@lru_cache(maxsize=16384)
def _runs(chain: FontChain, text: str, single: bool) -> tuple[tuple[Face, str], ...]:
    """Which face draws what: the same at every size that is tried until a text fits."""
    runs: list[tuple[Face, str]] = []
    for char in linebreak.clean(text):
        face = chain.face_for(char)
        if face is None:
            continue
        if runs and runs[-1][0] is face and not (single and _apart(runs[-1][1][-1], char)):
            runs[-1] = face, runs[-1][1] + char
        else:
            runs.append((face, char))
    return tuple(runs)


def _apart(left: str, right: str) -> bool:
    return linebreak.is_wide(left) or linebreak.is_wide(right)
