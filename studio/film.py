"""Rule: one thread paints frames, another encodes them; only queues lie between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import NamedTuple

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import ThreadType
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from studio.music import RATE
from studio.planes import Planes

QUEUE = 8
# Frames that exist: those in the queue, one being painted and one being encoded.
POOL = QUEUE + 2
PRESET = "veryfast"
CRF = "22"
# Fixed, not the number of cores: the encoder's decisions depend on it, and so do the frames.
THREADS = 4
KEY_SECONDS = 5
COVER_QUALITY = 88
AUDIO_BITS = 128_000
AUDIO_BLOCK = 1024
# The numbers of ITU-T H.273 for BT.709, and limited range.
BT709 = 1
LIMITED = 1

Paint = Callable[[int, Planes], None]
Sound = Iterator[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Reel:
    """What is to be written: how each frame is painted, the music in blocks, and which frame
    becomes the cover."""

    size: tuple[int, int]
    fps: int
    frames: int
    paint: Paint
    sound: Sound
    still: int
    cover: Path


def write(path: Path, reel: Reel, report: Callable[[int], None]) -> None:
    """Paint, encode and write everything; `report` hears the number of each frame."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = _video_stream(container, reel.size, reel.fps)
        track = _Track(container, reel.sound)
        with _Painter(reel) as painter:
            for number, canvas in enumerate(painter.frames()):
                frame = canvas.frame
                frame.pts = number
                if number == reel.still:
                    _photograph(frame, reel.cover)
                container.mux(video.encode(frame))
                painter.done(canvas)
                track.advance((number + 1) / reel.fps)
                report(number)
        container.mux(video.encode(None))
        track.finish()


def _video_stream(container: OutputContainer, size: tuple[int, int], fps: int) -> VideoStream:
    stream = container.add_stream("libx264", rate=fps)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.options = {"preset": PRESET, "crf": CRF}
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


class _Canvas(NamedTuple):
    """A frame and its memory as planes, which know what lies in them from painting before."""

    frame: VideoFrame
    planes: Planes


class _Painter:
    """The painting thread. Its frames come back to it by `done`, so none is allocated twice."""

    def __init__(self, reel: Reel) -> None:
        self._reel = reel
        self._ready: Queue[_Canvas | BaseException | None] = Queue(QUEUE)
        self._free: Queue[_Canvas | None] = Queue()
        for _ in range(POOL):
            frame = VideoFrame(*reel.size, "yuv420p")
            self._free.put(_Canvas(frame, _view(frame)))
        self._thread = Thread(target=self._run, name="painter", daemon=True)

    def __enter__(self) -> _Painter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop painting, also in the middle: nothing may be left to wait on a full queue."""
        self._free.put(None)
        while self._thread.is_alive():
            while not self._ready.empty():
                self._ready.get_nowait()
            self._thread.join(0.05)

    def frames(self) -> Iterator[_Canvas]:
        while (item := self._ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def done(self, canvas: _Canvas) -> None:
        self._free.put(canvas)

    def _run(self) -> None:
        try:
            for number in range(self._reel.frames):
                canvas = self._free.get()
                if canvas is None:
                    return
                self._reel.paint(number, canvas.planes)
                self._ready.put(canvas)
            self._ready.put(None)
        except BaseException as error:  # It is raised again in the encoding thread.
            self._ready.put(error)


def _view(frame: VideoFrame) -> Planes:
    """The frame's own memory as arrays; its lines may be longer than the picture."""
    y, u, v = (
        np.asarray(memoryview(plane)).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    )
    return Planes(y, u, v)


class _Track:
    """The sound track, kept just ahead of the picture so that players need not seek."""

    def __init__(self, container: OutputContainer, sound: Sound) -> None:
        self._container = container
        self._sound = sound
        stream = container.add_stream("aac", rate=RATE)
        stream.layout = "stereo"
        stream.bit_rate = AUDIO_BITS
        # The thorough coder takes twice the time and is not heard on plucked strings.
        stream.options = {"aac_coder": "fast"}
        self._stream: AudioStream = stream
        self._rest: NDArray[np.float32] = np.zeros((0, 2), np.float32)
        self._written = 0

    def advance(self, seconds: float) -> None:
        while self._written < seconds * RATE and self._encode():
            pass

    def finish(self) -> None:
        while self._encode():
            pass
        self._container.mux(self._stream.encode(None))

    def _encode(self) -> bool:
        """Encode one block; False when the music is over."""
        if len(self._rest) < AUDIO_BLOCK:
            following = next(self._sound, None)
            if following is not None:
                self._rest = np.concatenate((self._rest, following))
        block, self._rest = self._rest[:AUDIO_BLOCK], self._rest[AUDIO_BLOCK:]
        if len(block) == 0:
            return False
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
        frame.sample_rate = RATE
        frame.pts = self._written
        self._container.mux(self._stream.encode(frame))
        self._written += len(block)
        return True
