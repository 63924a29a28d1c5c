"""Rule: a frame is only a declaration: how one to four photos lie together on the page.

A frame file holds one `FRAME = Frame(...)` and nothing that runs. All lengths are columns: the
width of the page has eighteen, the first and the last of which are its margins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COLUMNS = 18
MARGIN = 1
INNER = COLUMNS - 2 * MARGIN

# What is around a photo. "album": what the page's other photos have.
FrameMount = Literal["album", "plain", "line", "print", "rounded", "polaroid", "moon", "arch"]
# What lies under the whole frame. "board": a passe-partout; "wall": colour from edge to edge;
# "film": a dark strip with holes; "lines": one fine line above and one below.
FrameGround = Literal["", "board", "wall", "film", "lines"]
# "inside": on the photo's own white border.
Caption = Literal["below", "beside", "inside", ""]
Album = Literal["letter", "journal", "scrapbook"]

ALL: frozenset[Album] = frozenset({"letter", "journal", "scrapbook"})


@dataclass(frozen=True, slots=True)
class FrameSlot:
    """A window for one photo. With height None it is as high as its photo, `most` at most.

    fits: the aspects, width by height, that it shows well. turn: degrees counter-clockwise.
    align: where a photo that is narrower than the slot lies in it, from 0 to 1.
    """

    x: float
    y: float
    width: float
    height: float | None = None
    fits: tuple[float, float] = (0.5, 2.2)
    most: float = 16.0
    turn: float = 0.0
    align: float = 0.5

    @property
    def aspect(self) -> float | None:
        """None where the photo is shown whole."""
        return None if self.height is None else self.width / self.height


@dataclass(frozen=True, slots=True)
class Frame:
    """`joined` slots stand in one row of one height, as wide as their photos ask, `gap` apart.

    beside: where the caption's column stands, when it stands beside the photo.
    price: what it costs for each photo, in the points of matching: so rare ones are rare.
    """

    name: str
    slots: tuple[FrameSlot, ...]
    mount: FrameMount = "album"
    ground: FrameGround = ""
    caption: Caption = "below"
    joined: bool = False
    gap: float = 0.3
    beside: float = 0.0
    above: float = 0.65
    below: float = 0.65
    albums: frozenset[Album] = ALL
    price: float = 0.0
