"""Rule: a clip is read from its own bytes alone; nothing that is written in it opens anything."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import (
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from av.video.stream import VideoStream
from PIL import ImageFilter

from studio.look import exif, hdr
from studio.look.boxes import check_clip_index
from studio.look.sniffing import (
    BrokenPicture,
    NotAPicture,
    PictureError,
    PictureTooLarge,
    check_clip,
)
from studio.planes import Planes
from studio.rectangle import Rectangle
from studio.sound import RATE, Samples

# A phone that is told to record 15 s writes a few frames more.
MOST_SECONDS: Final = 15.5
MOST_PIXELS: Final = 4096 * 2304
# 15.5 s of the slowest motion that phones record, 960 pictures a second.
MOST_FRAMES: Final = 15_000
# Cameras give one of these; the other few hundred decoders are never reached.
DECODERS: Final = (
    "h264,hevc,mpeg4,h263,mjpeg,libdav1d,av1,aac,mp3float,mp3,alac,amrnb,amrwb,pcm_s16le,pcm_s16be"
)
OPTIONS: Final = {
    "protocol_whitelist": "",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2",
    "codec_whitelist": DECODERS,
    "max_pixels": str(MOST_PIXELS),
    "enable_drefs": "0",
}
HDR: Final[dict[int, hdr.Curve]] = {ColorTrc.SMPTE2084: "pq", ColorTrc.ARIB_STD_B67: "hlg"}
SMALL_PICTURE: Final = 720
TAKEN: Final = ("com.apple.quicktime.creationdate", "creation_time")
PLACE: Final = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
ISO6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-][\d.]+)?/?")


@dataclass(frozen=True, slots=True)
class Clip:
    """Width and height are those of the upright picture."""

    width: int
    height: int
    seconds: float
    taken_ms: int | None
    latitude: float | None
    longitude: float | None
    has_sound: bool


def inspect(
    path: Path, *, max_seconds: float = MOST_SECONDS, max_pixels: int = MOST_PIXELS
) -> Clip:
    """What the clip is; proves on the way that it begins with a picture and is not cut off."""
    with _opened(path) as container:
        stream = _video(container)
        if stream.width * stream.height > max_pixels:
            raise PictureTooLarge(f"{stream.width}x{stream.height} > {max_pixels}")
        seconds = _seconds(container, stream)
        if seconds > max_seconds:
            raise PictureTooLarge(f"{seconds:.1f} s > {max_seconds:g} s")
        if len(stream.index_entries) > MOST_FRAMES:
            raise PictureTooLarge(f"{MOST_FRAMES} frames")
        first = next(_decoded(container, stream))
        _check_whole(stream, path.stat().st_size)
        return Clip(
            *_upright(first, _stretch(stream)),
            seconds,
            _taken_ms(container.metadata, path.stat().st_mtime_ns // 1_000_000),
            *_place(container.metadata),
            bool(container.streams.audio),
        )


def frames(path: Path, fps: int, size: tuple[int, int]) -> Iterator[Planes]:
    """One frame of this (even) size for each 1/fps of the clip, cut to its shape in the middle."""
    with _opened(path) as container:
        stream = _video(container)
        stream.thread_type = "AUTO"
        developer = _Developer(size, stream)
        shown: VideoFrame | None = None
        count, began = 0, 0.0
        for frame in _decoded(container, stream):
            if shown is None:
                began = frame.time or 0.0
            elif frame.time is not None:
                ready = math.ceil((frame.time - began) * fps - 0.5)
                yield from developer.repeated(shown, ready - count)
                count = max(ready, count)
            shown = frame
        if shown is not None:
            whole = round(_seconds(container, stream) * fps)
            yield from developer.repeated(shown, max(whole - count, int(count == 0)))


def sound(path: Path) -> Iterator[Samples]:
    """The clip's sound in blocks (n, 2) at RATE, from its first picture on; nothing if it is
    silent. It ends where the sound is damaged."""
    with _opened(path) as container:
        stream = container.streams.best("audio")
        if stream is None:
            return
        video = _video(container)
        began = float((video.start_time or 0) * (video.time_base or 0))
        resampler = AudioResampler("fltp", "stereo", RATE)
        owed: int | None = None
        for frame in chain(_decoded(container, stream), (None,)):
            if owed is None and frame is not None:
                owed = round(((frame.time or 0.0) - began) * RATE)
                if owed > 0:
                    yield np.zeros((min(owed, RATE), 2), np.float32)
            for part in resampler.resample(frame):
                block = part.to_ndarray().T
                early = min(max(-(owed or 0), 0), len(block))
                owed = (owed or 0) + early
                yield block[early:].astype(np.float32, copy=False)


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """Whatever the decoders raise inside leaves as one of the errors of pictures."""
    check_clip(path)
    try:
        check_clip_index(path)
        with (
            path.open("rb") as file,
            av.open(file, "r", format="mov", options=OPTIONS, io_open=_refuse) as container,
        ):
            yield container
    except (PictureError, MemoryError):
        raise
    except Exception as error:  # Decoders fail in many ways on hostile bytes; all mean the same.
        raise BrokenPicture(f"{type(error).__name__}: {error}") from error


def _refuse(url: str, _flags: int, _options: Any) -> Any:
    raise PermissionError(url)


def _video(container: InputContainer) -> VideoStream:
    stream = container.streams.best("video")
    if not isinstance(stream, VideoStream):
        raise NotAPicture("no video")
    return stream


def _seconds(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
    """The frames of a stream; a damaged packet is passed over, but one frame there must be."""
    none = True
    for packet in container.demux(stream):
        try:
            found = packet.decode()
        except av.error.InvalidDataError:
            continue
        none = none and not found
        yield from found
    if none:
        raise BrokenPicture("nothing in it can be decoded")


def _check_whole(stream: VideoStream, size: int) -> None:
    """The index says where each picture lies: a file that was cut off ends before some of them."""
    missing = sum(entry.pos + entry.size > size for entry in stream.index_entries)
    if missing:
        raise BrokenPicture(f"{missing} of {len(stream.index_entries)} frames are missing")


def _quarters(frame: VideoFrame) -> int:
    """How often a frame is to be turned by 90 degrees against the clock."""
    return round(frame.rotation / 90) % 4


def _stretch(stream: VideoStream) -> float:
    """How much broader than high the stored pixels are."""
    return float(stream.sample_aspect_ratio or 1)


def _upright(frame: VideoFrame, stretch: float) -> tuple[int, int]:
    """The size in square pixels."""
    size = (max(round(frame.width * stretch), 1), frame.height)
    return size if _quarters(frame) % 2 == 0 else size[::-1]


class _Developer:
    """Turns decoded frames of any kind into planes of one size: 8 bits, BT.709, upright."""

    def __init__(self, size: tuple[int, int], stream: VideoStream) -> None:
        self._size = size
        self._stretch = _stretch(stream)
        self._reformatter = VideoReformatter()
        self._table: ImageFilter.Color3DLUT | None = None

    def repeated(self, frame: VideoFrame, times: int) -> Iterator[Planes]:
        if times > 0:
            planes = self._developed(frame)
            for _ in range(times):
                yield planes

    def _developed(self, frame: VideoFrame) -> Planes:
        quarters = _quarters(frame)
        width, height = self._covering(_upright(frame, self._stretch))
        stored = (width, height) if quarters % 2 == 0 else (height, width)
        curve = HDR.get(frame.color_trc)
        found = self._bright(frame, stored, curve) if curve else self._plain(frame, stored)
        y, u, v = (np.rot90(plane, quarters) for plane in found.all())
        left, top = ((width - self._size[0]) // 4 * 2, (height - self._size[1]) // 4 * 2)
        return Planes(y, u, v).window(Rectangle(left, top, *self._size))

    def _covering(self, clip: tuple[int, int]) -> tuple[int, int]:
        scale = max(self._size[0] / clip[0], self._size[1] / clip[1])
        width, height = (math.ceil(side * scale / 2 - 1e-6) * 2 for side in clip)
        return width, height

    def _plain(self, frame: VideoFrame, size: tuple[int, int]) -> Planes:
        return _planes(
            self._reformatter.reformat(
                frame,
                *size,
                "yuv420p",
                src_colorspace=_colorspace(frame),
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
                interpolation=_sampling(frame, size),
            )
        )

    def _bright(self, frame: VideoFrame, size: tuple[int, int], curve: hdr.Curve) -> Planes:
        """The library's own way from HDR needs two seconds before its first frame."""
        if self._table is None:
            self._table = hdr.table(curve)
        small = self._reformatter.reformat(
            frame,
            *size,
            "yuv444p",
            dst_color_range=ColorRange.MPEG,
            interpolation=_sampling(frame, size),
        )
        return hdr.to_sdr(*_planes(small).all(), self._table)


def _sampling(frame: VideoFrame, size: tuple[int, int]) -> Interpolation:
    return Interpolation.AREA if size[0] < frame.width else Interpolation.BICUBIC


def _colorspace(frame: VideoFrame) -> int | None:
    """Small clips that do not say which matrix they use have that of television before HD."""
    if frame.colorspace != Colorspace.DEFAULT:
        return None
    return Colorspace.ITU601 if frame.height < SMALL_PICTURE else Colorspace.ITU709


def _planes(frame: VideoFrame) -> Planes:
    y, u, v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
    return Planes(y, u, v)


def _taken_ms(metadata: dict[str, str], written_ms: int) -> int | None:
    """A zone is passed over: the local clock is read as UTC, as that of photos is."""
    for text in filter(None, map(metadata.get, TAKEN)):
        try:
            moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        except ValueError:
            continue
        if (taken := exif.believed(moment, written_ms)) is not None:
            return taken
    return None


def _place(metadata: dict[str, str]) -> tuple[float | None, float | None]:
    for text in filter(None, map(metadata.get, PLACE)):
        found = ISO6709.fullmatch(text)
        if found:
            latitude, longitude = float(found[1]), float(found[2])
            # A phone that does not know where it is writes noughts.
            if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude):
                return latitude, longitude
    return None, None
