"""A backup of an embedded Postcard while it runs: its rows, their files, and the key to its seals.

Short-lived values (codes, sessions, limits) are not kept: whoever was signed in does so again.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from config import Config
from services.running.backing import copy_database, sqlite_path
from stores.sql import SqlError


class BackupError(Exception):
    """Raised with one line: why there is no backup."""


class BackedUp(NamedTuple):
    """What lies in the folder now."""

    files: int
    bytes: int


def back_up(config: Config, folder: Path) -> BackedUp:
    """Copy everything into a new folder, which is then like `storage.dir` of a stopped server."""
    _refuse(config, folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database, media = sqlite_path(config), config.data / "media"
    # A file lies there before the row that names it, and longer: so one look before the rows are
    # copied and one after them find every file of every row.
    _copy(media, folder / media.name)
    try:
        copy_database(config, folder / database.name)
    except SqlError as error:
        raise BackupError(str(error)) from None
    _copy(media, folder / media.name)
    key = config.data / "secret.key"
    if key.exists():
        shutil.copyfile(key, folder / key.name)
    files = [file for file in folder.rglob("*") if file.is_file()]
    return BackedUp(len(files), sum(file.stat().st_size for file in files))


def _refuse(config: Config, folder: Path) -> None:
    if config.sql.url:
        raise BackupError("sql.url names a server: docs/backup.md says how to back it up")
    if not sqlite_path(config).exists():
        raise BackupError(f"{config.data} holds no database")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is not empty")
    if folder.resolve().is_relative_to(config.data):
        raise BackupError(f"{folder} lies in the data folder")


def _copy(media: Path, to: Path) -> None:
    """Copy what is not there yet, or is another now."""
    for source in media.rglob("*"):
        target = to / source.relative_to(media)
        # What goes meanwhile was deleted: its row is, or is about to be, without it.
        with suppress(FileNotFoundError):
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            elif not _is_same(source, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                # Its time, by which a second look knows it; not its rights, which may be wider.
                found = source.stat()
                shutil.copyfile(source, target)
                os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))


def _is_same(source: Path, target: Path) -> bool:
    if not target.exists():
        return False
    one, other = source.stat(), target.stat()
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)
