"""Rule: a clip plays where it is alone in a window that stands still; else it is a picture."""

from __future__ import annotations

from pathlib import Path

from studio.look.clips import Clip
from studio.look.library import Library
from studio.plan.storyboard import Scene


def played(scene: Scene, size: tuple[int, int], library: Library) -> tuple[Path, Clip] | None:
    """The clip that plays in a scene of a frame of `size` pixels."""
    layout = scene.layout(size)
    if len(scene.photos) != 1 or not layout.slots or layout.camera != "inside":
        return None
    return library.clip(scene.photos[0].photo)
