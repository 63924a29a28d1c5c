"""Rule: only what guests' devices record is decoded; all else is refused by the name of its codec.

The library hands the options of a container to its demuxer and to the probing of its streams alone:
the decoders that it opens afterwards know of no list. So each stream is judged here, by the name
of the decoder that it would get, before any packet of it reaches one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from studio.look.sniffing import NotAPicture, UnsupportedCodec

# Who records what is in docs/formats/motion.md.
PICTURES: Final = frozenset({"h264", "hevc", "mpeg4", "h263", "mjpeg", "libdav1d", "av1"})
SOUNDS: Final = frozenset(
    {"aac", "mp3float", "mp3", "alac", "amrnb", "amrwb", "opus"}
    | {f"pcm_s{bits}{order}e" for bits in (16, 24, 32) for order in "lb"}
    | {"pcm_f32le", "pcm_f32be", "pcm_u8", "pcm_s8", "pcm_mulaw", "pcm_alaw"}
)
# What the demuxer's own probing may open.
DECODERS: Final = ",".join(sorted(PICTURES | SOUNDS))


def pictures(container: InputContainer, most_pixels: int) -> VideoStream:
    """The track that is shown: of those that may be decoded the one with the most pictures.

    A camera may add a track of thumbnails, a phone one of few and larger pictures.
    Raises UnsupportedCodec where there are others alone, NotAPicture where there is none.
    """
    found = container.streams.video
    if not found:
        raise NotAPicture("no video")
    allowed = [stream for stream in found if name(stream) in PICTURES]
    if not allowed:
        raise UnsupportedCodec(name(found[0]))
    chosen = max(allowed, key=lambda stream: len(stream.index_entries))
    # An option of the container does not reach the decoder either.
    chosen.codec_context.options = {"max_pixels": str(most_pixels)}
    return chosen


def sounds(container: InputContainer) -> Sequence[AudioStream]:
    """The tracks that may be heard, those first that a player would choose.

    Phones lay a track that nobody else can decode beside the one for everybody.
    """
    allowed = [stream for stream in container.streams.audio if name(stream) in SOUNDS]
    return sorted(allowed, key=lambda stream: not stream.disposition & 1)


def name(stream: VideoStream | AudioStream) -> str:
    """Of the decoder that the stream would get; "unknown" where there is none at all."""
    context = stream.codec_context
    return context.codec.name if context is not None else "unknown"
