"""Where a result goes: looked at before anything is asked, not after minutes of making."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path


@dataclass(frozen=True)
class Target:
    """A file; or a folder, in which the result gets a name that is free."""

    path: Path
    stem: str = ""

    def file(self, suffix: str) -> Path:
        """The file. A folder's is called by the stem, and `-2`, `-3`, ... where there is one."""
        if not self.stem:
            return self.path
        stems = chain([self.stem], (f"{self.stem}-{number}" for number in count(2)))
        files = (self.path / f"{stem}{suffix}" for stem in stems)
        return next(file for file in files if not os.path.lexists(file))


def target(to: str | os.PathLike[str] | None, stem: str) -> Target:
    """What `to` means; nothing is the working directory, `~` somebody's home.

    stem: the name that a result gets in a folder. Raises `OSError` where no file can be put.
    """
    # Path.expanduser has an error of its own for a home that is not known.
    said = os.path.expanduser(to or "")
    path = Path(said)
    if path.is_dir():
        _try(path)
        return Target(path, stem)
    if said.endswith(os.sep) or not path.parent.is_dir():
        raise FileNotFoundError(f"no folder for {said}")
    _try(path.parent)
    return Target(path)


def _try(folder: Path) -> None:
    # Modes do not tell: of root, of storages that are mounted to be read, of full ones.
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise OSError(
            error.errno, f"no file can be written: {error.strerror}", str(folder)
        ) from error
