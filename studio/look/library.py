"""Rule: a photo that cannot be read when it is wanted is replaced by its neighbour, and told."""

from __future__ import annotations

import math
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from PIL import Image

from studio.look import faults
from studio.look.clips import Clip
from studio.look.decoding import first_picture
from studio.look.develop import load
from studio.look.sniffing import PictureError
from studio.look.trip import Motion, SeenPhoto
from studio.order import AlbumError


class Library:
    """The photos of a film by the names that the guest knows, in the order of showing."""

    def __init__(
        self, seen: Sequence[SeenPhoto], kept: Mapping[Path, Image.Image] | None = None
    ) -> None:
        """`kept` are photos that are decoded already, by path."""
        self._kept = dict(kept or {})
        self._seen = {item.photo.name: item for item in seen}
        self._names = tuple(self._seen)
        self._stands_in: dict[str, str] = {}
        self._stands_still: dict[str, None] = {}
        self._frozen: dict[str, None] = {}
        self._silent: dict[str, None] = {}
        self._muted: dict[str, None] = {}
        self._lock = threading.Lock()

    def size(self, name: str) -> tuple[int, int]:
        """Width and height of the upright picture of this name, in pixels of its file."""
        picture = self._seen[self._shown(name)].picture
        return picture.width, picture.height

    def load(self, name: str, size: tuple[int, int]) -> Image.Image:
        """An upright picture that covers `size`, if the file does."""
        while True:
            shown = self._shown(name)
            try:
                with faults.of_one_file():
                    return self._loaded(self._seen[shown], size)
            except PictureError as error:
                self._replace(shown, error)

    def _loaded(self, item: SeenPhoto, size: tuple[int, int]) -> Image.Image:
        if item.clip is None:
            kept = self._kept.get(item.photo.path)
            return kept if kept and _covers(kept, item, size) else load(item.photo.path, size)
        whole = (item.clip.width, item.clip.height)
        scale = max(size[0] / whole[0], size[1] / whole[1])
        return first_picture(item.photo.path, whole, math.ceil(max(whole) * scale))

    def forget(self, names: Collection[str]) -> None:
        """Photos of these names will not be loaded again."""
        for name in names:
            if name in self._seen:
                self._kept.pop(self._seen[name].photo.path, None)

    def clip(self, name: str) -> tuple[Path, Clip] | None:
        """What moves under this name; None where it is a photo."""
        item = self._seen[self._shown(name)]
        return None if item.clip is None else (item.photo.path, item.clip)

    def motion(self, name: str, clip: str = "") -> Motion | None:
        """What moves of the photo of this name, or the clip that is said to."""
        shown = self._shown(name)
        item, named = self._seen[shown], self._seen.get(clip)
        if shown in self._stands_still or item.clip is not None:
            return None
        if named is None or named.clip is None:
            return item.motion
        return Motion(named.photo.path, named.clip, named.clip.still, clip)

    def fail_clip(self, name: str, error: PictureError) -> None:
        """Say that what moves could not be read: from now on a photo stands still, and the
        neighbour of a clip is shown in its place."""
        shown = self._shown(name)
        if self._seen[shown].clip is None:
            self._stands_still[shown] = None
        else:
            self._replace(shown, error)

    def freeze(self, name: str) -> None:
        """Say that a clip could not be read to its end: from there on its last picture is shown."""
        self._frozen[self._shown(name)] = None

    def silence(self, name: str) -> None:
        """Say that a clip's sound could not be read, or not to its end."""
        self._silent[self._shown(name)] = None

    def mute(self, name: str) -> None:
        """Say that what plays has a sound, but none that can be decoded."""
        self._muted[self._shown(name)] = None

    def warnings(self) -> tuple[str, ...]:
        """One for each file of which something is not seen or not heard, for the guest."""
        return (
            *(f"图片在制作过程中无法读取，已用相邻图片代替：{name}" for name in self._stands_in),
            *(f"动态照片的视频无法播放，仅显示静态照片：{name}" for name in self._stands_still),
            *(f"视频中途损坏，之后为静止画面：{name}" for name in self._frozen),
            *(f"视频的声音已损坏，没有播放或没有播完：{name}" for name in self._silent),
            *(f"视频的声音无法解码，已静音播放：{name}" for name in self._muted),
        )

    def _shown(self, name: str) -> str:
        if name not in self._seen:
            self._replace(name, None)
        while name in self._stands_in:
            name = self._stands_in[name]
        return name

    def _replace(self, name: str, error: PictureError | None) -> None:
        """Let the nearest photo that can be read stand in for this one."""
        with self._lock:
            usable = [other for other in self._names if other not in self._stands_in]
            usable = [other for other in usable if other != name]
            if not usable:
                raise AlbumError("图片在制作过程中无法读取") from error
            at = self._names.index(name) if name in self._seen else 0
            self._stands_in[name] = min(
                usable, key=lambda other: abs(self._names.index(other) - at)
            )


def _covers(kept: Image.Image, item: SeenPhoto, size: tuple[int, int]) -> bool:
    """Whether the file has no more to give for this size than what is kept."""
    wanted = min(size[0], item.picture.width), min(size[1], item.picture.height)
    return kept.width >= wanted[0] and kept.height >= wanted[1]
