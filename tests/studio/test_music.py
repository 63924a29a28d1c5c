"""Music that is computed: its length, its loudness, its harmony, and that it repeats."""

from __future__ import annotations

import hashlib
import time
from itertools import chain

import numpy as np
import pytest

from studio.plan import music
from studio.plan.music.mood import CHORDS, MOODS, Mood, find
from studio.sound import RATE
from studio.write.music import PEAK, Duck, compose, score

MODE = {0, 2, 4, 7, 9}
BRIGHT, DARK, WARM, WHITE = (140, 190, 230), (20, 24, 40), (220, 80, 30), (235, 238, 240)


def decibels(sound: np.ndarray) -> float:
    return float(20 * np.log10(sound.std()))


def centre(sound: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    return float(np.sum(power * np.fft.rfftfreq(len(sound), 1 / RATE)) / power.sum())


def body(sound: np.ndarray) -> np.ndarray:
    """Without the beginning and the end, which are softer."""
    return sound[4 * RATE : -5 * RATE]


@pytest.mark.parametrize("mood", music.moods())
@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 3.0, 31.7])
def test_length_and_peak(mood: str, seconds: float) -> None:
    """The music is stereo of exactly the length asked for and never louder than the peak."""
    sound = compose(seconds, music.of_mood(mood, 5))

    assert (round(seconds * RATE), 2) == sound.shape
    assert np.float32 == sound.dtype
    assert float(np.abs(sound).max(initial=0)) <= PEAK


@pytest.mark.parametrize("tempo", [30.0, 73.3, 240.0])
def test_any_tempo(tempo: float) -> None:
    """An edited storyboard may ask for a tempo that no mood has."""
    sound = compose(20, music.Music("rain", -12, tempo, 1))

    assert 20 * RATE == len(sound)
    assert float(np.abs(sound).max()) <= PEAK
    assert -32 < decibels(body(sound)) < -12


def test_seed() -> None:
    """A seed names one piece of music; another seed is another piece."""
    pieces = [compose(8, music.choose([BRIGHT], "snow", seed)) for seed in (1, 1, 2)]
    digests = [hashlib.sha1(piece.tobytes()).digest() for piece in pieces]

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


@pytest.mark.parametrize("mood", music.moods())
def test_no_clicks(mood: str) -> None:
    """It begins and ends in silence, is heard in between, and never jumps."""
    sound = compose(20, music.of_mood(mood, 3))
    seconds = body(sound).reshape(-1, RATE, 2).std(axis=(1, 2))

    assert 0 == np.abs(sound[0]).max() == np.abs(sound[-1]).max()
    assert float(seconds.min()) > 0.03
    assert float(np.abs(np.diff(sound, axis=0)).max()) < 0.2


def test_moods_are_equally_loud() -> None:
    """No mood is more than 2 dB louder than another."""
    loud = [
        np.mean([decibels(body(compose(31, music.of_mood(mood, seed)))) for seed in (1, 2)])
        for mood in music.moods()
    ]

    assert max(loud) - min(loud) < 2.0, loud


def test_moods_sound_apart() -> None:
    """Snow lies high, night low, and what is clear between them."""
    found = {mood: centre(body(compose(31, music.of_mood(mood, 1)))) for mood in music.moods()}

    assert found["snow"] > 1.4 * found["clear"] > 1.4 * 1.15 * found["night"], found


@pytest.mark.parametrize("mood", MOODS, ids=lambda mood: mood.name)
def test_harmony(mood: Mood) -> None:
    """All notes are of one mode, the bass is the root that its chord names, and the melody stands
    on the chord where the beat is strong."""
    bars = score.write(mood, 0, 32, 4)

    for bar in bars:
        bass = next(note.pitch for note in bar if note.role == "bass" and note.step == 0)
        held = {note.pitch - mood.higher for note in bar if note.role == "chord"}
        assert (bass, held) in [(low, set(chord)) for low, chord in CHORDS.values()]
        assert {note.pitch % 12 for note in bar if note.role != "drum"} <= MODE
        strong = [note.pitch for note in bar if note.role == "lead" and note.step % 4 < 0.05]
        if bar is not bars[-1]:
            assert {pitch % 12 for pitch in strong} <= {pitch % 12 for pitch in held}


def test_key() -> None:
    """The key moves every note but the drums'."""
    low, high = (
        [note for note in chain(*score.write(find("festive"), key, 8, 1))] for key in (0, 3)
    )

    assert [note.pitch + 3 * (note.role != "drum") for note in low] == [n.pitch for n in high]


def test_the_beat_is_where_it_is_said() -> None:
    """The drum of a festive piece begins on every second beat, also after a minute."""
    piece = music.of_mood("festive", 2)
    sound = compose(70, piece).mean(axis=1)
    beat = music.beat(piece) * RATE
    rises = []
    for number in range(96, 104, 2):
        at = round(number * beat)
        rises.append(np.abs(sound[at : at + 3000]).max() / np.abs(sound[at - 3000 : at]).max())

    assert float(np.mean(rises)) > 1.3, rises


@pytest.mark.parametrize(
    ("palette", "weather", "expected"),
    [
        ([BRIGHT], "rainy", {"rain"}),
        ([WARM], "snow", {"snow"}),
        ([BRIGHT], "sunny", {"clear", "festive"}),
        ([DARK, DARK], "sunny", {"night"}),
        ([WARM], "", {"festive"}),
        ([WHITE], "", {"snow"}),
        ([], "", {"clear", "rain", "festive"}),
        ([], "hail", {"clear", "rain", "festive"}),
    ],
)
def test_choice(palette: list[tuple[int, int, int]], weather: str, expected: set[str]) -> None:
    """Weather and colours choose the mood, and the seed between those that fit."""
    found = {music.choose(palette, weather, seed).mood for seed in range(40)}

    assert expected == found


def test_bright_pictures_are_played_higher() -> None:
    """The key follows the brightness of the palette, the tempo how colourful it is."""
    keys = [
        np.mean([music.choose([colour], "snow", seed).key for seed in range(40)])
        for colour in ((70, 70, 70), (230, 230, 230))
    ]
    beats = [
        np.mean([music.beat(music.of_mood("clear", seed, 0.5, part)) for seed in range(40)])
        for part in (0.0, 1.0)
    ]

    assert keys[0] < keys[1]
    assert beats[0] > beats[1]


def _tone(seconds: float) -> np.ndarray:
    at = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    return np.repeat(0.3 * np.sin(2 * np.pi * 5000 * at)[:, None], 2, axis=1).astype(np.float32)


def _between(sound: np.ndarray, low: float, high: float) -> np.ndarray:
    """What of a sound lies between two pitches in hertz."""
    spectrum = np.fft.rfft(sound, axis=0)
    pitches = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(pitches < low) | (pitches > high)] = 0
    return np.fft.irfft(spectrum, len(sound), axis=0)


def test_ducks() -> None:
    """While a clip sounds the music is about 10 dB lower, and before and after it as it was."""
    piece = music.of_mood("rain", 1)
    blocks = iter(np.array_split(_tone(5), 7))
    alone = compose(30, piece)
    mixed = compose(30, piece, [Duck(10.0, blocks)])
    second = RATE
    under = slice(11 * second, 14 * second)
    low = [decibels(_between(sound[under], 0, 3500)) for sound in (alone, mixed)]
    heard = _between(mixed, 4500, 6000)[:, 0]

    assert -10 == pytest.approx(low[1] - low[0], abs=1.5)
    assert np.array_equal(alone[: 9 * second], mixed[: 9 * second])
    assert np.array_equal(alone[17 * second :], mixed[17 * second :])
    assert 0.12 == pytest.approx(float(heard[11 * second : 14 * second].std()), abs=0.02)
    assert float(heard[16 * second :].std()) < 0.01
    assert float(np.abs(mixed).max()) <= PEAK


def test_ducks_may_meet_and_be_cut() -> None:
    """Two clips in a row keep the music low between them; a clip is cut to the time it has; one
    that is silent leaves the music alone."""
    piece = music.of_mood("night", 1)
    alone = compose(30, piece)
    silence = [np.zeros((RATE, 2), np.float32)]
    ducks = [
        Duck(9.0, [_tone(4)], 2.0),
        Duck(11.2, [_tone(2)]),
        Duck(20.0, silence),
    ]
    mixed = compose(30, piece, ducks)
    second = RATE
    between = slice(round(10.95 * second), round(11.25 * second))
    low = [decibels(_between(sound[between], 0, 3500)) for sound in (alone, mixed)]

    assert low[1] - low[0] < -8
    assert float(_between(mixed, 4500, 6000)[14 * second :, 0].std()) < 0.01
    assert np.array_equal(alone[15 * second :], mixed[15 * second :])


def test_fast() -> None:
    """Half a minute of any music costs a fraction of a second of work."""
    started = time.process_time()
    for mood in music.moods():
        compose(30, music.of_mood(mood, 1))

    assert time.process_time() - started < 3
