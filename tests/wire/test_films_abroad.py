"""A film of photos that say where they were taken: its captions and its map, at home and abroad."""

from __future__ import annotations

import io
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from tests.postcard import Guest, picture

# latitude, longitude; the day each was taken at noon
TRIP = ((31.2390, 121.4860), (35.7148, 139.7967), (35.6595, 139.7005), (34.9949, 135.7850))


def taken(number: int, latitude: float, longitude: float) -> bytes:
    """A photo with its time and place in EXIF."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = (
        f"2024:06:{6 + number:02d} 12:00:00"
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
            ExifTags.GPS.GPSLatitude: _degrees(latitude),
            ExifTags.GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
            ExifTags.GPS.GPSLongitude: _degrees(longitude),
        }
    )
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture(seed=number))) as image:
        image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    return IFDRational(round(abs(value) * 1_000_000), 1_000_000), IFDRational(0), IFDRational(0)


def texts(board: dict[str, Any], role: str) -> list[str]:
    return [
        text["text"] for scene in board["scenes"] for text in scene["texts"] if text["role"] == role
    ]


async def test_captions_and_the_map_abroad(member: Guest) -> None:
    """Country and city of each photo by its own point, in Chinese, and the way between them."""
    photos = [taken(number, *at) for number, at in enumerate(TRIP)]
    names = [f"{number}.jpg" for number in range(len(TRIP))]
    work_id = await member.new_movie(photos, {"images": names, "size": "640x360", "fps": 10})
    await member.rest("GET", f"/movie/{work_id}/start")
    status = await member.finished(work_id)
    assert 3 == status["status"], status

    board = (await member.rest("GET", f"/movie/{work_id}/storyboard"))["data"]["storyboard"]

    assert [
        "2024.06.06  上海",
        "2024.06.07  日本 东京",
        "2024.06.08  日本 东京",
        "2024.06.09  日本 京都",
    ] == texts(board, "caption")
    assert ["上海  ·  日本 东京  ·  京都"] == texts(board, "place")
