"""Rule: a clip is read from its own bytes alone; nothing that is written in it opens anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from studio.look import codecs, movies
from studio.look.boxes import check_clip_index
from studio.look.movies import Movie
from studio.look.sniffing import BrokenPicture, PictureError, check_clip
from studio.order import MOST_CLIP_PIXELS

OPTIONS: Final = {
    "protocol_whitelist": "",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2",
    # Binds what the demuxer opens to look at the streams; what we open is chosen in `codecs`.
    "codec_whitelist": codecs.DECODERS,
    "max_pixels": str(MOST_CLIP_PIXELS),
    "enable_drefs": "0",
}


@contextmanager
def opened(movie: Movie) -> Iterator[InputContainer]:
    """Whatever the decoders raise inside leaves as one of the errors of pictures."""
    if isinstance(movie, Path):
        check_clip(movie)
    try:
        check_clip_index(*movies.span(movie))
        with (
            movies.readable(movie) as file,
            av.open(file, "r", format="mov", options=OPTIONS, io_open=refuse) as container,
        ):
            yield container
    except (PictureError, MemoryError):
        raise
    except Exception as error:  # Decoders fail in many ways on hostile bytes; all mean the same.
        raise BrokenPicture(f"{type(error).__name__}: {error}") from error


def refuse(url: str, _flags: int, _options: Any) -> Any:
    """For a container: nothing but its own bytes is opened."""
    raise PermissionError(url)


def video(container: InputContainer) -> VideoStream:
    return codecs.pictures(container, MOST_CLIP_PIXELS)


def decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
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
