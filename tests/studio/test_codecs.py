"""Of clips only what guests' devices record reaches a decoder; the sound that can be heard is."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from studio.look import clip_sound, clips, codecs
from studio.look.sniffing import PictureTooLarge, UnsupportedCodec
from tests.studio.moving import RATE, recorded, renamed


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "clip.mov"
    path.write_bytes(data)
    return path


def level_of(path: Path) -> tuple[float, float]:
    """How loud the middle of a clip's sound is (RMS), and its frequency in Hz."""
    heard = np.concatenate(list(clip_sound.sound(path)))[RATE // 2 : RATE * 3 // 2]
    spectrum = np.abs(np.fft.rfft(heard[:, 0]))
    return float(np.sqrt(np.mean(heard**2))), float(np.argmax(spectrum)) * RATE / len(heard)


@pytest.mark.parametrize(
    ("codec", "pixels", "name"),
    [
        ("prores_ks", "yuv422p10le", "prores"),
        ("cinepak", "rgb24", "cinepak"),
        ("png", "rgb24", "png"),
        ("rawvideo", "rgb24", "rawvideo"),
        ("mpeg2video", "yuv420p", "mpeg2video"),
    ],
)
def test_other_codecs_are_refused_by_name(
    tmp_path: Path, codec: str, pixels: str, name: str
) -> None:
    """The library would decode them; nothing here does, whatever asks."""
    path = saved(tmp_path, recorded(0.4, codec=codec, pixels=pixels))

    with av.open(str(path), options={"codec_whitelist": "h264"}) as trusting:
        assert next(trusting.decode(video=0)).width == 320
    with pytest.raises(UnsupportedCodec, match=name):
        clips.inspect(path)
    with pytest.raises(UnsupportedCodec, match=name):
        list(clips.frames(path, 25, (32, 24)))


@pytest.mark.parametrize(
    ("tag", "name"), [(b"vp09", "vp9"), (b"vvc1", "vvc"), (b"zzzz", "unknown")]
)
def test_a_codec_is_what_the_file_says(tmp_path: Path, tag: bytes, name: str) -> None:
    """It is refused before a decoder sees a packet."""
    path = saved(tmp_path, renamed(recorded(0.4), b"avc1", tag))

    with pytest.raises(UnsupportedCodec, match=name):
        clips.inspect(path)


@pytest.mark.parametrize(
    ("codec", "pixels"),
    [("libx264", "yuv420p"), ("libx265", "yuv420p"), ("mpeg4", "yuv420p"), ("mjpeg", "yuvj420p")],
)
def test_what_devices_record(tmp_path: Path, codec: str, pixels: str) -> None:
    """It is decoded, red as it was."""
    path = saved(tmp_path, recorded(0.4, codec=codec, pixels=pixels))
    frame = next(clips.frames(path, 25, (32, 24)))

    assert 10 == clips.inspect(path).pictures
    assert int(frame.v.mean()) > 180


def test_a_decoder_takes_no_more_pixels_than_allowed(tmp_path: Path) -> None:
    """A limit of the container does not reach it: it is told itself."""
    path = saved(tmp_path, recorded(0.4))
    with av.open(str(path), options={"max_pixels": "100"}) as trusting:
        assert 320 == next(trusting.decode(video=0)).width
    with (
        av.open(str(path)) as container,
        pytest.raises(av.error.FFmpegError),
    ):
        next(container.decode(codecs.pictures(container, 100)))


@pytest.mark.parametrize(
    "sound",
    [
        ("aac", "mono"),
        ("aac", "stereo"),
        ("aac", "5.1"),
        ("pcm_s16le", "mono"),
        ("pcm_s16be", "stereo"),
        ("pcm_s24le", "stereo"),
        ("pcm_s16le", "5.1"),
        ("pcm_f32le", "stereo"),
        ("pcm_mulaw", "mono"),
        ("alac", "5.1"),
        ("pcm_s24le", "6.1"),
    ],
    ids="-".join,
)
def test_sound_is_as_loud_in_every_form(tmp_path: Path, sound: tuple[str, str]) -> None:
    """One tone, whatever codec and channels it was recorded with: 0.2 at its peak."""
    level, hertz = level_of(saved(tmp_path, recorded(2.0, sounds=[sound])))

    assert 0.2 / 2**0.5 == pytest.approx(level, rel=0.06)
    assert 440 == pytest.approx(hertz, abs=2)


def test_the_track_that_can_be_decoded_is_heard(tmp_path: Path) -> None:
    """An iPhone lays surround sound that nobody else decodes beside a track for everybody."""
    data = recorded(2.0, sounds=[("aac", "5.1"), ("aac", "stereo")])
    path = saved(tmp_path, renamed(data, b"mp4a", b"apac"))

    assert clips.inspect(path).has_sound
    assert 880 == pytest.approx(level_of(path)[1], abs=2)


def test_a_track_that_fails_gives_way_to_the_next(tmp_path: Path) -> None:
    """That a codec is known does not say that its packets can be decoded."""
    data = bytearray(recorded(2.0, sounds=[("aac", "stereo"), ("pcm_s16le", "stereo")]))
    with av.open(str(saved(tmp_path, bytes(data)))) as container:
        for entry in container.streams.audio[0].index_entries:
            data[entry.pos : entry.pos + entry.size] = b"\xff" * entry.size
    path = saved(tmp_path, bytes(data))

    assert 880 == pytest.approx(level_of(path)[1], abs=2)


def test_sound_that_nobody_decodes(tmp_path: Path) -> None:
    """The clip is shown without it, and says so."""
    path = saved(tmp_path, renamed(recorded(1.0, sounds=[("aac", "stereo")]), b"mp4a", b"apac"))
    found = clips.inspect(path)

    assert (False, True) == (found.has_sound, found.unheard)
    assert [] == list(clip_sound.sound(path))


def test_limits_come_before_decoding(tmp_path: Path) -> None:
    """Also for what lies in a picture: no clip is larger than allowed."""
    with pytest.raises(PictureTooLarge):
        clips.inspect(saved(tmp_path, recorded(0.4)), max_pixels=1000)
