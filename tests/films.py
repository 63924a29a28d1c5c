"""Whether two films are the same one.

To the bit an encoder with a thread that looks ahead makes some frames another way each time
(docs/decisions/studio.md); what is seen and heard is the same.
"""

from __future__ import annotations

import io

import av
import numpy as np
from numpy.typing import NDArray

# Levels of 255: of one pixel of a frame, and on average over it. Another picture, or the same one
# a frame later, is further away.
MOST, MEAN = 32, 0.5


def frames_of(film: bytes) -> NDArray[np.int16]:
    """frames x lines x columns: the planes of each, as they lie in 4:2:0."""
    with av.open(io.BytesIO(film), "r") as container:
        return np.stack([frame.to_ndarray() for frame in container.decode(video=0)]).astype(
            np.int16
        )


def sound_of(film: bytes) -> list[bytes]:
    """What the encoder wrote of the sound."""
    with av.open(io.BytesIO(film), "r") as container:
        return [bytes(packet) for packet in container.demux(audio=0)]


def is_same_film(one: bytes, other: bytes) -> bool:
    """The same sound to the bit, and as many frames, each the same to the eye."""
    first, second = frames_of(one), frames_of(other)
    if first.shape != second.shape or sound_of(one) != sound_of(other):
        return False
    differences = np.abs(first - second)
    return bool(differences.max() < MOST and differences.mean(axis=(1, 2)).max() < MEAN)
