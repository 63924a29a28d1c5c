"""Rule: one thread paints, one makes the sound, one encodes and writes; queues lie between."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import ThreadType
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from studio.planes import Planes
from studio.sound import RATE
from studio.threads import Prefetched

QUEUE = 14
# Frames that exist: those in the queue, one being painted and one being encoded. So the one that
# is painted next is the one that was encoded longest ago.
POOL = QUEUE + 2
PRESET = "veryfast"
CRF = "22"
# Fixed, not the number of cores: the encoder's decisions depend on it, and so do the frames.
THREADS = 4
# Frames between the thread that looks ahead and those that encode: with the few that are usual it
# makes them wait where frames differ in what they cost.
LOOKAHEAD = 14
KEY_SECONDS = 5
COVER_QUALITY = 88
AUDIO_BITS = 128_000
AUDIO_BLOCK = 1024
# Blocks of sound that may be ready before their pictures: most of them are made at the beginning,
# while the encoder waits for its first frames. They are small.
SOUND_QUEUE = 4096
# The numbers of ITU-T H.273 for BT.709, and limited range.
BT709 = 1
LIMITED = 1

Paint = Callable[[int, Planes], None]
Sound = Iterator[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Reel:
    """What is to be written: how each frame is painted, the music in blocks, and which frame
    becomes the cover. `still` is asked when the music is under way, before the first frame."""

    size: tuple[int, int]
    fps: int
    frames: int
    paint: Paint
    sound: Sound
    still: Callable[[], int]
    cover: Path


def encode(path: Path, reel: Reel, report: Callable[[int], None]) -> None:
    """Paint, encode and write everything as MP4; `report` hears the number of each frame."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = video_stream(container, reel.size, reel.fps)
        audio = _audio_stream(container)
        with Prefetched(_encoded(audio, reel.sound), SOUND_QUEUE, "sound") as sound:
            still = reel.still()
            track = _Track(container, iter(sound))
            with Prefetched(_painted(reel), QUEUE, "painter") as frames:
                for number, frame in enumerate(frames):
                    if number == still:
                        _photograph(frame, reel.cover)
                    container.mux(video.encode(frame))
                    track.advance((number + 1) / reel.fps)
                    report(number)
            container.mux(video.encode(None))
            track.finish()


def video_stream(container: OutputContainer, size: tuple[int, int], fps: int) -> VideoStream:
    """H.264 of `size` pixels, 4:2:0, BT.709, limited range."""
    stream = container.add_stream("libx264", rate=fps)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.options = {"preset": PRESET, "crf": CRF, "x264-params": f"sync-lookahead={LOOKAHEAD}"}
    context = stream.codec_context
    context.gop_size = fps * KEY_SECONDS
    # Frame threads, not the library's default of slices: smaller files for the same work.
    context.thread_type = ThreadType.FRAME
    context.thread_count = THREADS
    context.color_range = LIMITED
    context.color_primaries = BT709
    context.color_trc = BT709
    context.colorspace = BT709
    return stream


def _photograph(frame: VideoFrame, cover: Path) -> None:
    """Save a frame as a picture. Nothing in a frame that we painted says which matrix it has."""
    rgb = frame.reformat(format="rgb24", src_colorspace=BT709, src_color_range=LIMITED)
    Image.fromarray(rgb.to_ndarray()).save(cover, format="JPEG", quality=COVER_QUALITY)


def _painted(reel: Reel) -> Iterator[VideoFrame]:
    """Every frame, in the memory of the one that lies POOL frames back."""
    canvases = [VideoFrame(*reel.size, "yuv420p") for _ in range(POOL)]
    # Planes know what lies in them from painting before.
    known = [(canvas, view_of(canvas)) for canvas in canvases]
    for number, (frame, planes) in zip(range(reel.frames), cycle(known), strict=False):
        reel.paint(number, planes)
        frame.pts = number
        yield frame


def view_of(frame: VideoFrame) -> Planes:
    """The frame's own memory as arrays; its lines may be longer than the picture."""
    y, u, v = (
        np.asarray(memoryview(plane)).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    )
    return Planes(y, u, v)


def _audio_stream(container: OutputContainer) -> AudioStream:
    stream: AudioStream = container.add_stream("aac", rate=RATE)
    stream.layout = "stereo"
    stream.bit_rate = AUDIO_BITS
    # The thorough coder takes twice the time and is not heard on plucked strings.
    stream.options = {"aac_coder": "fast"}
    # Before another thread uses it: the container opens what is not open when it begins.
    stream.codec_context.open()
    return stream


class _Heard(NamedTuple):
    """Sound up to a time in seconds."""

    until: float
    packets: list[Packet[AudioStream]]


def _encoded(stream: AudioStream, sound: Sound) -> Iterator[_Heard]:
    written = 0
    for block in _blocks(sound):
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
        frame.sample_rate = RATE
        frame.pts = written
        written += len(block)
        yield _Heard(written / RATE, stream.encode(frame))
    yield _Heard(math.inf, stream.encode(None))


def _blocks(sound: Sound) -> Iterator[NDArray[np.float32]]:
    """The same sound in blocks of the encoder's size; the last one may be shorter."""
    rest = np.zeros((0, 2), np.float32)
    for part in sound:
        rest = np.concatenate((rest, part))
        whole = len(rest) - len(rest) % AUDIO_BLOCK
        for at in range(0, whole, AUDIO_BLOCK):
            yield rest[at : at + AUDIO_BLOCK]
        rest = rest[whole:]
    if len(rest):
        yield rest


class _Track:
    """The sound track, kept just ahead of the picture so that players need not seek."""

    def __init__(self, container: OutputContainer, sound: Iterator[_Heard]) -> None:
        self._container = container
        self._sound = sound
        self._until = 0.0

    def advance(self, seconds: float) -> None:
        """Write the sound up to so many seconds."""
        while self._until < seconds:
            self._until, packets = next(self._sound)
            self._container.mux(packets)

    def finish(self) -> None:
        """Write all that is left of it."""
        self.advance(math.inf)
