"""Rule: of what an iPhone notes for itself in EXIF one thing is read: what a live photo is called.

The clip of the same live photo tells the same identifier.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, Final

from studio.look import exif

MAKER_NOTE: Final = 0x927C
HEAD: Final = b"Apple iOS\0"
# The head, a version and the order of bytes stand before the entries; places count from the head.
ENTRIES: Final = 14
CONTENT: Final = 0x0011
TEXT: Final = 2
MOST_ENTRIES: Final = 200
MOST_LENGTH: Final = 100


def content(found: Mapping[int, Any]) -> str:
    """The identifier; empty where there is none."""
    note = found.get(exif.EXIF_IFD, {}).get(MAKER_NOTE)
    if not isinstance(note, bytes) or not note.startswith(HEAD):
        return ""
    order = "<" if note[ENTRIES - 2 : ENTRIES] == b"II" else ">"
    count = int.from_bytes(note[ENTRIES : ENTRIES + 2], "little" if order == "<" else "big")
    entries = note[ENTRIES + 2 :][: 12 * min(count, MOST_ENTRIES)]
    for tag, kind, length, at in struct.iter_unpack(
        f"{order}HHII", entries[: len(entries) // 12 * 12]
    ):
        if (tag, kind) == (CONTENT, TEXT) and 4 < length <= MOST_LENGTH:
            return note[at : at + length].rstrip(b"\0 ").decode("ascii", "ignore")
    return ""
