"""Music that is computed: its length, its loudness, and that it repeats."""

from __future__ import annotations

import hashlib
import time

import numpy as np
import pytest

from studio import music


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 3.0, 31.7])
def test_length_and_peak(seconds: float) -> None:
    """The music is stereo of exactly the length asked for and never louder than the peak."""
    sound = music.compose(seconds, 5)

    assert (round(seconds * music.RATE), 2) == sound.shape
    assert np.float32 == sound.dtype
    assert float(np.abs(sound).max(initial=0)) <= music.PEAK


def test_seed() -> None:
    """A seed names one piece of music; another seed is another piece."""
    digests = [hashlib.sha1(music.compose(8, seed).tobytes()).digest() for seed in (1, 1, 2)]

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_no_clicks() -> None:
    """It begins and ends in silence, is heard in between, and never jumps."""
    sound = music.compose(20, 3)

    assert 0 == np.abs(sound[0]).max() == np.abs(sound[-1]).max()
    assert 0.05 < float(sound.std()) < 0.3
    assert float(np.abs(np.diff(sound, axis=0)).max()) < 0.2


def test_fast() -> None:
    """Half a minute of music costs about a second of work at most."""
    started = time.process_time()
    music.compose(30, 1)

    assert time.process_time() - started < 1.5
