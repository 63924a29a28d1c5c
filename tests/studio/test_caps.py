"""Scans, frames and the entries of an index are counted before a decoder does work for them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from studio.look import boxes, clips, parts
from studio.look.intake import inspect
from studio.look.sniffing import BrokenPicture, PictureTooLarge
from tests.studio.test_clips import clip

LIMIT = 50_000_000


def progressive() -> bytes:
    """Ten scans."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", progressive=True)
    return out.getvalue()


def moving(kind: str, frames: int = 5, size: tuple[int, int] = (64, 48)) -> bytes:
    """An animation; no two of its frames are alike, or an encoder would make one of them."""
    out = io.BytesIO()
    first, *others = (Image.new("RGB", size, (40 * n, 90, 60)) for n in range(frames))
    first.save(out, kind, save_all=True, append_images=others)
    return out.getvalue()


def written(folder: Path, data: bytes) -> Path:
    path = folder / "one"
    path.write_bytes(data)
    return path


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + kind + body


def test_scans_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of ten scans is shown as long as ten are allowed."""
    path = written(tmp_path, progressive())

    assert 64 == inspect(path, max_pixels=LIMIT).width
    monkeypatch.setattr(parts, "MOST_SCANS", 9)
    with pytest.raises(PictureTooLarge, match="9 scans"):
        inspect(path, max_pixels=LIMIT)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_what_is_said_again_is_counted(tmp_path: Path, mode: str) -> None:
    """One scan is all of a plain picture; 33 of them are no damage, and told as of any other."""
    out = io.BytesIO()
    Image.new(mode, (64, 48)).save(out, "JPEG")
    data = out.getvalue()
    end = data.rindex(b"\xff\xd9")
    scan = data[data.index(b"\xff\xda") : end]
    path = written(tmp_path, data[:end] + scan * 32 + data[end:])

    with pytest.raises(PictureTooLarge, match="32 scans"):
        inspect(path, max_pixels=LIMIT)


def test_what_lies_in_a_segment_is_no_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera's own small picture in its EXIF, with scans of its own, is passed over."""
    data = progressive()
    inner = b"Exif\0\0" + b"\xff\xda\0\x02" * 40
    segment = b"\xff\xe1" + struct.pack(">H", len(inner) + 2) + inner
    monkeypatch.setattr(parts, "MOST_SCANS", 10)

    path = written(tmp_path, data[:2] + segment + data[2:])

    assert 64 == inspect(path, max_pixels=LIMIT).width


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_frames_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """An animation is a picture, as long as it has no more frames than are allowed."""
    path = written(tmp_path, moving(kind))

    assert 64 == inspect(path, max_pixels=LIMIT).width
    monkeypatch.setattr(parts, "MOST_FRAMES", 4)
    with pytest.raises(PictureTooLarge, match="4 frames"):
        inspect(path, max_pixels=LIMIT)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Its canvas is held several times; one of a single frame may be larger."""
    monkeypatch.setattr(parts, "MOST_MOVING_CANVAS", 64 * 48 - 1)

    still = written(tmp_path, moving(kind, 1))

    assert 64 == inspect(still, max_pixels=LIMIT).width
    with pytest.raises(PictureTooLarge, match="5 frames"):
        inspect(written(tmp_path, moving(kind)), max_pixels=LIMIT)


def test_a_canvas_is_refused_before_there_is_room_for_it(tmp_path: Path) -> None:
    """The header of a WebP claims 268 million pixels, and nothing follows."""
    size = (16_383 - 1).to_bytes(3, "little") * 2
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + size
    data = b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk

    with pytest.raises(PictureTooLarge, match="pixels"):
        inspect(written(tmp_path, data), max_pixels=LIMIT)


def test_items_of_a_heic_are_counted(tmp_path: Path) -> None:
    """Each tile is one; a header that claims more than there are bytes is refused as well."""
    count = struct.pack(">IH", 0, boxes.MOST_ITEMS + 1)
    data = box(b"ftyp", b"heic", b"\0\0\0\0", b"mif1heic") + box(
        b"meta", b"\0\0\0\0", box(b"hdlr", bytes(24)), box(b"iinf", count)
    )

    with pytest.raises(PictureTooLarge, match="items"):
        inspect(written(tmp_path, data), max_pixels=LIMIT)


def claiming(data: bytes, kind: bytes, at: int, *words: int) -> bytes:
    """A clip whose table of that kind says other numbers."""
    place = data.index(kind) + 4 + at
    new = struct.pack(f">{len(words)}I", *words)
    return data[:place] + new + data[place + len(new) :]


@pytest.mark.parametrize(
    ("kind", "at", "words", "what"),
    [
        # All samples are one byte long, and there are two million and one of them.
        (b"stsz", 4, (1, boxes.MOST_SAMPLES + 1), "samples"),
        (b"stsz", 4, (0, boxes.MOST_LISTED + 1), "frames"),
        (b"stts", 4, (1, boxes.MOST_SAMPLES + 1, 1), "samples"),
        (b"stco", 4, (boxes.MOST_ENTRIES + 1,), "entries"),
        (b"stsc", 4, (boxes.MOST_ENTRIES + 1,), "entries"),
    ],
)
def test_an_index_that_claims_too_much(
    tmp_path: Path, kind: bytes, at: int, words: tuple[int, ...], what: str
) -> None:
    """Its numbers are added up before there is room for what they claim."""
    path = written(tmp_path, claiming(clip(0.2), kind, at, *words))

    with pytest.raises(PictureTooLarge, match=what):
        clips.inspect(path)


def test_fragments_are_counted_together(tmp_path: Path) -> None:
    """An index may come in many parts."""
    data = clip(0.2)
    run = box(b"trun", bytes(4), struct.pack(">I", boxes.MOST_LISTED // 2))
    fragment = box(b"moof", box(b"traf", run))

    once = written(tmp_path, data + fragment)
    boxes.check_clip_index(once, 0, once.stat().st_size)
    with pytest.raises(PictureTooLarge, match="frames"):
        clips.inspect(written(tmp_path, data + fragment * 3))


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (box(b"moov", box(b"cmov", bytes(8))), "packed"),
        (box(b"moov", box(b"free")) * (boxes.MOST_BOXES + 1), "boxes"),
    ],
)
def test_an_index_that_no_camera_writes(tmp_path: Path, more: bytes, what: str) -> None:
    """What is packed is not unpacked, and what has no end is not walked through."""
    with pytest.raises((BrokenPicture, PictureTooLarge), match=what):
        clips.inspect(written(tmp_path, clip(0.2) + more))


def test_pictures_of_a_clip_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first of them is decoded."""
    path = written(tmp_path, clip(1.0))
    monkeypatch.setattr(clips, "MOST_FRAMES", 24)

    with pytest.raises(PictureTooLarge, match="24 frames"):
        clips.inspect(path)
