"""Clips are read from their own bytes: upright, in our colours, in time, and never further."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from tempfile import NamedTemporaryFile

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from studio.look import clip_sound, clips
from studio.look.sniffing import BrokenPicture, NotAPicture, PictureTooLarge

RED, BLUE = (63, 102, 240), (32, 240, 118)
QUARTER = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
CODED = {"mpeg4": "yuv420p", "libx264": "yuv420p", "libx265": "yuv420p10le"}


def clip(
    seconds: float = 1.0,
    *,
    size: tuple[int, int] = (64, 48),
    fps: int = 25,
    codec: str = "libx264",
    tone: float = 0.0,
    metadata: dict[str, str] | None = None,
    colours: tuple[int, int, int] = (1, 1, 1),
    top: tuple[int, int, int] = RED,
    movflags: str = "faststart+use_metadata_tags",
) -> bytes:
    """A clip whose upper half has one colour and whose lower half is blue, getting brighter."""
    with (
        NamedTemporaryFile(suffix=".mov") as file,
        av.open(file.name, "w", options={"movflags": movflags}) as container,
    ):
        container.metadata.update(metadata or {})
        video = container.add_stream(codec, rate=fps)
        assert isinstance(video, VideoStream)
        video.width, video.height = size
        video.pix_fmt = CODED[codec]
        context = video.codec_context
        context.color_range = 1
        context.color_primaries, context.color_trc, context.colorspace = colours
        sound = container.add_stream("aac", rate=44_100) if tone else None
        if sound is not None:
            sound.layout = "stereo"
        for number in range(round(seconds * fps)):
            container.mux(video.encode(_frame(size, CODED[codec], top, number)))
        container.mux(video.encode(None))
        if sound is not None:
            for frame in _tones(seconds, tone):
                container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
        container.close()
        return Path(file.name).read_bytes()


def _frame(
    size: tuple[int, int], pixels: str, top: tuple[int, int, int], number: int
) -> VideoFrame:
    frame = VideoFrame(*size, pixels)
    deep = pixels.endswith("10le")
    for index, plane in enumerate(frame.planes):
        rows = np.frombuffer(memoryview(plane), np.uint16 if deep else np.uint8)
        rows = rows.reshape(plane.height, -1)
        rows[:] = BLUE[index] << (2 if deep else 0)
        rows[: plane.height // 2] = top[index] << (2 if deep else 0)
        if index == 0:
            rows[:] = rows + np.asarray(number, rows.dtype)
    frame.pts = number
    return frame


def _tones(seconds: float, hertz: float) -> list[AudioFrame]:
    at = np.arange(round(seconds * 44_100)) / 44_100
    wave = np.tile((0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32), (2, 1))
    found = []
    for start in range(0, wave.shape[1], 1024):
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(wave[:, start : start + 1024]), "fltp", "stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = 44_100, start, Fraction(1, 44_100)
        found.append(frame)
    return found


def saved(folder: Path, data: bytes, name: str = "clip.mov") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def turned(data: bytes) -> bytes:
    """The same clip, to be shown turned clockwise by 90 degrees, as a phone held upright says."""
    at = data.index(b"tkhd") + 4 + 40
    return data[:at] + QUARTER + data[at + 36 :]


def around(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def test_inspect(tmp_path: Path) -> None:
    """Size, length, local time, place and sound are read."""
    data = clip(
        2.0,
        tone=440,
        metadata={
            "com.apple.quicktime.creationdate": "2021-03-28T14:05:06+0800",
            "com.apple.quicktime.location.ISO6709": "+30.2592+120.1305+010.0/",
        },
    )
    found = clips.inspect(saved(tmp_path, data))

    assert (64, 48) == (found.width, found.height)
    assert 2.0 == pytest.approx(found.seconds, abs=0.05)
    assert 1_616_940_306_000 == found.taken_ms
    assert (30.2592, 120.1305) == (found.latitude, found.longitude)
    assert found.has_sound


@pytest.mark.parametrize(
    ("created", "place"),
    [
        ("1904-01-01T00:00:00Z", "+00.0+000.0/"),
        ("2099-01-01T00:00:00Z", "+91.0+200.0/"),
        ("x", "x"),
    ],
)
def test_what_cannot_be_is_not_believed(tmp_path: Path, created: str, place: str) -> None:
    """Times before digital cameras or in the future, and places that are none, are left out."""
    metadata = {
        "com.apple.quicktime.creationdate": created,
        "com.apple.quicktime.location.ISO6709": place,
    }
    found = clips.inspect(saved(tmp_path, clip(0.4, metadata=metadata)))

    assert (None, None, None) == (found.taken_ms, found.latitude, found.longitude)
    assert not found.has_sound


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_frames(tmp_path: Path, codec: str) -> None:
    """There are as many frames as the film needs, of its size, with the clip's colours."""
    path = saved(tmp_path, clip(1.0, fps=50, codec=codec))
    found = list(clips.frames(path, 25, (32, 24)))

    assert 25 == len(found)
    assert {(24, 32)} == {frame.y.shape for frame in found}
    assert RED == pytest.approx(around([plane[2, 5] for plane in found[0].all()]), abs=4)
    assert BLUE == pytest.approx(around([plane[-2, 5] for plane in found[0].all()]), abs=4)
    assert 48 == pytest.approx(int(found[-1].y[2, 5]) - int(found[0].y[2, 5]), abs=4)


def test_frames_are_repeated_for_a_quicker_film(tmp_path: Path) -> None:
    """A clip of 10 frames a second is as long in a film of 30."""
    found = list(clips.frames(saved(tmp_path, clip(1.0, fps=10)), 30, (32, 24)))
    lights = [int(frame.y[2, 5]) for frame in found]

    assert 30 == len(found)
    assert sorted(lights) == lights
    assert 10 == len(set(lights))


def test_turned(tmp_path: Path) -> None:
    """A clip that was taken upright is shown upright: what was on top is now on the right."""
    path = saved(tmp_path, turned(clip(0.4)))
    found = clips.inspect(path)
    frame = next(clips.frames(path, 25, (48, 64)))

    assert (48, 64) == (found.width, found.height)
    assert RED == pytest.approx(around([plane[5, -3] for plane in frame.all()]), abs=6)
    assert BLUE == pytest.approx(around([plane[5, 2] for plane in frame.all()]), abs=6)


def test_cut_to_the_frame(tmp_path: Path) -> None:
    """What has another shape is cut in the middle, not squeezed."""
    frame = next(clips.frames(saved(tmp_path, clip(0.2)), 25, (20, 80)))

    assert (80, 20) == frame.y.shape
    assert RED == pytest.approx(around([plane[10, 3] for plane in frame.all()]), abs=6)


def test_sound(tmp_path: Path) -> None:
    """The sound is stereo at the music's rate, as long as the clip and as high as it was."""
    path = saved(tmp_path, clip(1.0, tone=1000))
    heard = np.concatenate(list(clip_sound.sound(path)))
    spectrum = np.abs(np.fft.rfft(heard[4410:39690, 0]))

    assert np.float32 == heard.dtype
    assert 44_100 == pytest.approx(len(heard), abs=2048)
    assert 1000 == pytest.approx(np.argmax(spectrum) * 44_100 / 35_280, abs=5)
    assert 0.35 == pytest.approx(float(heard[4410:39690].std()), abs=0.03)


def test_silent(tmp_path: Path) -> None:
    """A clip without a sound track has no sound."""
    assert [] == list(clip_sound.sound(saved(tmp_path, clip(0.2))))


def test_limits(tmp_path: Path) -> None:
    """A clip that is too long or too large is refused, with the limit named."""
    path = saved(tmp_path, clip(16.0, fps=10))

    with pytest.raises(PictureTooLarge, match="16.0 s > 15 s"):
        clips.inspect(path)
    with pytest.raises(PictureTooLarge, match="64x48 > 100"):
        clips.inspect(path, max_seconds=20, max_pixels=100)


def test_cut_off(tmp_path: Path) -> None:
    """A clip of which the end is missing is refused, and the reason says so."""
    data = clip(2.0, size=(320, 240), top=(200, 20, 40))
    path = saved(tmp_path, data[: -len(data) // 8])

    with pytest.raises(BrokenPicture, match="missing"):
        clips.inspect(path)


def test_no_index(tmp_path: Path) -> None:
    """A recording that was never finished has no index."""
    data = clip(1.0, movflags="use_metadata_tags")

    with pytest.raises(BrokenPicture):
        clips.inspect(saved(tmp_path, data[: data.rindex(b"moov") - 4]))


def test_damaged_in_the_middle(tmp_path: Path) -> None:
    """Wrong bytes among the pictures cost these pictures, not the clip."""
    data = bytearray(clip(2.0, size=(320, 240)))
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2
    data[middle : middle + 300] = bytes(range(256)) + bytes(44)
    found = list(clips.frames(saved(tmp_path, bytes(data)), 25, (32, 24)))

    assert 50 == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile '{}'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\na={}\n",
        '<?xml version="1.0"?><MPD><Period><BaseURL>{}</BaseURL></Period></MPD>',
    ],
    ids=["concat", "hls", "sdp", "dash"],
)
@pytest.mark.parametrize("disguise", [b"", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "], ids=["", "ftyp"])
def test_lists_of_other_files(tmp_path: Path, text: str, disguise: bytes) -> None:
    """A playlist that is called a clip, or begins like one, is no clip: nothing in it is opened."""
    secret = saved(tmp_path, clip(0.4), "secret.mov")
    path = saved(tmp_path, disguise + text.format(secret).encode())

    with pytest.raises((NotAPicture, BrokenPicture)):
        clips.inspect(path)
    with pytest.raises((NotAPicture, BrokenPicture)):
        list(clips.frames(path, 25, (32, 24)))


def _pointing(data: bytes, target: Path) -> bytes:
    """The same clip with its pictures said to lie in another file (an alias with its path)."""
    name = b"volume" + str(target).encode()
    record = bytes(10) + bytes([6]) + b"volume".ljust(27, b"\0") + bytes(12)
    record += bytes([len(target.name)]) + target.name.encode().ljust(63, b"\0") + bytes(16)
    record += struct.pack(">hh", 0, 0) + bytes(16)
    record += struct.pack(">hh", 2, len(name)) + name + b"\0" * (len(name) % 2)
    record += struct.pack(">hh", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record
    own = struct.pack(">I4sI", 12, b"url ", 1)
    at = data.index(b"moov") - 4
    grown = len(entry) - len(own)
    out = bytearray(data.replace(own, entry, 1))
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        start = data.index(box, at) - 4
        size = struct.unpack_from(">I", out, start)[0]
        struct.pack_into(">I", out, start, size + grown)
    return bytes(out)


def test_pictures_in_another_file(tmp_path: Path) -> None:
    """A clip that names another file for its pictures shows nothing of that file."""
    whole = clip(0.4, movflags="use_metadata_tags", top=(235, 128, 128))
    secret = saved(tmp_path, whole, "secret.mov")
    start, end = whole.index(b"mdat") + 4, whole.index(b"moov") - 4
    hollow = whole[:start] + bytes(end - start) + whole[end:]
    path = saved(tmp_path, _pointing(hollow, secret))

    with av.open(str(path), options={"enable_drefs": "1", "use_absolute_path": "1"}) as trusting:
        leaked = next(trusting.decode(video=0)).to_ndarray()[5, 5]
    assert 235 == pytest.approx(int(leaked), abs=4)
    with pytest.raises(BrokenPicture):
        clips.inspect(path)
    with pytest.raises(BrokenPicture):
        list(clips.frames(path, 25, (64, 48)))


def test_other_containers(tmp_path: Path) -> None:
    """Only the family of MP4 is read, whatever a file is called."""
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        video = container.add_stream("mpeg4", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        container.mux(video.encode(_frame((64, 48), "yuv420p", RED, 0)))
        container.mux(video.encode(None))

    with pytest.raises(NotAPicture):
        clips.inspect(saved(tmp_path, file.getvalue()))


def test_two_at_once(tmp_path: Path) -> None:
    """A clip that is a page or an archive as well is refused."""
    whole = clip(0.2)
    archive = whole + b"PK\x05\x06" + bytes(18)

    with pytest.raises(NotAPicture):
        clips.inspect(saved(tmp_path, archive))
    with pytest.raises(NotAPicture):
        clips.inspect(saved(tmp_path, whole[:28] + b"<script>" + whole[28:]))


def test_sound_only(tmp_path: Path) -> None:
    """A recording without a picture is no clip."""
    file = io.BytesIO()
    with av.open(file, "w", format="mov") as container:
        sound = container.add_stream("aac", rate=44_100)
        sound.layout = "stereo"
        for frame in _tones(0.5, 440):
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))

    with pytest.raises(NotAPicture, match="no video"):
        clips.inspect(saved(tmp_path, file.getvalue()))
