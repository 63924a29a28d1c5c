"""The repository as others get it: what is tracked, and nothing that was made since."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from config import ROOT

# Large, and changed by nobody here: a copy has links to them.
LINKED = (".npz", ".webp", ".png", ".jpg")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file, from the root; where this is no repository, all but what begins with a dot."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    if told.returncode:
        found = [file.relative_to(ROOT) for file in ROOT.rglob("*")]
        names = [file for file in found if not any(part.startswith(".") for part in file.parts)]
    else:
        names = [Path(name) for name in told.stdout.split("\0") if name]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def copy_to(folder: Path) -> None:
    """Every file, and the virtual environment that runs this."""
    for name in tracked():
        made = folder / name
        made.parent.mkdir(parents=True, exist_ok=True)
        if name.suffix in LINKED:
            made.symlink_to(ROOT / name)
        else:
            shutil.copy2(ROOT / name, made)
    (folder / ".venv").symlink_to(sys.prefix)
