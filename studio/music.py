"""Rule: every sound is computed here from a seed, so that no recording and no licence is needed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

RATE = 44_100
PEAK = 0.8
# Seconds: a bar of four beats, and how the whole begins and ends.
BAR = 3.1
FADE_IN = 0.8
FADE_OUT = 3.5
# Seconds that a plucked string and the room after it are heard.
PLUCK = 2.6
ROOM = 1.1
PAD_RELEASE = 1.4
STEPS = 8
PHRASE = 4
# The order of the two phrases.
FORM = "AABA"

# The five notes of the mode over three octaves, as MIDI numbers, before the seed's transposition.
LADDER = (55, 57, 60, 62, 64, 67, 69, 72, 74, 76, 79, 81)
# Bass note and chord, all inside the mode, so that no note can clash.
CHORDS: dict[str, tuple[int, tuple[int, ...]]] = {
    "gong": (48, (60, 64, 67)),
    "yu": (45, (57, 60, 64)),
    "zhi": (43, (62, 67, 69)),
    "shang": (50, (57, 62, 69)),
}
PROGRESSIONS = (
    ("gong", "yu", "shang", "zhi"),
    ("gong", "zhi", "yu", "zhi"),
    ("yu", "gong", "shang", "zhi"),
    ("gong", "shang", "yu", "zhi"),
)
# Where in the bar the melody sounds, in eighths.
RHYTHMS = ((0, 3, 4, 6), (0, 2, 3, 4), (0, 4, 6), (0, 2, 4, 5, 6), (0, 3, 6), (2, 4, 6))
ARPEGGIOS = ((0, 1, 2, 1, 0, 2, 1, 2), (0, 2, 1, 2, 0, 1, 2, 1), (0, 1, 2, 0, 1, 2, 1, 2))
KEYS = (-3, -2, 0, 2, 3)


@dataclass(frozen=True, slots=True)
class Note:
    """A sound of one voice at a step of its bar."""

    voice: str
    pitch: int
    step: float
    loudness: float


def compose(seconds: float, seed: int) -> NDArray[np.float32]:
    """Stereo of exactly this length; the same seed gives the same music."""
    blocks = list(stream(seconds, seed))
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def stream(seconds: float, seed: int) -> Iterator[F32]:
    """The same music bar by bar, so that a long film needs no more memory than a short one."""
    total = max(round(seconds * RATE), 0)
    bars = max(round(seconds / BAR), 1)
    # A bar of a second at least: the shortest films get the beginning of one.
    length = max(-(-total // bars), RATE)
    if total == 0:
        return
    score = _score(bars, random.Random(seed))
    voices = _Voices(length)
    ringing = np.zeros((length + voices.longest, 2), np.float32)
    for bar, notes in enumerate(score):
        start = bar * length
        for note in notes:
            sound = voices.sound(note.voice, note.pitch)
            at = round(note.step * length / STEPS)
            ringing[at : at + len(sound)] += sound * np.float32(note.loudness)
        yield _finished(ringing[:length], start, total)[: max(total - start, 0)]
        ringing[:-length] = ringing[length:]
        ringing[-length:] = 0


def _finished(block: F32, start: int, total: int) -> F32:
    """Fades of the whole piece, and a soft knee that keeps every peak below the limit."""
    at = np.arange(start, start + len(block), dtype=np.float32)
    rise = min(FADE_IN * RATE, total / 4)
    fall = min(FADE_OUT * RATE, total / 2)
    level = np.minimum(at / rise, (total - 1 - at) / fall).clip(0, 1)
    level = level * level * (3 - 2 * level)
    finished: F32 = np.tanh(block / PEAK) * (PEAK * level)[:, None]
    return finished.astype(np.float32, copy=False)


def _score(bars: int, rng: random.Random) -> list[list[Note]]:
    """Phrases of four bars in the order of FORM, and an ending on the first chord."""
    key = rng.choice(KEYS)
    first, second = _phrase(rng), _phrase(rng)
    score: list[list[Note]] = []
    for number in range(-(-bars // PHRASE)):
        score += first if FORM[number % len(FORM)] == "A" else second
    score = score[:bars]
    score[-1] = _ending()
    return [[Note(n.voice, n.pitch + key, n.step, n.loudness) for n in bar] for bar in score]


def _phrase(rng: random.Random) -> list[list[Note]]:
    """One idea said, answered, said again and brought to rest."""
    chords = rng.choice(PROGRESSIONS)
    rhythm, answer = rng.sample(RHYTHMS, 2)
    arpeggio = rng.choice(ARPEGGIOS)
    place = rng.randrange(4, 8)
    bars = []
    for number, name in enumerate(chords):
        bass, chord = CHORDS[name]
        melody, place = _melody((rhythm, answer)[number % 2], chord, place, rng)
        if number == PHRASE - 1:
            melody = melody[:2]
        bars.append(_ground(bass, chord, arpeggio) + melody)
    return bars


def _ground(bass: int, chord: tuple[int, ...], arpeggio: tuple[int, ...]) -> list[Note]:
    notes = [Note("pad", pitch, 0, 0.5) for pitch in chord]
    notes += [Note("bass", bass, 0, 0.8), Note("bass", bass, 4.5, 0.45)]
    notes += [
        Note("pluck", chord[which] - 12 * (which == 0), step, 0.2 if step % 4 else 0.27)
        for step, which in enumerate(arpeggio)
    ]
    return notes


def _melody(
    rhythm: tuple[int, ...], chord: tuple[int, ...], place: int, rng: random.Random
) -> tuple[list[Note], int]:
    """Small steps up and down the ladder; strong beats land on the chord."""
    notes = []
    for step in rhythm:
        place = min(max(place + rng.choice((-2, -1, -1, 1, 1, 2)), 3), len(LADDER) - 1)
        if step % 4 == 0:
            place = _nearest(place, chord)
        loudness = 0.62 if step % 4 == 0 else 0.5
        notes.append(Note("pluck", LADDER[place], step, loudness * rng.uniform(0.9, 1.05)))
    return notes, place


def _nearest(place: int, chord: tuple[int, ...]) -> int:
    tones = {pitch % 12 for pitch in chord}
    fitting = [at for at in range(3, len(LADDER)) if LADDER[at] % 12 in tones]
    return min(fitting, key=lambda at: (abs(at - place), at))


def _ending() -> list[Note]:
    bass, chord = CHORDS["gong"]
    notes = [Note("pad", pitch, 0, 0.5) for pitch in chord]
    notes += [Note("bass", bass, 0, 0.8)]
    notes += [
        Note("pluck", pitch, step / 2, 0.4) for step, pitch in enumerate((48, 55, 60, 64, 67, 72))
    ]
    return notes


class _Voices:
    """Each sound is computed once; the room's echo is part of it, so that mixing is only adding."""

    def __init__(self, bar: int) -> None:
        self._bar = bar
        self._sounds: dict[tuple[str, int], F32] = {}
        # A fixed seed: the room is the same in every film.
        noise = np.random.default_rng(7).standard_normal((round(ROOM * RATE), 2))
        self._room = _room(noise.astype(np.float32))
        pluck = round((PLUCK + ROOM) * RATE)
        self.longest = max(pluck, bar + round(PAD_RELEASE * RATE)) + RATE // 10

    def sound(self, voice: str, pitch: int) -> F32:
        key = (voice, pitch)
        if key not in self._sounds:
            self._sounds[key] = self._make(voice, 440 * 2 ** ((pitch - 69) / 12))
        return self._sounds[key]

    def _make(self, voice: str, hertz: float) -> F32:
        if voice == "pluck":
            return self._with_room(_pluck(hertz))
        return _pad(hertz, self._bar) if voice == "pad" else _bass(hertz, self._bar)

    def _with_room(self, dry: F32) -> F32:
        length = len(dry) + len(self._room) - 1
        size = 1 << (length - 1).bit_length()
        spectrum = np.fft.rfft(dry, size, axis=0) * np.fft.rfft(self._room, size, axis=0)
        wet = np.fft.irfft(spectrum, size, axis=0)[:length].astype(np.float32)
        wet[: len(dry)] += dry
        return wet


def _room(noise: F32) -> F32:
    """A decaying tail with its treble taken off, and one clear echo on each side."""
    at = np.arange(len(noise), dtype=np.float32) / RATE
    smooth = (noise[2:] + 2 * noise[1:-1] + noise[:-2]) / 4
    tail = np.zeros_like(noise)
    tail[1:-1] = smooth
    tail *= (np.exp(-at * 4.5) * np.minimum(at / 0.02, 1) * 0.006)[:, None]
    tail[round(0.31 * RATE), 0] += 0.16
    tail[round(0.43 * RATE), 1] += 0.16
    fade = RATE // 20
    tail[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return tail


def _pluck(hertz: float) -> F32:
    """A string: each harmonic is weaker and dies sooner than the one below it."""
    at = np.arange(round(PLUCK * RATE), dtype=np.float32) / RATE
    sound = np.zeros_like(at)
    for harmonic in range(1, 7):
        # Stiff strings sound a little sharp in their overtones.
        pitch = hertz * harmonic * (1 + 0.0003 * harmonic * harmonic)
        level = 0.3 / harmonic**1.35
        decay = np.exp(-at * np.float32(1.4 + 0.95 * harmonic + hertz / 600))
        sound += level * decay * np.sin(np.float32(2 * np.pi * pitch) * at)
    sound *= np.minimum(at / 0.004, 1) * np.minimum((PLUCK - at) / 0.2, 1)
    # Low strings sound a little to the left, high ones to the right, as on a zither.
    side = min(max((hertz - 260) / 800, -0.3), 0.3)
    return np.stack((sound * (1 - side), sound * (1 + side)), axis=1).astype(np.float32)


def _pad(hertz: float, bar: int) -> F32:
    """Two voices a few cents apart, one for each ear, swelling and dying over a bar."""
    at = np.arange(bar + round(PAD_RELEASE * RATE), dtype=np.float32) / RATE
    length = len(at) / RATE
    swell = np.minimum(at / 0.9, 1) * np.minimum((length - at) / PAD_RELEASE, 1)
    swell = 0.09 * swell * swell * (3 - 2 * swell)
    ears = []
    for cents in (-3, 3):
        pitch = np.float32(2 * np.pi * hertz * 2 ** (cents / 1200))
        ears.append(swell * (np.sin(pitch * at) + 0.25 * np.sin(2 * pitch * at)))
    return np.stack(ears, axis=1).astype(np.float32)


def _bass(hertz: float, bar: int) -> F32:
    at = np.arange(bar, dtype=np.float32) / RATE
    length = bar / RATE
    shape = np.exp(-at * 1.3) * np.minimum(at / 0.015, 1) * np.minimum((length - at) / 0.15, 1)
    pitch = np.float32(2 * np.pi * hertz)
    sound = 0.3 * shape * (np.sin(pitch * at) + 0.3 * np.sin(2 * pitch * at))
    return np.stack((sound, sound), axis=1).astype(np.float32)
