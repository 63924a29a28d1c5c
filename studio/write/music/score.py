"""Rule: a piece is bars of notes, and every note is of one mode of five."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from studio.plan.music.mood import CHORDS, LADDER, Mood, Rhythm

STEPS = 8
PHRASE = 4
# The order of the two phrases.
FORM = "AABA"
# A player is never quite on the beat nor quite as loud: in steps, and as a factor.
EARLY_LATE = 0.02
LOUDER = (0.9, 1.06)
# Weak beats are played this much softer.
WEAK = 0.8
DROP = 0.5
# The last chord is rolled, this many steps from note to note.
ROLL = 0.5


@dataclass(frozen=True, slots=True)
class Note:
    """A sound of one voice at a step of its bar; `role` is its part in the piece."""

    role: str
    voice: str
    pitch: int
    step: float
    loudness: float


Bar = list[Note]


def write(mood: Mood, key: int, bars: int, seed: int) -> list[Bar]:
    """Phrases in the order of FORM after a bar that only opens the door, and the home chord."""
    rng = random.Random(seed)
    phrases = {name: _phrase(mood, rng) for name in "AB"}
    score: list[Bar] = []
    for number in range(-(-bars // PHRASE)):
        score += phrases[FORM[number % len(FORM)]]
    score = score[:bars]
    score[0] = [note for note in score[0] if note.role not in {"lead", "drum"}]
    score[-1] = _ending(mood)
    return [[_turned(note, key) for note in bar] for bar in score]


def _turned(note: Note, key: int) -> Note:
    return note if note.role == "drum" else replace(note, pitch=note.pitch + key)


def _phrase(mood: Mood, rng: random.Random) -> list[Bar]:
    """One idea said, answered, said again and brought to rest."""
    chords = rng.choice(mood.progressions)
    said, answer = rng.sample(mood.rhythms, 2)
    figure = rng.choice(mood.figures)
    place = sum(mood.reach) // 2
    bars = []
    for number, name in enumerate(chords):
        rhythm = (said, answer)[number % 2]
        lead, place = _lead(mood, rhythm, CHORDS[name][1], place, rng)
        if number == PHRASE - 1:
            lead = lead[:2]
        bars.append(
            [*_ground(mood, name), *_figure(mood, name, figure, rng), *lead, *_rest(mood, rng)]
        )
    return bars


def _ground(mood: Mood, name: str) -> Bar:
    bass, chord = CHORDS[name]
    _, _, held, low = mood.loudness
    notes = [Note("chord", mood.chord, pitch + mood.higher, 0, held) for pitch in chord]
    return [*notes, Note("bass", "bass", bass, 0, low), Note("bass", "bass", bass, 4.5, low * 0.55)]


def _figure(mood: Mood, name: str, figure: tuple[int, ...], rng: random.Random) -> Bar:
    """The chord broken up; its lowest note an octave down."""
    chord = CHORDS[name][1]
    level = mood.loudness[1]
    return [
        Note(
            "figure",
            mood.figure,
            chord[which] - 12 * (which == 0) + mood.higher,
            step + rng.uniform(0, EARLY_LATE),
            level if step % 4 == 0 else level * WEAK,
        )
        for step, which in enumerate(figure)
        if step % mood.every == 0
    ]


def _lead(
    mood: Mood, rhythm: Rhythm, chord: tuple[int, ...], place: int, rng: random.Random
) -> tuple[Bar, int]:
    """Small steps up and down the ladder; strong beats land on the chord."""
    low, high = mood.reach
    notes = []
    for step in rhythm:
        place = min(max(place + rng.choice((-2, -1, -1, 1, 1, 2)), low), high)
        if step % 4 == 0:
            place = _nearest(place, chord, mood.reach)
        loudness = mood.loudness[0] * (1 if step % 4 == 0 else WEAK) * rng.uniform(*LOUDER)
        at = step + rng.uniform(0, EARLY_LATE)
        notes.append(Note("lead", mood.lead, LADDER[place], at, loudness))
    return notes, place


def _nearest(place: int, chord: tuple[int, ...], reach: tuple[int, int]) -> int:
    tones = {pitch % 12 for pitch in chord}
    fitting = [at for at in range(reach[0], reach[1] + 1) if LADDER[at] % 12 in tones]
    return min(fitting, key=lambda at: (abs(at - place), at))


def _rest(mood: Mood, rng: random.Random) -> Bar:
    """What has no melody: drums, and drops that fall where they like."""
    drums = [Note("drum", stroke.voice, 0, stroke.step, stroke.loudness) for stroke in mood.drums]
    count = rng.randint(0, mood.drops)
    drops = [
        Note(
            "drop",
            "drop",
            rng.choice(LADDER[12:]),
            rng.uniform(0, STEPS),
            DROP * rng.uniform(0.5, 1),
        )
        for _ in range(count)
    ]
    return drums + drops


def _ending(mood: Mood) -> Bar:
    """The chord of home, from its bass upward to the lead."""
    bass, chord = CHORDS[mood.home]
    lead, _, held, low = mood.loudness
    notes = [Note("chord", mood.chord, pitch + mood.higher, 0, held) for pitch in chord]
    notes.append(Note("bass", "bass", bass, 0, low))
    tones = {pitch % 12 for pitch in chord}
    rungs = [pitch for pitch in LADDER[mood.reach[0] - 3 : mood.reach[1]] if pitch % 12 in tones]
    rolled = enumerate(rungs[:6])
    return notes + [Note("lead", mood.lead, pitch, at * ROLL, lead * 0.7) for at, pitch in rolled]
