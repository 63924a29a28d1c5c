"""Rule: all taste is here: which pages, in which order, how long, and how one becomes the next."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studio.look import screens
from studio.look.stops import Stop
from studio.look.trip import SeenPhoto, Trip
from studio.order import AlbumError, MotionShown, Order, named
from studio.plan import (
    cards,
    choosing,
    living,
    moves,
    music,
    pacing,
    storyboard,
    templates,
    times,
    whereabouts,
    windows,
)
from studio.plan.captions import Captions
from studio.plan.choosing import ChosenPage
from studio.plan.pacing import Span
from studio.plan.roles import Role
from studio.plan.storyboard import (
    MapPlace,
    Scene,
    SceneText,
    ShownPhoto,
    Storyboard,
    Transition,
)
from studio.plan.storyboard_reader import StoryboardError
from studio.plan.storyboard_types import MOST_PLACES, MOST_TEXT
from studio.plan.template import FilmPart, Template

# A scene is counted in pulses: a beat, or two where the music is quick.
LEAST_PULSE = 0.55
# Seconds that a title, a map and an ending need, and a line of a poem.
TITLE_SECONDS, PLACE_SECONDS, LINE_SECONDS = 3.2, 3.6, 1.15
POEM_LINES = 8
# A title of more letters is too small in a column.
LONGEST_COLUMN = 14
LEAST_CLIP_PULSES, MOST_CLIP_SECONDS = 3, 10.0
# And what a long photo needs for each of its windows that goes by.
WINDOW_SECONDS = 1.15

# Seconds. Nearly all scenes melt into each other; a film has two accents of its own, and what is
# strong marks another day or another place.
FADE = "fade"
ACCENT = ("ink", "wipe_left", "wipe_up", "diagonal", "brush")
STRONG = ("page_turn", "push_left", "slide_over", "iris", "zoom")
FADE_SECONDS, ACCENT_SECONDS, STRONG_SECONDS = 0.72, 0.9, 1.0
ACCENTS = 2
ACCENTED = 0.22
STRONG_APART = 4
# A transition takes no more than this part of the shorter of its two scenes.
MOST_FADED = 0.3


@dataclass(frozen=True, slots=True)
class _Page:
    """A scene before its frames are counted; `chapter` where another day or place begins."""

    template: Template
    photos: tuple[SeenPhoto, ...]
    texts: tuple[SceneText, ...]
    pulses: int
    places: tuple[MapPlace, ...] = ()
    chapter: bool = False
    motion: MotionShown = "still"


def board_of(trip: Trip, order: Order) -> Storyboard:
    """The film that is made: by the storyboard that the order brings, else by `plan`.

    What is rendered is what can be written, so that a storyboard makes the same film again.
    Raises AlbumError where the one that was brought cannot be rendered.
    """
    names = {photo.name for photo in named(order.photos)}
    board = storyboard.document(plan(trip, order)) if order.board is None else order.board
    try:
        read = storyboard.read(board, names)
        return replace(read, times=times.of(_told(trip.seen, read)))
    except StoryboardError as error:
        raise AlbumError(str(error)) from error


def _told(seen: Sequence[SeenPhoto], board: Storyboard) -> list[SeenPhoto]:
    """All but clips that are seen as what moves of a photo alone: they have its time."""
    shown = [one for scene in board.scenes for one in scene.photos]
    moving = {one.clip for one in shown} - {one.photo for one in shown}
    return [item for item in seen if item.photo.name not in moving]


def plan(trip: Trip, order: Order) -> Storyboard:
    """The film of a trip, page by page; the order gives its size, rate, words and seed."""
    rng = random.Random(order.seed)
    piece = music.choose(trip.palette, trip.weather, order.seed)
    pulse = _pulse(music.beat(piece))
    before = [
        *_opening(trip, order, pulse, rng),
        *_poem(trip, pulse, rng),
        *_places(trip, pulse, rng),
    ]
    after = _ending(trip, order, pulse, rng)
    others = sum(page.pulses for page in before + after) * pulse
    most = pacing.wanted(len(trip.seen), others) / pulse
    pages = [*before, *_photos(trip, order, most, pulse, rng), *after]
    return Storyboard(
        order.size,
        order.fps,
        order.seed,
        trip.palette,
        piece,
        tuple(_scenes(pages, order, pulse, rng)),
    )


def _pulse(beat: float) -> float:
    while beat < LEAST_PULSE:
        beat *= 2
    return beat


# --- pages ------------------------------------------------------------------------------------


def _opening(trip: Trip, order: Order, pulse: float, rng: random.Random) -> list[_Page]:
    words = cards.opening(order.title, order.description, len(trip.seen), _taken(trip.seen))
    return _worded("opening", words, _views(trip.seen) or trip.seen, pulse, rng)


def _ending(trip: Trip, order: Order, pulse: float, rng: random.Random) -> list[_Page]:
    words = cards.closing(order.title, _taken(trip.seen))
    return _worded("ending", words, (_views(trip.seen) or trip.seen)[::-1], pulse, rng)


def _worded(
    part: FilmPart,
    words: cards.CardWords,
    seen: Sequence[SeenPhoto],
    pulse: float,
    rng: random.Random,
) -> list[_Page]:
    template = _one_of(part, len(seen), rng, len(words.title))
    if template is None:
        return []
    given: tuple[tuple[Role, str], ...] = (
        ("title", words.title),
        ("subtitle", words.subtitle),
        ("detail", words.detail),
    )
    texts = tuple(SceneText(role, text) for role, text in given if text)
    pulses = max(math.ceil(TITLE_SECONDS / pulse), template.beats)
    return [_Page(template, _spread(seen, template.capacity), texts, pulses)]


def _poem(trip: Trip, pulse: float, rng: random.Random) -> list[_Page]:
    pages = []
    views = _views(trip.seen)
    for first in range(0, len(trip.poem), POEM_LINES):
        template = _one_of("poem", len(views), rng)
        lines = trip.poem[first : first + POEM_LINES]
        if template is not None:
            photos = _spread(_calmest(views), template.capacity)
            pulses = math.ceil((1.6 + LINE_SECONDS * len(lines)) / pulse)
            texts = (SceneText("poem", "\n".join(lines)),)
            pages.append(_Page(template, photos, texts, max(pulses, template.beats)))
    return pages


def _places(trip: Trip, pulse: float, rng: random.Random) -> list[_Page]:
    """A map, where there is a way to be drawn on it."""
    named = [stop for stop in trip.stops if stop.name]
    template = _one_of("place", len(trip.seen), rng)
    if len(named) < 2 or template is None:
        return []
    places = tuple(MapPlace(stop.name, stop.latitude, stop.longitude) for stop in named)
    texts = (SceneText("place", "  ·  ".join(_along(named))),)
    pulses = max(math.ceil(PLACE_SECONDS / pulse), template.beats)
    photos = _spread(trip.seen, template.capacity)
    return [_Page(template, photos, texts, pulses, places[:MOST_PLACES])]


def _along(stops: Sequence[Stop]) -> list[str]:
    """The names of the stops; abroad a country is said where the trip comes into it, and a stop
    that has no other name than its country's not again."""
    before = [stop.country for stop in stops]
    return [
        stop.name if stop.country == came_from else stop.label
        for stop, came_from in zip(stops, ["", *before], strict=False)
        if not stop.name == stop.country == came_from
    ]


def _one_of(part: FilmPart, photos: int, rng: random.Random, title: int = 0) -> Template | None:
    """A template for so few photos and a title of so many letters, at the film's whim."""
    fitting = [
        template
        for template in templates.of(part)
        if template.capacity <= photos
        and (title <= LONGEST_COLUMN or not _stands_upright(template, "title"))
    ]
    return rng.choice(fitting) if fitting else None


def _stands_upright(template: Template, role: Role) -> bool:
    boxes = template.wide.texts
    return any(box.vertical and role in box.roles for box in boxes)


def _spread(seen: Sequence[SeenPhoto], count: int) -> tuple[SeenPhoto, ...]:
    """So many of the photos, evenly from the first to the last."""
    if count < 2:
        return tuple(seen[:count])
    step = (len(seen) - 1) / (count - 1)
    return tuple(seen[round(number * step)] for number in range(count))


def _views(seen: Sequence[SeenPhoto]) -> tuple[SeenPhoto, ...]:
    """What stands for the trip: what is read on a screen does not, nor the end of a strip of it."""
    return tuple(
        item
        for item in seen
        if not (item.look and item.look.screen) and not screens.is_long(moves.size_of(item))
    )


def _calmest(seen: Sequence[SeenPhoto]) -> list[SeenPhoto]:
    """Behind a poem the least busy photo is the best."""
    return sorted(seen, key=lambda item: item.look.sharpness if item.look else 0.0)


def _taken(seen: Sequence[SeenPhoto]) -> list[int]:
    return [item.picture.taken_ms for item in seen if item.picture.taken_ms is not None]


# --- photos -------------------------------------------------------------------------------------


def _played(item: SeenPhoto, motion: MotionShown, pulse: float) -> int:
    """Pulses that a clip needs to be seen to its end, but for what its transitions take; or a
    photo that moves, which is heard to its end too."""
    if item.motion is not None and motion != "still":
        return max(math.ceil(living.seconds(item.motion, motion) / pulse), LEAST_CLIP_PULSES)
    if item.clip is None:
        return 0
    whole = math.floor((min(item.clip.seconds, MOST_CLIP_SECONDS) - FADE_SECONDS) / pulse)
    return max(whole, LEAST_CLIP_PULSES)


def _passed(page: ChosenPage, trip: Trip, order: Order, pulse: float) -> int:
    """Pulses in which a long photo goes by at a speed at which it can be read."""
    slots = page.template.layout(order.size).slots
    if page.photos != 1 or slots[0].move != "down":
        return 0
    photo = moves.size_of(trip.seen[page.first])
    high = moves.windows_high(windows.window(slots[0], order.size, photo).size, photo)
    return math.ceil(min(high, moves.MOST_WINDOWS) * WINDOW_SECONDS / pulse)


def _photos(trip: Trip, order: Order, most: float, pulse: float, rng: random.Random) -> list[_Page]:
    each = whereabouts.of(trip)
    alive = living.living(trip.seen) if order.motion != "still" else frozenset()
    chosen = choosing.choose(trip.seen, each, order.size, most, rng.randrange(1 << 30), alive)
    pulses = pacing.stretched([template.beats for template, _, _ in chosen], most)
    motions = [order.motion if first in alive else "still" for _, first, _ in chosen]
    pulses = [
        _played(trip.seen[page.first], motion, pulse) or _passed(page, trip, order, pulse) or length
        for page, motion, length in zip(chosen, motions, pulses, strict=True)
    ]
    captions = Captions(each)
    pages = []
    for (template, first, count), motion, length in zip(chosen, motions, pulses, strict=True):
        texts, chapter = captions.of(template.layout(order.size), first, count)
        seen = trip.seen[first : first + count]
        pages.append(_Page(template, seen, texts, length, (), chapter, motion))
    return pages


# --- scenes -------------------------------------------------------------------------------------


def _scenes(pages: Sequence[_Page], order: Order, pulse: float, rng: random.Random) -> list[Scene]:
    going = _transitions(pages, order.fps, pulse, rng)
    spans = pacing.spans([page.pulses * pulse for page in pages], going, order.fps)
    return [
        _scene(page, span, transition, order, number % 2 == 0, rng)
        for number, (page, span, transition) in enumerate(zip(pages, spans, going, strict=True))
    ]


def _scene(
    page: _Page,
    span: Span,
    transition: Transition | None,
    order: Order,
    inward: bool,
    rng: random.Random,
) -> Scene:
    layout = page.template.layout(order.size)
    return Scene(
        page.template.name,
        span.frames,
        _living(page, moves.shown(layout, order.size, page.photos, inward, rng)),
        tuple(map(_shortened, page.texts)),
        page.places,
        moves.camera(layout, inward, rng),
        transition,
    )


def _living(page: _Page, photos: tuple[ShownPhoto, ...]) -> tuple[ShownPhoto, ...]:
    """A photo that comes to life does not move before: its movie begins where it stands."""
    motion = page.photos[0].motion if page.motion != "still" else None
    if motion is None:
        return photos
    whole = [max(shown.end, shown.start, key=lambda crop: crop.width) for shown in photos]
    return tuple(
        replace(shown, start=crop, end=crop, motion=page.motion, clip=motion.name)
        for shown, crop in zip(photos, whole, strict=True)
    )


def _shortened(text: SceneText) -> SceneText:
    """What a storyboard may say of it, which is more than any page has room for."""
    if len(text.text) <= MOST_TEXT:
        return text
    return replace(text, text=text.text[: MOST_TEXT - 1] + "…")


def _transitions(
    pages: Sequence[_Page], fps: int, pulse: float, rng: random.Random
) -> list[Transition | None]:
    """How each page gives way to the next; none after the last."""
    accents = rng.sample(ACCENT, ACCENTS)
    strong = rng.choice(STRONG)
    since = 0
    found: list[Transition | None] = []
    for page, following in pairwise(pages):
        since += 1
        name, seconds = FADE, FADE_SECONDS
        accented = rng.random() < ACCENTED
        accent = rng.choice(accents)
        among_photos = page.template.part == following.template.part == "photos"
        if following.template.part == "ending":
            seconds = STRONG_SECONDS
        elif among_photos and following.chapter and since >= STRONG_APART:
            name, seconds, since = strong, STRONG_SECONDS, 0
        elif among_photos and accented:
            name, seconds = accent, ACCENT_SECONDS
        most = min(page.pulses, following.pulses) * pulse * MOST_FADED
        found.append(Transition(name, max(round(min(seconds, most) * fps), 1)))
    return [*found, None]
