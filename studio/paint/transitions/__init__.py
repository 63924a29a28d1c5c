"""How one picture gives way to the next: every transition is listed here by hand."""

from studio.paint.transitions import fades, maps, slides
from studio.paint.transitions.mixing import Mixer, Transition
from studio.paint.transitions.timed import timed

__all__ = ["Mixer", "Transition", "find", "names"]

TRANSITIONS = (
    Transition("fade", fades.fade),
    Transition("through_black", fades.through_black),
    Transition("through_white", fades.through_white),
    Transition("zoom", fades.zoom),
    Transition("wipe_left", timed(maps.left, 0.22)),
    Transition("wipe_right", timed(maps.right, 0.22)),
    Transition("wipe_up", timed(maps.up, 0.22)),
    Transition("wipe_down", timed(maps.down, 0.22)),
    Transition("diagonal", timed(maps.diagonal, 0.2)),
    Transition("iris", timed(maps.iris, 0.12)),
    Transition("clock", timed(maps.clock, 0.025)),
    Transition("blinds", timed(maps.blinds, 0.16)),
    Transition("ink", timed(maps.ink, 0.2)),
    Transition("brush", timed(maps.brush, 0.06)),
    Transition("push_left", slides.push_left),
    Transition("push_up", slides.push_up),
    Transition("slide_over", slides.slide_over),
    Transition("page_turn", slides.page_turn),
)


def names() -> tuple[str, ...]:
    return tuple(transition.name for transition in TRANSITIONS)


def find(name: str) -> Transition:
    """The transition of this name; KeyError when there is none."""
    return _BY_NAME[name]


_BY_NAME = {transition.name: transition for transition in TRANSITIONS}
