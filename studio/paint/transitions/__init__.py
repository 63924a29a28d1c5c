"""How one picture gives way to the next: every transition is listed here by hand."""

from studio.paint.transitions import fades, maps, slides
from studio.paint.transitions.mixing import MakeMixer, Mixer
from studio.paint.transitions.timed import timed

__all__ = ["MIXERS", "Mixer", "mixer"]

MIXERS: dict[str, MakeMixer] = {
    "fade": fades.fade,
    "through_black": fades.through_black,
    "through_white": fades.through_white,
    "zoom": fades.zoom,
    "wipe_left": timed(maps.left, 0.22),
    "wipe_right": timed(maps.right, 0.22),
    "wipe_up": timed(maps.up, 0.22),
    "wipe_down": timed(maps.down, 0.22),
    "diagonal": timed(maps.diagonal, 0.2),
    "iris": timed(maps.iris, 0.12),
    "clock": timed(maps.clock, 0.025),
    "blinds": timed(maps.blinds, 0.16),
    "ink": timed(maps.ink, 0.2),
    "brush": timed(maps.brush, 0.06),
    "push_left": slides.push_left,
    "push_up": slides.push_up,
    "slide_over": slides.slide_over,
    "page_turn": slides.page_turn,
}


def mixer(name: str, size: tuple[int, int], seed: int) -> Mixer:
    """A mixer of frames of this (even) size; KeyError where no transition has the name."""
    return MIXERS[name](*size, seed)
