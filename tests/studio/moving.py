"""Motion photos as phones write them, and clips of any codec; all made here, of drawn pictures."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import NamedTemporaryFile

import av
import numpy as np
import pillow_heif
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

RATE = 44_100
BLUE, RED = (30, 30, 200), (200, 30, 30)
XMP = b"http://ns.adobe.com/xap/1.0/\0"
# How Samsung begins the movie among its own notes, and how those end.
SAMSUNG = b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data"
SEF = b"SEFH\x6b\0\0\0\x01\0\0\0\0\0\x30\x0a" + bytes(8) + b"\x24\0\0\0SEFT"
APPLE = "A1B2C3D4-0000-4000-8000-00000000F00D"


def jpeg(colour: str = "green", *, note: bytes = b"", taken: str = "") -> bytes:
    """A picture with noise, so that no two are alike; `note` is what its maker writes in EXIF."""
    exif = Image.Exif()
    if note:
        exif.get_ifd(0x8769)[0x927C] = note
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def heic(words: str = "") -> bytes:
    """A picture whose XMP says so."""
    out = io.BytesIO()
    image = Image.new("RGB", (640, 480), "green")
    if words:
        image.info["xmp"] = xmp(words)
    pillow_heif.from_pillow(image).save(out, quality=80)
    return out.getvalue()


def apple_note(content: str = APPLE) -> bytes:
    """What an iPhone notes for itself: here one number, and what the live photo is called."""
    text = content.encode() + b"\0"
    entries = struct.pack(">HHIi", 0x0001, 9, 1, 14)
    entries += struct.pack(">HHII", 0x0011, 2, len(text), 44)
    return b"Apple iOS\0\0\x01MM" + struct.pack(">H", 2) + entries + bytes(4) + text


def xmp(words: str) -> bytes:
    """A description that goes on with these words and closes itself."""
    names = "".join(
        f' xmlns:{name}="http://ns.{where}/1.0/"'
        for name, where in (
            ("GCamera", "google.com/photos/1.0/camera"),
            ("OpCamera", "oplus.com/photos/1.0/camera"),
            ("Container", "google.com/photos/1.0/container"),
            ("Item", "google.com/photos/1.0/container/item"),
        )
    )
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-'
        f'rdf-syntax-ns#"><rdf:Description rdf:about=""{names} {words}</rdf:RDF></x:xmpmeta>'
    ).encode()


def told(data: bytes, words: str) -> bytes:
    """A JPEG whose XMP says so."""
    text = XMP + xmp(words)
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(text) + 2) + text + data[2:]


def directory(length: int, moment: int = 1_000_000, more: str = "") -> str:
    """Google's: the movie's length as it is told, and when the photo was taken, in microseconds."""
    return (
        f'GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1" {more}'
        f'GCamera:MotionPhotoPresentationTimestampUs="{moment}"><Container:Directory><rdf:Seq>'
        '<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" '
        'Item:Semantic="Primary"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item '
        f'Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="{length}"/></rdf:li>'
        "</rdf:Seq></Container:Directory></rdf:Description>"
    )


def motion_photos(movie: bytes, still: bytes = b"") -> dict[str, bytes]:
    """How each maker lays this movie into a picture, or into this JPEG; all say that it was taken
    at 1 s."""
    still = still or jpeg()
    older = (
        f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(movie)}" '
        'GCamera:MicroVideoPresentationTimestampUs="1000000"/>'
    )
    elements = (
        "><GCamera:MicroVideo>1</GCamera:MicroVideo><GCamera:MicroVideoPresentationTimestampUs>"
        "1000000</GCamera:MicroVideoPresentationTimestampUs></rdf:Description>"
    )
    oppo = 'OpCamera:MotionPhotoPrimaryPresentationTimestampUs="1000000" '
    live = b"".join(word.ljust(20) for word in (b"v3_f25", b"0:0", b"LIVE_9"))
    box = struct.pack(">I4s", 8 + len(movie), b"mpvd") + movie
    notes = struct.pack(">I4s", 8 + len(SEF), b"sefd") + SEF
    return {
        "google": told(still, directory(len(movie))) + movie,
        "wrong length": told(still, directory(len(movie) // 2)) + movie,
        "behind a gain map": told(still, directory(len(movie))) + jpeg("grey") + movie,
        "padded": told(still, directory(len(movie))) + bytes(64) + movie + bytes(32),
        "xiaomi": told(still, older) + movie,
        "elements": told(still, elements) + movie,
        "oppo, vivo": told(still, directory(len(movie), -1, oppo)) + movie + b'vivo{"id":1}',
        "samsung": told(still, directory(len(movie))) + SAMSUNG + movie + SEF,
        "samsung heic": heic(directory(len(movie) + 199)) + box + notes,
        "heic": heic() + movie,
        "huawei, honor": still + movie + live,
    }


def recorded(
    seconds: float = 2.0,
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    sounds: Sequence[tuple[str, str]] = (),
    red_from: float = 0.0,
    halves: bool = False,
    colours: Sequence[tuple[int, int, int]] = (BLUE, RED),
    metadata: dict[str, str] | None = None,
) -> bytes:
    """A clip that is blue, or of the first colour, and red from a second on, or in its left half.

    Each sound is (codec, layout of its channels): a tone of 440 Hz in all of them, of the second
    and later tracks 880 Hz.
    """
    with (
        NamedTemporaryFile(suffix=".mov") as file,
        av.open(file.name, "w", options={"movflags": "use_metadata_tags"}) as out,
    ):
        out.metadata.update(metadata or {})
        video = out.add_stream(codec, rate=25)
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt = 320, 240, pixels
        tracks = [out.add_stream(name, rate=RATE, layout=layout) for name, layout in sounds]
        for number in range(round(seconds * 25)):
            colour = colours[number >= red_from * 25]
            picture = np.full((240, 320, 3), colour, np.uint8)
            if halves:
                picture[:, 160:] = colours[0]
            frame = VideoFrame.from_ndarray(picture, "rgb24").reformat(format=pixels)
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        for number, track in enumerate(tracks):
            assert isinstance(track, AudioStream)
            for tone in _tones(track, seconds, 880 if number else 440):
                out.mux(track.encode(tone))
            out.mux(track.encode(None))
        out.close()
        return Path(file.name).read_bytes()


def _tones(track: AudioStream, seconds: float, hertz: int) -> list[AudioFrame]:
    found = []
    for start in range(0, round(seconds * RATE), 1024):
        wave = 0.2 * np.sin(2 * np.pi * hertz * (start + np.arange(1024)) / RATE)
        every = np.repeat(wave.astype(np.float32), track.layout.nb_channels)[None]
        frame = AudioFrame.from_ndarray(every, "flt", track.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        found.append(frame)
    return found


def renamed(data: bytes, codec: bytes, to: bytes, track: int = 0) -> bytes:
    """The same clip, whose n-th track of that codec is said to be of another."""
    places = [at for at in range(len(data)) if data.startswith(b"stsd", at)]
    at = [at for at in places if data[at + 16 : at + 20] == codec][track]
    said = data[: at + 16] + to + data[at + 20 :]
    # An older way to say it stands behind, and would be believed.
    esds = said.find(b"esds", at, at + 200)
    return said if esds < 0 else said[:esds] + b"dapa" + said[esds + 4 :]
