"""What `make test ONLY=...` runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT
from tests.rows import same_rows

# What is asked for → what pytest is told beside what it is always told.
ASKED = {
    "studio": ["tests/studio"],
    "config": ["tests/test_config.py"],
    "poet": ["tests/models/test_poet.py"],
    # tests/admin.py and tests/rows.py are helpers: the word is one of tests' names.
    "admin": ["-k", "admin"],
    "rows": ["tests/test_rows.py", "tests/contract/test_rows.py"],
    "studio,acrostic,sheet": ["tests/studio", "-k", "acrostic or sheet"],
    "": [],
}


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script beside our tests, and a Python that prints what it is told."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    for name, line in (("python", 'for word; do echo "$word"; done'), ("ruff", "exit 0")):
        file = tmp_path / ".venv/bin" / name
        file.write_text(f"#!/bin/sh\n{line}\n")
        file.chmod(0o755)
    return Path(shutil.copy(ROOT / "scripts/test", tmp_path / "scripts/test"))


def told(script: Path, only: str) -> list[str]:
    return subprocess.run(
        [script],
        env=os.environ | {"ONLY": only},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


def test_what_a_word_stands_for(script: Path) -> None:
    """A folder, a file of tests wherever it lies, or else a word of tests' names."""
    always = told(script, "")

    assert "pytest" in always
    same_rows(ASKED, {only: told(script, only)[len(always) :] for only in ASKED})
