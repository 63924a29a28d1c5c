"""Every container says its time in ways of its own; what devices write of it is read."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import PngImagePlugin, TiffImagePlugin

from studio.look import clips
from studio.look.movies import EmbeddedMovie
from tests.studio.test_clips import clip
from tests.studio.timed import ORIGINAL, only, picture, tags, uploaded

NINE = "2024-06-06T09:00:00+08:00"
CREATED = {"creation_time": "2024-06-06T01:00:00Z"}
NOTE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<NonRealTimeMeta '
    'xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00" '
    'lastUpdate="2024-06-07T10:00:00+09:00"><Duration value="10"/>'
    '<CreationDate value="{}"/><Device manufacturer="Sony"/></NonRealTimeMeta>'
)
GROWING = '<!DOCTYPE a [<!ENTITY b "c">]>' + NOTE[39:]


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data) + 8, kind) + data


def noted(note: str, *, mp4: bool = True, text: bytes = b"\0\0\0\0") -> bytes:
    """A `meta` of MP4, or of QuickTime, that holds a camera's note."""
    handler = box(b"hdlr", bytes(8) + b"nrtm" + bytes(13))
    return box(b"meta", bytes(4) * mp4 + handler + box(b"xml ", text + note.encode()))


@pytest.mark.parametrize("mp4", [True, False])
@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2024-06-06T09:00:00+09:00", ("2024-06-06T09:00:00+09:00", "camera_note", "file")),
        ("2024-06-06T09:00:00-05:00", ("2024-06-06T09:00:00-05:00", "camera_note", "file")),
        ("2024-06-06T09:00:00", ("2024-06-06T09:00:00+08:00", "camera_note", "home")),
        ("", (NINE, "creation_time", "home")),
        ("0000-00-00T00:00:00+00:00", (NINE, "creation_time", "home")),
    ],
)
def test_what_sonys_cameras_note(
    tmp_path: Path, mp4: bool, said: str, found: tuple[str, str, str]
) -> None:
    """The clock with its zone, where the header has UTC alone."""
    path = tmp_path / "C0001.MP4"
    path.write_bytes(clip(0.4, metadata=CREATED) + noted(NOTE.format(said), mp4=mp4))

    assert found == only(tmp_path, uploaded(path))


@pytest.mark.parametrize(
    "behind",
    [
        noted(GROWING.format("2024-06-06T09:00:00+09:00")),
        noted(NOTE.format("2024-06-06T09:00:00+09:00")[:-5]),
        noted(NOTE.replace("<CreationDate", " " * (1 << 17) + "<CreationDate").format(NINE)),
        noted("<a/>"),
        noted(""),
        box(b"meta", b""),
        box(b"free", noted(NOTE.format("2024-06-06T09:00:00+09:00"))),
        noted(NOTE.format("2024-06-06T09:00:00+09:00"))[:-40],
    ],
)
def test_a_note_that_is_none(tmp_path: Path, behind: bytes) -> None:
    """What is damaged, names entities, or lies elsewhere is passed over; the header still tells."""
    path = tmp_path / "C0001.MP4"
    path.write_bytes(clip(0.4, metadata=CREATED) + behind)

    assert (NINE, "creation_time", "home") == only(tmp_path, uploaded(path))


def test_a_note_of_the_movie_alone_is_read(tmp_path: Path) -> None:
    """Not what lies around a movie within another file."""
    movie = clip(0.4, metadata=CREATED)
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100 + movie + noted(NOTE.format("2024-06-06T09:00:00+09:00")))

    inner = clips.inspect(EmbeddedMovie(path, 100, 100 + len(movie)))

    assert ["creation_time"] == [claim.source.title for claim in inner.claims]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_exif_in_every_picture_that_can_have_it(tmp_path: Path, kind: str) -> None:
    """In the words of a phone that writes them by its own language."""
    path = tmp_path / "a"
    picture().save(path, kind, exif=tags({ORIGINAL: "2024年6月6日 上午9:00:00".encode()}))

    assert (NINE, "exif_original", "home") == only(tmp_path, uploaded(path))


@pytest.mark.parametrize(
    ("tag", "kind", "value", "source"),
    [
        (306, 2, "2024:06:06 09:00:00", "exif_date_time"),
        (
            700,
            1,
            b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22'
            b'-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
            b'xmp:CreateDate="2024-06-06 \xe4\xb8\x8a\xe5\x8d\x889:00"/></rdf:RDF></x:xmpmeta>',
            "xmp",
        ),
    ],
)
def test_the_tags_of_a_tiff(tmp_path: Path, tag: int, kind: int, value: Any, source: str) -> None:
    """Its own date, and XMP."""
    fields = TiffImagePlugin.ImageFileDirectory_v2()
    fields.tagtype[tag] = kind
    fields[tag] = value
    path = tmp_path / "a.tif"
    picture().save(path, "TIFF", tiffinfo=fields)

    assert (NINE, source, "home") == only(tmp_path, uploaded(path))


@pytest.mark.parametrize("key", ["Creation Time", "exif:DateTimeDigitized", "exif:DateTime"])
@pytest.mark.parametrize("packed", [False, True])
def test_the_texts_of_a_png(tmp_path: Path, key: str, packed: bool) -> None:
    """Plain and packed, in words too."""
    info = PngImagePlugin.PngInfo()
    info.add_text(key, "jeu. 6 juin 2024, 09:00:00", zip=packed)
    path = tmp_path / "a.png"
    picture().save(path, pnginfo=info)

    assert (NINE, "png_text", "home") == only(tmp_path, uploaded(path))


@pytest.mark.parametrize("kind", ["GIF", "BMP"])
def test_pictures_that_know_no_time_go_by_their_names(tmp_path: Path, kind: str) -> None:
    """Nothing else in them tells one."""
    path = tmp_path / f"截屏2024-06-06 上午9.00.00.{kind}"
    picture().save(path, kind)

    assert (NINE, "file_name", "home") == only(tmp_path, uploaded(path))


@pytest.mark.parametrize("kind", ["mp4", "mov", "3gp"])
def test_the_header_of_every_clip(tmp_path: Path, kind: str) -> None:
    """They are built alike."""
    path = tmp_path / f"a.{kind}"
    with av.open(str(path), "w", format=kind) as container:
        container.metadata.update(CREATED)
        stream = container.add_stream("libx264", 10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(4):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())

    assert (NINE, "creation_time", "home") == only(tmp_path, uploaded(path))
