"""Photos and clips that say when they were taken, and what becomes of it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from studio.look import looking
from studio.look.trip import SeenPhoto
from studio.order import Order, Photo
from tests.studio.albums import order_of, silent
from tests.studio.test_clips import clip

SHANGHAI, URUMQI, PARIS, HONOLULU = (31.24, 121.49), (43.8, 87.6), (48.85, 2.35), (21.3, -157.8)
UPLOADED = datetime(2024, 7, 1, tzinfo=UTC)
ORIGINAL, DIGITIZED, DATE_TIME = 0x9003, 0x9004, 0x0132
OFFSET, OFFSET_ORIGINAL, OFFSET_DIGITIZED = 0x9010, 0x9011, 0x9012
PART, PART_ORIGINAL = 0x9290, 0x9291


def picture(number: int = 0) -> Image.Image:
    rng = np.random.default_rng(number)
    coarse = Image.fromarray(rng.integers(0, 255, (6, 8, 3), np.uint8))
    return coarse.resize((320, 240), Image.Resampling.BICUBIC)


def tags(told: dict[int, Any], place: tuple[float, float] | None = None, fix: str = "") -> bytes:
    """EXIF with these tags, a place and the satellites' time ("2024:06:06 01:00:00")."""
    exif = Image.Exif()
    for tag, value in told.items():
        fields = exif if tag == DATE_TIME else exif.get_ifd(0x8769)
        fields[tag] = value
    gps = exif.get_ifd(0x8825)
    if place:
        north, east = ("N", "S")[place[0] < 0], ("E", "W")[place[1] < 0]
        gps.update({1: north, 2: degrees(place[0]), 3: east, 4: degrees(place[1])})
    if fix:
        date, time = fix.split()
        gps.update({29: date, 7: tuple(float(part) for part in time.split(":"))})
    return exif.tobytes()


def degrees(value: float) -> tuple[float, float, float]:
    whole, part = divmod(abs(value), 1)
    return whole, part * 60, 0.0


def jpeg(folder: Path, name: str, told: dict[int, Any] | None = None, **more: Any) -> Photo:
    where = {key: more.pop(key) for key in ("place", "fix") if key in more}
    path = folder / name
    picture(len(list(folder.iterdir()))).save(path, "JPEG", exif=tags(told or {}, **where), **more)
    return uploaded(path)


def moving(folder: Path, name: str, *, keys: bool = False, **told: str) -> Photo:
    """A clip with these tags, in keys as phones write them or in its header and user data."""
    flags = "faststart+use_metadata_tags" if keys else "faststart"
    metadata = {key.replace("__", "."): value for key, value in told.items()}
    path = folder / name
    path.write_bytes(clip(0.4, metadata=metadata, movflags=flags))
    return uploaded(path)


def uploaded(path: Path, when: datetime = UPLOADED) -> Photo:
    os.utime(path, (when.timestamp(),) * 2)
    return Photo(path, path.name)


def seen(order: Order) -> list[SeenPhoto]:
    found, warnings = looking.begin(order, silent)
    assert () == warnings
    return found


def settled(folder: Path, *photos: Photo, **more: Any) -> dict[str, str]:
    """The time of each, by name, in the order of the trip."""
    found = seen(replace(order_of(folder, *photos), **more))
    return {item.photo.name: item.moment.iso if item.moment else "" for item in found}


def only(folder: Path, photo: Photo, **more: Any) -> tuple[str, str, str]:
    """(time, source, zone) of a trip of one."""
    (item,) = seen(replace(order_of(folder, photo), **more))
    if item.moment is None:
        return "", "", ""
    return item.moment.iso, item.moment.source.title, item.moment.zone
