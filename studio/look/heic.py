"""Rule: the decoder of HEIC is loaded when the first such picture comes, and by this file alone.

It takes 4 MB, which only those processes pay that are sent such a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL.ImageFile import ImageFile


def open_heic(path: str) -> ImageFile:
    """The picture, not decoded yet; whatever the decoder raises is raised."""
    from pillow_heif.as_plugin import HeifImageFile

    opened: ImageFile = HeifImageFile(path)  # type: ignore[no-untyped-call]
    return opened


def nclx_profile(path: Path) -> Mapping[str, Any] | None:
    """What an AVIF says of its colours, by code points; no pixel of it is decoded."""
    try:
        with open_heic(str(path)) as image:
            found: Mapping[str, Any] | None = image.info.get("nclx_profile")
    except (OSError, RuntimeError, SyntaxError, ValueError):
        return None  # Another library decodes it, and may know more.
    return found
