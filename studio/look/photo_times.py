"""Rule: all that a photo says of its time is collected: EXIF, GPS, XMP, and PNG's own ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from PIL.ImageFile import ImageFile

from studio.look import claims, exif, time_texts, xmp
from studio.look.claims import Claim, Source, StrOrBytesPath


class _Tags(NamedTuple):
    """A time, the part of a second beside it, and offsets, the nearest first."""

    source: Source
    time: int
    part: int
    offsets: tuple[int, ...]


# 0x882A is what cameras wrote before there were offsets: hours, of the original.
TAGS: Final = (
    _Tags(Source.ORIGINAL, 0x9003, 0x9291, (0x9011, 0x9012, 0x9010, 0x882A)),
    _Tags(Source.DIGITIZED, 0x9004, 0x9292, (0x9012, 0x9011, 0x9010, 0x882A)),
    _Tags(Source.DATE_TIME, 0x0132, 0x9290, (0x9010, 0x9011, 0x9012)),
)
GPS_TIME, GPS_DATE = 7, 29
# Of PNG's own texts, and of those that ImageMagick makes of EXIF.
PNG_TEXTS: Final = (
    "Creation Time",
    "exif:DateTimeOriginal",
    "exif:DateTimeDigitized",
    "exif:DateTime",
)
PNG_HEAD: Final = 8
# A large PNG lies in some thousand chunks.
MOST_CHUNKS: Final = 100_000


def told(image: ImageFile, found: Mapping[int, Any]) -> tuple[Claim, ...]:
    """The claims of an open picture whose EXIF has been read (`exif.read`)."""
    claimed = [claim for tags in TAGS for claim in _of_exif(found, tags)]
    claimed += _of_gps(found.get(exif.GPS_IFD, {}))
    claimed += _of_xmp(image.info)
    if image.format == "PNG":
        claimed += _of_png(image.info, image.filename)
    return tuple(claimed)


def _of_exif(found: Mapping[int, Any], tags: _Tags) -> list[Claim]:
    """Some makers put these tags into the one list of EXIF, some into the other."""
    beside = found.get(exif.EXIF_IFD, {})
    zones = (time_texts.offset(part.get(tag)) for tag in tags.offsets for part in (beside, found))
    zone = next((zone for zone in zones if zone is not None), None)
    part = beside.get(tags.part, found.get(tags.part))
    lists = (found, beside) if tags.source is Source.DATE_TIME else (beside, found)
    for fields in lists:
        if claimed := claims.of(tags.source, fields.get(tags.time), zone, part):
            return claimed
    return []


def _of_gps(gps: Mapping[int, Any]) -> list[Claim]:
    """The satellites' time is UTC; one of noughts alone was not received."""
    date = time_texts.read(gps.get(GPS_DATE))
    try:
        hours, minutes, seconds = (float(part) for part in gps[GPS_TIME])
        passed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return []
    if date is None or not timedelta() < passed <= timedelta(days=1):
        return []
    day = datetime(date.clock.year, date.clock.month, date.clock.day, tzinfo=UTC)
    return [Claim(Source.GPS, utc=day + passed)]


def _of_xmp(info: Mapping[Any, Any]) -> Iterator[Claim]:
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp")
    if not isinstance(packet, bytes | str):
        return
    found = xmp.properties(packet)
    for source, names in ((Source.XMP, xmp.TAKEN), (Source.XMP_CHANGED, xmp.CHANGED)):
        for name in names:
            yield from claims.of(source, found.get(name))


def _of_png(info: Mapping[Any, Any], path: StrOrBytesPath) -> Iterator[Claim]:
    for name in PNG_TEXTS:
        yield from claims.of(Source.PNG_TEXT, info.get(name))
    stamp = _png_time(path)
    if len(stamp) != 7:
        return
    try:
        moment = datetime(int.from_bytes(stamp[:2], "big"), *stamp[2:])
    except ValueError:
        return
    yield Claim(Source.PNG_TIME, utc=moment.replace(tzinfo=UTC))


def _png_time(path: StrOrBytesPath) -> bytes:
    """Pillow passes over this chunk; it may stand on either side of the pixels."""
    with open(path, "rb") as file:
        file.seek(PNG_HEAD)
        for _ in range(MOST_CHUNKS):
            head = file.read(8)
            if len(head) < 8 or head[4:] == b"IEND":
                break
            length = int.from_bytes(head[:4], "big")
            if head[4:] == b"tIME":
                return file.read(min(length, 8))
            file.seek(length + 4, 1)
    return b""
