"""Rule: each sound is computed once; the room's echo is part of it, so that mixing is adding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.sound import RATE, Samples

ROOM = 1.1
# Hertz in the middle of the stage: lower sounds come a little from the left, higher ones from the
# right, as on a zither.
MIDDLE = 260
# A drum's skin is looser after the stroke: its pitch falls to this part of itself.
FALL = 0.5


@dataclass(frozen=True, slots=True)
class Partial:
    """One sine of a sound: its pitch by the note's, its level, and its decay per second."""

    ratio: float
    level: float
    decay: float


@dataclass(frozen=True, slots=True)
class StruckVoice:
    """A sound that dies by itself; high notes die sooner, by `damping` Hz."""

    partials: tuple[Partial, ...]
    seconds: float
    attack: float = 0.004
    damping: float = 600
    room: float = 1.0


@dataclass(frozen=True, slots=True)
class HeldVoice:
    """A sound that swells and fades over a bar; two voices a few cents apart, one for each ear."""

    partials: tuple[float, ...]
    level: float
    attack: float = 0.9
    release: float = 1.4
    cents: float = 3


@dataclass(frozen=True, slots=True)
class DrumVoice:
    """A soft skin with a falling pitch; or, without a pitch, a breath of noise."""

    hertz: float
    level: float
    decay: float
    seconds: float
    attack: float = 0.004


Voice = StruckVoice | HeldVoice | DrumVoice


def _string(stiffness: float, dullness: float, decay: float, count: int) -> tuple[Partial, ...]:
    """Each harmonic is weaker, a little sharper and sooner gone than the one below it."""
    return tuple(
        Partial(
            number * (1 + stiffness * number * number),
            0.3 / number**dullness,
            decay + 0.95 * number,
        )
        for number in range(1, count + 1)
    )


VOICES: dict[str, Voice] = {
    "pluck": StruckVoice(_string(0.0003, 1.35, 1.4, 6), 2.6),
    "harp": StruckVoice(_string(0.0001, 1.9, 1.0, 4), 2.6, attack=0.006),
    "keys": StruckVoice(
        (Partial(1, 0.32, 1.3), Partial(2, 0.07, 2.2), Partial(3, 0.025, 3), Partial(7, 0.012, 11)),
        2.8,
        attack=0.006,
    ),
    "bell": StruckVoice(
        (
            Partial(1, 0.24, 1.5),
            Partial(2.005, 0.07, 2.4),
            Partial(4.1, 0.035, 5),
            Partial(6.8, 0.01, 9),
        ),
        3.0,
        attack=0.003,
        damping=1500,
        room=1.6,
    ),
    "marimba": StruckVoice(
        (Partial(1, 0.34, 3.6), Partial(3.93, 0.07, 9), Partial(9.2, 0.012, 18)), 1.4, damping=900
    ),
    "drop": StruckVoice((Partial(1, 0.2, 9), Partial(2.3, 0.02, 16)), 0.8, room=2.2),
    "bass": StruckVoice(
        (Partial(1, 0.3, 1.2), Partial(2, 0.09, 1.4), Partial(3, 0.02, 3)), 3.0, 0.015, room=0
    ),
    "pad": HeldVoice((1, 0.25), 0.09),
    "strings": HeldVoice((1, 0.45, 0.2, 0.12, 0.05), 0.07, attack=1.1, cents=4),
    "glass": HeldVoice((1, 0.08, 0.12), 0.08, attack=1.2, release=1.6, cents=5),
    "drum": DrumVoice(62, 0.5, 9, 0.5),
    "tap": DrumVoice(190, 0.16, 26, 0.25, 0.002),
    "shaker": DrumVoice(0, 0.03, 34, 0.2, 0.012),
}


class Voices:
    """The sounds of one piece; `bar` is how long a held one lasts, in samples."""

    def __init__(self, bar: int) -> None:
        self._bar = bar
        self._sounds: dict[tuple[str, int], Samples] = {}
        self._rooms: dict[int, NDArray[Any]] = {}

    def sound(self, voice: str, pitch: int) -> Samples:
        """Stereo; the pitch is a MIDI number, and drums have none."""
        key = (voice, pitch)
        if key not in self._sounds:
            self._sounds[key] = self._make(VOICES[voice], 440 * 2 ** ((pitch - 69) / 12))
        return self._sounds[key]

    def _make(self, voice: Voice, hertz: float) -> Samples:
        if isinstance(voice, HeldVoice):
            return _held(voice, hertz, self._bar)
        if isinstance(voice, DrumVoice):
            return _drum(voice)
        dry = _struck(voice, hertz)
        side = min(max((hertz - MIDDLE) / 800, -0.3), 0.3)
        return self._placed(dry, side, voice.room)

    def _placed(self, dry: Samples, side: float, share: float) -> Samples:
        """On the stage, and with what the room gives back to each ear."""
        if share == 0:
            return np.stack((dry, dry), axis=1)
        length = len(dry) + len(self._room) - 1
        size = _smooth(length)
        if size not in self._rooms:
            self._rooms[size] = np.fft.rfft(self._room, size, axis=0)
        spectrum = np.fft.rfft(dry * np.float32(share), size)
        wet = np.fft.irfft(spectrum[:, None] * self._rooms[size], size, axis=0)[:length]
        sound: Samples = wet.astype(np.float32, copy=False)
        sound[: len(dry), 0] += dry * np.float32(1 - side)
        sound[: len(dry), 1] += dry * np.float32(1 + side)
        return sound

    @cached_property
    def _room(self) -> Samples:
        """A decaying tail with its treble taken off, and one clear echo on each side."""
        # A fixed seed: the room is the same in every film.
        noise = np.random.default_rng(7).standard_normal((round(ROOM * RATE), 2), np.float32)
        at = _times(ROOM)
        smooth = (noise[2:] + 2 * noise[1:-1] + noise[:-2]) / 4
        tail = np.zeros_like(noise)
        tail[1:-1] = smooth
        tail *= (np.exp(-at * np.float32(4.5)) * np.minimum(at / 0.02, 1) * 0.006)[:, None]
        tail[round(0.31 * RATE), 0] += 0.16
        tail[round(0.43 * RATE), 1] += 0.16
        fade = RATE // 20
        tail[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
        return tail


def _times(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _struck(voice: StruckVoice, hertz: float) -> Samples:
    at = _times(voice.seconds)
    sound = np.zeros_like(at)
    for partial in voice.partials:
        if hertz * partial.ratio < RATE / 3:
            wave = np.sin(at * np.float32(2 * np.pi * hertz * partial.ratio))
            wave *= np.exp(at * np.float32(-partial.decay - hertz / voice.damping))
            wave *= np.float32(partial.level)
            sound += wave
    sound *= np.minimum(at / np.float32(voice.attack), 1)
    sound *= np.minimum((np.float32(voice.seconds) - at) / np.float32(0.2), 1)
    return sound


def _held(voice: HeldVoice, hertz: float, bar: int) -> Samples:
    at = np.arange(bar + round(voice.release * RATE), dtype=np.float32) / np.float32(RATE)
    length = len(at) / RATE
    swell = np.minimum(at / voice.attack, 1) * np.minimum((length - at) / voice.release, 1)
    swell = voice.level * swell * swell * (3 - 2 * swell)
    sound = np.zeros((len(at), 2), np.float32)
    for ear, (number, level) in product((0, 1), enumerate(voice.partials, 1)):
        cents = voice.cents * (2 * ear - 1)
        wave = np.sin(at * np.float32(2 * np.pi * hertz * number * 2 ** (cents / 1200)))
        sound[:, ear] += np.float32(level) * wave
    sound *= swell[:, None]
    return sound


def _drum(voice: DrumVoice) -> Samples:
    at = _times(voice.seconds)
    if voice.hertz:
        # The phase is the integral of a pitch that falls from double to its end.
        fall = (1 - np.exp(-at * 30)) / 30
        wave = np.sin(np.float32(2 * np.pi * voice.hertz) * (at + fall / np.float32(FALL)))
    else:
        noise = np.random.default_rng(11).standard_normal(len(at) + 2, np.float32)
        wave = noise[2:] - noise[:-2]
    shape = np.exp(-at * voice.decay) * np.minimum(at / voice.attack, 1)
    shape *= np.minimum((voice.seconds - at) / 0.05, 1) * voice.level
    sound = (wave * shape).astype(np.float32)
    return np.stack((sound, sound), axis=1)


def _smooth(least: int) -> int:
    """The next length that is a product of 2, 3 and 5: the transform is quickest on those."""
    twos = (1 << power for power in range(least.bit_length() + 1))
    sizes = (two * other for two, other in product(twos, (1, 3, 5, 9, 15, 25, 27, 45, 75)))
    return min(size for size in sizes if size >= least)
