"""Rule: what a clip is, and its pictures, one for each frame of a film."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from studio.look import camera_notes, claims, clip_tags, codecs, movies
from studio.look.claims import Claim
from studio.look.clip_files import decoded, opened, video
from studio.look.clip_pictures import Developer, stretch, upright
from studio.look.movies import Movie
from studio.look.sniffing import BrokenPicture, PictureTooLarge
from studio.order import MOST_CLIP_PIXELS, MOST_CLIP_SECONDS
from studio.planes import Planes

# A phone that is told to record so long writes a few frames more.
GRACE_SECONDS: Final = 0.5
# 15.5 s of the slowest motion that phones record, 960 pictures a second.
MOST_FRAMES: Final = 15_000


@dataclass(frozen=True, slots=True)
class Clip:
    """Width and height are those of the upright picture.

    taken_ms: what its own clock shows, as `Picture` has it; claims: all that it says of its time;
    unheard: it has sound, but none that may be decoded; content: what its phone calls it and the
    photo that belongs to it; still: the second at which that photo was taken, if it says so.
    """

    width: int
    height: int
    seconds: float
    taken_ms: int | None
    latitude: float | None
    longitude: float | None
    has_sound: bool
    claims: tuple[Claim, ...] = ()
    unheard: bool = False
    content: str = ""
    still: float | None = None
    pictures: int = 0


def inspect(
    movie: Movie, *, max_seconds: float = MOST_CLIP_SECONDS, max_pixels: int = MOST_CLIP_PIXELS
) -> Clip:
    """What the clip is; proves on the way that it begins with a picture and is not cut off."""
    path, start, end = movies.span(movie)
    with opened(movie) as container:
        stream = video(container)
        if stream.width * stream.height > max_pixels:
            size = f"{stream.width}x{stream.height}"
            raise PictureTooLarge(f"{size} > {max_pixels}", "clip pixels", max_pixels)
        seconds = _seconds(container, stream)
        if seconds > max_seconds + GRACE_SECONDS:
            raise PictureTooLarge(f"{seconds:.1f} s > {max_seconds:g} s", "seconds", max_seconds)
        if len(stream.index_entries) > MOST_FRAMES:
            raise PictureTooLarge(f"{MOST_FRAMES} frames")
        width, height = upright(next(decoded(container, stream)), stretch(stream))
        if width * height > max_pixels:
            # Its stored pixels may be few, and said to be as wide as a street.
            size = f"{width}x{height}"
            raise PictureTooLarge(f"{size} > {max_pixels}", "clip pixels", max_pixels)
        _check_whole(stream, end - start)
        tracks = [track.metadata for track in container.streams]
        note = camera_notes.created(path, start, end)
        times = clip_tags.times(container.metadata, tracks, note)
        heard = codecs.sounds(container)
        return Clip(
            width,
            height,
            seconds,
            claims.clock_ms(times, claims.uploaded(path)),
            *clip_tags.place(container.metadata),
            bool(heard),
            times,
            bool(container.streams.audio) and not heard,
            clip_tags.content(container.metadata),
            clip_tags.still(container, stream),
            len(stream.index_entries),
        )


def frames(movie: Movie, fps: int, size: tuple[int, int]) -> Iterator[Planes]:
    """One frame of this (even) size for each 1/fps of the clip, cut to its shape in the middle."""
    with opened(movie) as container:
        stream = video(container)
        stream.thread_type = "AUTO"
        developer = Developer(size, stream)
        shown: VideoFrame | None = None
        count, began = 0, 0.0
        for frame in decoded(container, stream):
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


def _seconds(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _check_whole(stream: VideoStream, size: int) -> None:
    """The index says where each picture lies: a file that was cut off ends before some of them."""
    missing = sum(entry.pos + entry.size > size for entry in stream.index_entries)
    if missing:
        raise BrokenPicture(f"{missing} of {len(stream.index_entries)} frames are missing")
