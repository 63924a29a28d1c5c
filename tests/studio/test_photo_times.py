"""All that a photo says of its time is read, the most trusted first."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import PngImagePlugin

from studio.look import xmp
from studio.order import Photo
from tests.studio.timed import (
    DATE_TIME,
    DIGITIZED,
    OFFSET,
    OFFSET_ORIGINAL,
    ORIGINAL,
    PARIS,
    PART,
    SHANGHAI,
    jpeg,
    only,
    picture,
    settled,
    tags,
    uploaded,
)

XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:e="http://ns.adobe.com/exif/1.0/" '
    "{}</rdf:Description></rdf:RDF></x:xmpmeta>"
)
GROWING = '<!DOCTYPE a [<!ENTITY b "{}">]>' + XMP


@pytest.mark.parametrize(
    ("told", "time", "source"),
    [
        ({ORIGINAL: "2024:06:06 09:00:00"}, "09:00:00+08:00", "exif_original"),
        ({ORIGINAL: "2024:06:06 09:00:00+09:00"}, "09:00:00+09:00", "exif_original"),
        ({ORIGINAL: "2024-06-06T09:00:00"}, "09:00:00+08:00", "exif_original"),
        ({ORIGINAL: "2024/6/6 下午9:00:00".encode()}, "21:00:00+08:00", "exif_original"),
        ({ORIGINAL: "2024/6/6 下午9:00:00".encode("gbk")}, "21:00:00+08:00", "exif_original"),
        ({ORIGINAL: "2024:06:06 09:00:00", OFFSET: "+0100"}, "09:00:00+01:00", "exif_original"),
        ({ORIGINAL: "2024:06:06 09:00:00", 0x882A: 9}, "09:00:00+09:00", "exif_original"),
        (
            {ORIGINAL: "2024:06:06 09:00:00", OFFSET_ORIGINAL: "   :  "},
            "09:00:00+08:00",
            "exif_original",
        ),
        (
            {ORIGINAL: "    :  :     :  :  ", DIGITIZED: "2024:06:06 09:00:00"},
            "09:00:00+08:00",
            "exif_digitized",
        ),
        (
            {ORIGINAL: "0000:00:00 00:00:00", DATE_TIME: "2024:06:06 09:00:00", PART: "5"},
            "09:00:00.500000+08:00",
            "exif_date_time",
        ),
        ({ORIGINAL: "2024:06:06 01:00:00Z"}, "09:00:00+08:00", "exif_original"),
    ],
)
def test_what_exif_says(tmp_path: Path, told: dict[int, Any], time: str, source: str) -> None:
    """The original first, then what was digitized, then what the file has of a time."""
    photo = jpeg(tmp_path, "a.jpg", told)

    assert (f"2024-06-06T{time}", source) == only(tmp_path, photo)[:2]


@pytest.mark.parametrize(
    ("told", "more", "found"),
    [
        # The satellites alone: the clock is that of the place.
        (
            {},
            {"place": PARIS, "fix": "2024:06:06 07:00:00"},
            ("2024-06-06T09:00:00+02:00", "gps", "place"),
        ),
        # Without a place they tell how far the clock is from UTC.
        (
            {ORIGINAL: "2024:06:06 09:00:20"},
            {"fix": "2024:06:06 07:00:00"},
            ("2024-06-06T09:00:20+02:00", "exif_original", "gps"),
        ),
        # Whoever did not set the clock after the flight: shown is that of the place.
        (
            {ORIGINAL: "2024:06:06 15:00:20"},
            {"place": PARIS, "fix": "2024:06:06 07:00:00"},
            ("2024-06-06T09:00:20+02:00", "exif_original", "home"),
        ),
        # In the hour that comes twice they tell which.
        (
            {ORIGINAL: "2023:10:29 02:30:00"},
            {"place": PARIS, "fix": "2023:10:29 01:29:50"},
            ("2023-10-29T02:30:00+01:00", "exif_original", "place"),
        ),
        # A clock that has lost its battery is days behind them.
        (
            {ORIGINAL: "2016:03:01 00:12:00"},
            {"place": PARIS, "fix": "2024:06:06 07:00:00"},
            ("2024-06-06T09:00:00+02:00", "gps", "place"),
        ),
        # A fix of the hour before does not move the clock.
        (
            {ORIGINAL: "2024:06:06 09:00:00"},
            {"place": SHANGHAI, "fix": "2024:06:06 00:13:00"},
            ("2024-06-06T09:00:00+08:00", "exif_original", "place"),
        ),
        # An offset that both the satellites and the place contradict is not believed.
        (
            {ORIGINAL: "2024:06:06 09:00:00", OFFSET_ORIGINAL: "+00:00"},
            {"place": SHANGHAI, "fix": "2024:06:06 01:00:00"},
            ("2024-06-06T09:00:00+08:00", "exif_original", "place"),
        ),
        # Noughts in place of a time were not received.
        ({}, {"place": PARIS, "fix": "2024:06:06 00:00:00"}, ("", "", "")),
    ],
)
def test_what_satellites_say(
    tmp_path: Path, told: dict[int, Any], more: dict[str, Any], found: tuple[str, str, str]
) -> None:
    """Their time is UTC, and may be some minutes old."""
    assert found == only(tmp_path, jpeg(tmp_path, "a.jpg", told, **more))


def test_a_damaged_part_of_exif_costs_that_part(tmp_path: Path) -> None:
    """A broken place does not take the time with it."""
    block = tags({ORIGINAL: "2024:06:06 09:00:00"}, place=PARIS)
    entry = block.index(struct.pack("<H", 0x8825)) if b"II*" in block else 0
    if not entry:
        entry = block.index(struct.pack(">H", 0x8825))
    path = tmp_path / "a.jpg"
    picture().save(path, exif=block[: entry + 8] + b"\xff\xff\xff\x0f" + block[entry + 12 :])

    assert "2024-06-06T09:00:00+08:00" == only(tmp_path, uploaded(path))[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            'xmp:CreateDate="2024-06-06T09:00:00.5+09:00">',
            ("2024-06-06T09:00:00.500000+09:00", "xmp", "file"),
        ),
        (
            'xmp:ModifyDate="2024-06-07T00:00:00">'
            "<photoshop:DateCreated>2024-06-06T09:00:00</photoshop:DateCreated>",
            ("2024-06-06T09:00:00+08:00", "xmp", "home"),
        ),
        (
            'e:DateTimeOriginal="2024-06-06T01:00:00Z">',
            ("2024-06-06T09:00:00+08:00", "xmp", "home"),
        ),
        (
            'xmp:ModifyDate="2024-06-06T09:00:00">',
            ("2024-06-06T09:00:00+08:00", "xmp_changed", "home"),
        ),
        ('xmp:CreateDate="2024">', ("", "", "")),
        (">", ("", "", "")),
    ],
)
def test_what_xmp_says(tmp_path: Path, kind: str, said: str, found: tuple[str, str, str]) -> None:
    """In every format that can hold it, as attribute and as element."""
    assert found == only(tmp_path, with_xmp(tmp_path / "a", kind, XMP.format(said)))


def with_xmp(path: Path, kind: str, packet: str) -> Photo:
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet)
        picture().save(path, kind, pnginfo=info)
    elif kind == "HEIF":
        pillow_heif.from_pillow(picture()).save(path, xmp=packet.encode())
    else:
        picture().save(path, kind, xmp=packet.encode())
    return uploaded(path)


@pytest.mark.parametrize(
    "packet",
    [
        GROWING.format("b", 'xmp:CreateDate="2024-06-06T09:00:00">'),
        XMP.format('xmp:CreateDate="2024-06-06T09:00:00"'),
        "x" * (1 << 21),
    ],
)
def test_xmp_that_is_none(packet: str) -> None:
    """What is damaged, too long, or names entities is passed over."""
    assert {} == xmp.properties(packet)


@pytest.mark.parametrize("behind", [False, True])
def test_the_times_of_a_png(tmp_path: Path, behind: bool) -> None:
    """Its own chunk is UTC, on either side of the pixels; a text may say more."""
    path = tmp_path / "a.png"
    picture().save(path)
    stamp = struct.pack(">HBBBBB", 2024, 6, 6, 1, 0, 0)
    chunk = struct.pack(">I", 7) + b"tIME" + stamp
    chunk += struct.pack(">I", zlib.crc32(b"tIME" + stamp))
    data = path.read_bytes()
    at = data.index(b"IEND" if behind else b"IDAT") - 4
    path.write_bytes(data[:at] + chunk + data[at:])

    assert ("2024-06-06T09:00:00+08:00", "png_time", "home") == only(tmp_path, uploaded(path))


def test_the_text_of_a_png(tmp_path: Path) -> None:
    """Programs write the creation time as mails do."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Creation Time", "Thu, 06 Jun 2024 09:00:00 +0900")
    path = tmp_path / "a.png"
    picture().save(path, pnginfo=info)

    assert ("2024-06-06T09:00:00+09:00", "png_text", "file") == only(tmp_path, uploaded(path))


def test_names_are_asked_last(tmp_path: Path) -> None:
    """A picture without a word of its own is where its name says."""
    photo = jpeg(tmp_path, "IMG_20240606_090000.jpg")
    older = jpeg(tmp_path, "IMG_20200101_000100.jpg", {DATE_TIME: "2024:06:06 08:00:00"})
    saved = jpeg(tmp_path, "mmexport1717639620123.jpg")
    day = jpeg(tmp_path, "IMG-20240605-WA0001.jpg")

    assert [day.name, older.name, photo.name, saved.name] == list(
        settled(tmp_path, saved, photo, older, day)
    )
