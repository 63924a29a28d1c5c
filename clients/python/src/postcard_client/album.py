"""A folder of photos: which of its files go into a work, and in what order."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import exifread

from postcard_client.errors import NoPictures, PostcardError

PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif"})
CLIPS: Final = frozenset({".mp4", ".mov"})
NOTE: Final = "info.json"
TAKEN: Final = "EXIF DateTimeOriginal"
DIGITS: Final = re.compile(r"(\d+)")
# That a picture has no date is nothing to be warned of; who sets up logging hears it all the same.
logging.getLogger("exifread").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Album:
    """Files in the order in which they go into the work, and what info.json says, if it is there.

    Files with other suffixes than those of pictures and clips are left out, and folders.
    """

    files: tuple[Path, ...]
    note: dict[str, Any]


def read(folder: Path) -> Album:
    """The album of a folder. Raises `NoPictures`, and `PostcardError` of a broken info.json.

    With info.json the files are those that it names, if it names any. Else they are in the order
    of being taken; those that do not say when come last, by name, numbers in it by their value.
    """
    suffixes = PICTURES | CLIPS
    files = [file for file in folder.iterdir() if file.suffix.lower() in suffixes]
    files = [file for file in files if file.is_file()]
    note = _note(folder / NOTE)
    named = note.get("images")
    if isinstance(named, list) and named:
        found = {file.name: file for file in files}
        files = [found[name] for name in named if name in found]
    else:
        files.sort(key=_place)
    if not files:
        raise NoPictures(f"no pictures in {folder}", {})
    return Album(tuple(files), note)


def _note(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PostcardError(f"{path} is no JSON: {error}") from error
    if not isinstance(note, dict):
        raise PostcardError(f"{path} is no JSON object")
    return note


def _place(file: Path) -> tuple[bool, datetime, list[tuple[int, str]]]:
    """What files are sorted by."""
    taken = _taken(file)
    parts = DIGITS.split(file.name.casefold())
    name = [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
    return taken is None, taken or datetime.min, name


def _taken(file: Path) -> datetime | None:
    """When it was taken, by the camera's clock."""
    if file.suffix.lower() in CLIPS:
        # Cameras write a clip until its end; where it was copied without its time, it comes late.
        return datetime.fromtimestamp(file.stat().st_mtime)
    with file.open("rb") as opened:
        try:
            tags = exifread.process_file(opened, details=False, stop_tag="DateTimeOriginal")
            return datetime.strptime(str(tags[TAKEN]), "%Y:%m:%d %H:%M:%S")
        except Exception:
            # Nothing of it, or broken: whether it is a picture at all is the server's to say.
            return None
