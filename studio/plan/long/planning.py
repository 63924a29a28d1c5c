"""Rule: what a long picture shows, from its head to its foot, is decided before a letter is set."""

from __future__ import annotations

from dataclasses import dataclass

from studio.look.stops import Stop
from studio.look.trip import Trip
from studio.order import Order
from studio.plan import whereabouts
from studio.plan.long import albums, choosing
from studio.plan.long.albums import Style
from studio.plan.long.captions import Captions, FrameWords
from studio.plan.long.choosing import ChosenFrame
from studio.plan.long.frame import FrameMount

# The poem stands behind this part of the frames.
POEM_AFTER = 0.5


@dataclass(frozen=True, slots=True)
class PlannedFrame:
    chosen: ChosenFrame
    words: FrameWords
    mount: FrameMount


@dataclass(frozen=True, slots=True)
class LongPlan:
    """From the top: title and description, frames, the trip's poem behind `poem_after` of them,
    the city, if any of the trip's has a picture.

    The seed is for what is drawn by chance.
    """

    trip: Trip
    title: str
    description: str
    seed: int
    style: Style
    frames: tuple[PlannedFrame, ...]
    poem_after: int
    city: Stop | None


def plan(trip: Trip, order: Order) -> LongPlan:
    """The long picture of a trip; the order gives its words and its seed."""
    style = albums.choose(trip, order.seed)
    each = whereabouts.of(trip)
    captions = Captions(each)
    frames = [
        PlannedFrame(chosen, captions.of(chosen.frame, chosen.first), style.mount_of(chosen.frame))
        for chosen in choosing.choose(trip.seen, each, style.frames(), order.seed)
    ]
    return LongPlan(
        trip,
        order.title,
        order.description,
        order.seed,
        style,
        tuple(frames),
        max(round(len(frames) * POEM_AFTER), 1),
        _city(trip),
    )


def _city(trip: Trip) -> Stop | None:
    """Of the places with a picture the one where most photos were taken."""
    pictured = [stop for stop in trip.stops if stop.picture]
    return max(pictured, key=lambda stop: len(stop.photos)) if pictured else None
