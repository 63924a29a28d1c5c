"""Rule: a clip's sound is heard from its first picture on, at the rate of films."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from av.audio.resampler import AudioResampler

from studio.look.clip_files import decoded, opened, video
from studio.sound import RATE, Samples


def sound(path: Path) -> Iterator[Samples]:
    """The clip's sound in blocks (n, 2) at RATE, from its first picture on; nothing if it is
    silent. It ends where the sound is damaged."""
    with opened(path) as container:
        stream = container.streams.best("audio")
        if stream is None:
            return
        pictures = video(container)
        began = float((pictures.start_time or 0) * (pictures.time_base or 0))
        resampler = AudioResampler("fltp", "stereo", RATE)
        owed: int | None = None
        for frame in chain(decoded(container, stream), (None,)):
            if owed is None and frame is not None:
                owed = round(((frame.time or 0.0) - began) * RATE)
                if owed > 0:
                    yield np.zeros((min(owed, RATE), 2), np.float32)
            for part in resampler.resample(frame):
                block = part.to_ndarray().T
                early = min(max(-(owed or 0), 0), len(block))
                owed = (owed or 0) + early
                yield block[early:].astype(np.float32, copy=False)
