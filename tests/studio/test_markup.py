"""Text in a part of a picture is no page; what lies outside of its parts may be one."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from studio.look import clips
from studio.look.intake import inspect
from studio.look.sniffing import NotAPicture, PictureError
from tests.studio.test_clips import clip

LIMIT = 50_000_000
PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist>\n<plist version="1.0"/>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, kind, **options)
    return out.getvalue()


def jpeg_with(marker: int, content: bytes) -> bytes:
    data = picture("JPEG")
    segment = b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content
    return data[:2] + segment + data[2:]


def png_with(text: bytes) -> bytes:
    data = picture("PNG")
    body = b"tEXtComment\0" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + chunk + data[33:]


@pytest.mark.parametrize("text", [PLIST, PAGE], ids=["list", "page"])
def test_text_in_a_part(tmp_path: Path, text: bytes) -> None:
    """Settings of a printer, a comment, a note: a reader passes over them by their length."""
    path = tmp_path / "one"
    for data in (
        jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x03\xe9\0\0" + text),
        jpeg_with(0xFE, text),
        png_with(text),
        picture("GIF", comment=text),
        picture("WEBP", xmp=text),
        picture("AVIF", xmp=text),
        picture("TIFF", description=text.decode()),
    ):
        path.write_bytes(data)

        assert text in data
        assert 64 == inspect(path, max_pixels=LIMIT).width


@pytest.mark.parametrize("text", [PLIST, PAGE], ids=["list", "page"])
def test_text_in_a_box_of_a_clip(tmp_path: Path, text: bytes) -> None:
    """Cameras that look all around write how the sphere is to be turned."""
    # Fragments count from their own beginnings, so that a box may be put before them.
    data = clip(0.2, movflags="frag_keyframe+empty_moov+default_base_moof")
    head = int.from_bytes(data[:4], "big")
    box = struct.pack(">I", 8 + len(text)) + b"uuid" + text
    path = tmp_path / "one.mp4"
    path.write_bytes(data[:head] + box + data[head:])

    assert 64 == clips.inspect(path).width


@pytest.mark.parametrize("text", [PLIST, PAGE], ids=["list", "page"])
def test_text_outside_of_the_parts(tmp_path: Path, text: bytes) -> None:
    """A page that begins as a picture does, so that it would be shown as one or the other."""
    path = tmp_path / "one"
    for data in (
        b"\xff\xd8\xff" + text + picture("JPEG"),
        b"GIF89a" + text + picture("GIF"),
        b"\x89PNG\r\n\x1a\n" + text,
        picture("PNG") + text,
        picture("JPEG") + text,
        b"\0\0\0\x10ftypavif\0\0\0\0" + text,
    ):
        path.write_bytes(data)

        with pytest.raises(NotAPicture):
            inspect(path, max_pixels=LIMIT)


def test_lengths_that_are_none(tmp_path: Path) -> None:
    """A part that claims no length, or more than there is, hides nothing for ever."""
    path = tmp_path / "one"
    for data in (
        b"\xff\xd8\xff\xe1\0\0" + PAGE,
        b"\0\0\0\x10ftypavif\0\0\0\0\0\0\0\0free" + PAGE,
        b"\0\0\0\x10ftypavif\0\0\0\0\0\0\0\x01free" + bytes(8) + PAGE,
        b"\xff\xd8" + b"\xff" * 40,
    ):
        path.write_bytes(data)

        with pytest.raises(PictureError):
            inspect(path, max_pixels=LIMIT)
