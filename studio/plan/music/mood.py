"""Rule: a mood is a row of taste: who plays what, how high, how quick and how much."""

from __future__ import annotations

from dataclasses import dataclass

Rhythm = tuple[float, ...]

# Bass note and chord, all inside one mode of five notes, so that no note can clash.
CHORDS: dict[str, tuple[int, tuple[int, ...]]] = {
    "gong": (48, (60, 64, 67)),
    "yu": (45, (57, 60, 64)),
    "zhi": (43, (62, 67, 69)),
    "shang": (50, (57, 62, 69)),
    "wide gong": (48, (55, 62, 64)),
    "wide yu": (45, (55, 60, 64)),
    "wide shang": (50, (57, 60, 67)),
    "wide zhi": (43, (57, 60, 62)),
}
# The five notes over four octaves, as MIDI numbers, before a piece's transposition.
LADDER = (48, 50, 52, 55, 57, 60, 62, 64, 67, 69, 72, 74, 76, 79, 81, 84, 86, 88)

# Where in the bar the melody sounds, in eighths.
FLOWING = ((0, 3, 4, 6), (0, 2, 3, 4), (0, 4, 6), (0, 2, 4, 5, 6), (0, 3, 6), (2, 4, 6))
SPARSE = ((0, 6), (0, 3), (4,), (0, 5, 6), (2, 4))
CALM = ((0, 4), (0, 4, 6), (0, 3, 4), (2, 4, 7), (0, 6))
DANCING = ((0, 2, 3, 4, 6, 7), (0, 1, 2, 4, 6), (0, 3, 4, 6, 7), (0, 2, 4, 6), (0, 3, 6, 7))

WAVES = ((0, 1, 2, 1, 0, 2, 1, 2), (0, 2, 1, 2, 0, 1, 2, 1), (0, 1, 2, 0, 1, 2, 1, 2))


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drum at a step of the bar."""

    voice: str
    step: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Mood:
    """`beats`: seconds that a beat may last; `home`: the chord on which all ends; `reach`: the
    lowest and highest rung of the ladder that the lead plays; loudness is by voice: lead, then
    `figure`, chord and bass; `higher`: semitones by which the chord's voices are raised."""

    name: str
    beats: tuple[float, ...]
    keys: tuple[int, ...]
    home: str
    progressions: tuple[tuple[str, str, str, str], ...]
    lead: str
    reach: tuple[int, int]
    rhythms: tuple[Rhythm, ...]
    chord: str
    loudness: tuple[float, float, float, float]
    gain: float
    figure: str = ""
    figures: tuple[tuple[int, ...], ...] = WAVES
    higher: int = 0
    # How many steps of a figure are played: each, or every second.
    every: int = 1
    # Drops that fall anywhere in a bar, at most.
    drops: int = 0
    drums: tuple[Stroke, ...] = ()


MOODS = (
    Mood(
        "clear",
        (0.8, 0.75),
        (-3, -2, 0, 2, 3),
        "gong",
        (
            ("gong", "yu", "shang", "zhi"),
            ("gong", "zhi", "yu", "zhi"),
            ("yu", "gong", "shang", "zhi"),
            ("gong", "shang", "yu", "zhi"),
        ),
        "pluck",
        (6, 14),
        FLOWING,
        "pad",
        (0.56, 0.22, 0.5, 0.8),
        1.05,
        figure="pluck",
    ),
    Mood(
        "rain",
        (0.8,),
        (-4, -2, -1, 1),
        "wide yu",
        (
            ("wide yu", "wide shang", "wide gong", "wide zhi"),
            ("wide yu", "wide zhi", "wide shang", "wide gong"),
            ("wide gong", "wide shang", "wide yu", "wide zhi"),
        ),
        "keys",
        (5, 11),
        SPARSE,
        "strings",
        (0.62, 0.2, 0.55, 0.62),
        1.1,
        figure="harp",
        every=2,
        drops=3,
    ),
    Mood(
        "snow",
        (0.9,),
        (0, 1, 2, 4),
        "wide gong",
        (
            ("wide gong", "wide shang", "wide yu", "wide zhi"),
            ("wide gong", "wide yu", "wide shang", "wide zhi"),
            ("wide yu", "wide gong", "wide zhi", "wide shang"),
        ),
        "bell",
        (10, 16),
        CALM,
        "glass",
        (0.6, 0.24, 0.7, 0.3),
        1.15,
        figure="bell",
        every=2,
        higher=12,
    ),
    Mood(
        "night",
        (0.9,),
        (-5, -4, -3, -2),
        "wide yu",
        (
            ("wide yu", "wide gong", "wide shang", "wide yu"),
            ("wide yu", "wide zhi", "wide gong", "wide shang"),
            ("wide yu", "wide shang", "wide zhi", "wide gong"),
        ),
        "keys",
        (3, 9),
        CALM,
        "pad",
        (0.6, 0.22, 0.6, 0.75),
        1.0,
        figure="harp",
        every=2,
    ),
    Mood(
        "festive",
        (0.6,),
        (-2, 0, 2, 3),
        "gong",
        (
            ("gong", "zhi", "yu", "shang"),
            ("gong", "yu", "shang", "zhi"),
            ("gong", "shang", "gong", "zhi"),
        ),
        "pluck",
        (7, 15),
        DANCING,
        "pad",
        (0.55, 0.3, 0.4, 0.7),
        0.96,
        figure="marimba",
        drums=(
            Stroke("drum", 0, 0.7),
            Stroke("drum", 4, 0.55),
            Stroke("drum", 5.5, 0.3),
            Stroke("tap", 2, 0.5),
            Stroke("tap", 6, 0.5),
            Stroke("tap", 7, 0.25),
            Stroke("shaker", 1, 0.5),
            Stroke("shaker", 3, 0.6),
            Stroke("shaker", 5, 0.5),
            Stroke("shaker", 7, 0.6),
        ),
    ),
)


def moods() -> tuple[str, ...]:
    """The names of all moods."""
    return tuple(mood.name for mood in MOODS)


def find(name: str) -> Mood:
    """The mood of this name; KeyError when there is none."""
    return _BY_NAME[name]


_BY_NAME = {mood.name: mood for mood in MOODS}
