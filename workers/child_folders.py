"""Which folders child processes may read and write: those of guests' files, none with secrets."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from config import Config


class Folders(NamedTuple):
    """Folders and files of this machine, beside the program and its libraries."""

    read: tuple[Path, ...] = ()
    write: tuple[Path, ...] = ()


def folders_of(config: Config) -> Folders:
    """Media are read, scratch is written to, and a font may lie anywhere."""
    font = (Path(config.works.font),) if config.works.font else ()
    return Folders((config.data / "media", *font), (config.data / "scratch",))
