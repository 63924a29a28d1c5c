"""Rule: a clip's sound is heard from its first picture on, at the rate of films, however it was
recorded: the same tone in every channel is as loud in stereo as it was in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from studio.look import codecs
from studio.look.clip_files import decoded, opened, video
from studio.look.movies import Movie
from studio.look.sniffing import BrokenPicture
from studio.sound import RATE, Samples

# How loud a channel is on the left and on the right (ITU-R BS.775); low effects are left out.
# The library's own mixing makes mono softer by 3 dB, and in floats 5.1 louder by 7.7.
BESIDE: Final = 0.7071
MIX: Final = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (BESIDE, BESIDE),
    "LFE": (0.0, 0.0),
    "BL": (BESIDE, 0.0),
    "BR": (0.0, BESIDE),
    "SL": (BESIDE, 0.0),
    "SR": (0.0, BESIDE),
    "BC": (0.5, 0.5),
}


def sound(movie: Movie) -> Iterator[Samples]:
    """The clip's sound in blocks (n, 2) at RATE, from its first picture on; nothing if it is
    silent. It ends where the sound is damaged. Of several tracks it is the first that can be
    decoded."""
    for number in range(_tracks(movie)):
        with opened(movie) as container:
            blocks = _blocks(container, codecs.sounds(container)[number])
            try:
                first = next(blocks, None)
            except (BrokenPicture, av.error.FFmpegError):
                continue
            if first is not None:
                yield first
                yield from blocks
                return


def _tracks(movie: Movie) -> int:
    with opened(movie) as container:
        return len(codecs.sounds(container))


def _blocks(container: InputContainer, stream: AudioStream) -> Iterator[Samples]:
    pictures = video(container)
    began = float((pictures.start_time or 0) * (pictures.time_base or 0))
    owed: int | None = None
    for block, at in _stereo(container, stream):
        if owed is None:
            owed = round((at - began) * RATE)
            if owed > 0:
                yield np.zeros((min(owed, RATE), 2), np.float32)
        early = min(max(-owed, 0), len(block))
        owed += early
        yield block[early:]


def _stereo(container: InputContainer, stream: AudioStream) -> Iterator[tuple[Samples, float]]:
    """(block, the second of the frame that it came with)."""
    resampler: AudioResampler | None = None
    mix: NDArray[np.float32] | None = None
    at = 0.0
    frames: Iterator[AudioFrame] = decoded(container, stream)
    for frame in chain(frames, (None,)):
        if resampler is None or mix is None:
            if frame is None:
                return
            # In one plane: the array of a frame in several can end the process (PyAV 18.1.0).
            resampler = AudioResampler("flt", frame.layout, RATE)
            mix, at = _mix(frame.layout), frame.time or 0.0
        for part in resampler.resample(frame):
            block = part.to_ndarray().reshape(-1, len(mix)) @ mix
            yield block.astype(np.float32, copy=False), at


def _mix(layout: AudioLayout) -> NDArray[np.float32]:
    """(channels, 2): no more of all channels together than of one alone."""
    names = [channel.name for channel in layout.channels]
    if len(names) == 1:
        return np.ones((1, 2), np.float32)
    # A camera may not say where its channels belong: they lie left and right in turn.
    weights = [MIX.get(name, (1.0 - at % 2, 1.0 * (at % 2))) for at, name in enumerate(names)]
    mix: NDArray[np.float32] = np.array(weights, np.float32)
    mix /= np.maximum(mix.sum(0), np.float32(1e-6))
    return mix
