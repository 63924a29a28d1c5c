"""Rule: of what Sony's cameras note beside a clip one thing is read: its time, with the zone.

The header tells UTC alone. The note is XML (NonRealTimeMeta), in a box of the file or its index.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from studio.look import boxes

# Cameras write some two thousand bytes.
LONGEST: Final = 1 << 16
PLACES: Final = ((b"meta", b"xml "), (b"moov", b"meta", b"xml "))
# The version of the box, and its flags.
HEAD: Final = 4
CREATED: Final = "CreationDate"


def created(path: Path, start: int, end: int) -> str:
    """The time as the camera spells it; empty where there is none."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for kinds in PLACES:
            for begin, stop in boxes.spans(data, start, end, *kinds):
                note = data[begin + HEAD : min(stop, begin + HEAD + LONGEST)]
                if told := _created(note.strip(b"\0 \r\n\t")):
                    return told
    return ""


def _created(note: bytes) -> str:
    # A document type can name entities that grow without end, and these notes have none.
    if b"<!DOCTYPE" in note or b"<!ENTITY" in note:
        return ""
    try:
        root = ElementTree.fromstring(note)
    except (ElementTree.ParseError, LookupError, ValueError):
        return ""
    named = (one for one in root if one.tag.rpartition("}")[2] == CREATED)
    return next((one.get("value", "") for one in named), "")
