"""Rule: the decoder of HEIC is loaded when the first such picture comes, and by this file alone.

It takes 4 MB, which only those processes pay that are sent such a picture.
"""

from __future__ import annotations

from PIL.ImageFile import ImageFile


def open_heic(path: str) -> ImageFile:
    """The picture, not decoded yet; whatever the decoder raises is raised."""
    from pillow_heif.as_plugin import HeifImageFile

    opened: ImageFile = HeifImageFile(path)  # type: ignore[no-untyped-call]
    return opened
