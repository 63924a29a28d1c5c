"""Rule: a picture is of one kind throughout: one paper, one way to mount, one way to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.look.trip import Trip
from studio.plan.long.frame import Album, Frame, FrameMount
from studio.plan.long.frames import FRAMES

Heading = Literal["columns", "left", "middle"]

# Photos of a mean brightness below this make a night: light paper would outshine them.
DARK = 0.22
NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Style:
    """mount: of photos whose frame asks for none; align: of captions; tinted: whether
    the paper leans to the colours of the photos.
    """

    name: Album
    paper: str
    mount: FrameMount
    heading: Heading
    align: Literal["left", "middle"]
    tinted: bool = True

    def mount_of(self, frame: Frame) -> FrameMount:
        return self.mount if frame.mount == "album" else frame.mount

    def frames(self) -> tuple[Frame, ...]:
        """Those that suit the style."""
        return tuple(frame for frame in FRAMES if self.name in frame.albums)


STYLES: tuple[Style, ...] = (
    Style("letter", "xuan", "line", "columns", "middle"),
    Style("journal", "cotton", "plain", "left", "left"),
    Style("scrapbook", "kraft", "print", "middle", "middle", tinted=False),
    Style("letter", "celadon", "print", "columns", "middle"),
    Style("scrapbook", "linen", "print", "middle", "middle"),
)
AT_NIGHT = Style("journal", NIGHT, "plain", "left", "left", tinted=False)


def choose(trip: Trip, seed: int) -> Style:
    """By the seed, but for a trip of dark photos, which has a style of its own."""
    looks = [item.look for item in trip.seen if item.look]
    if looks and sum(look.brightness for look in looks) / len(looks) < DARK:
        return AT_NIGHT
    return STYLES[seed % len(STYLES)]
