"""What `make test ONLY=...` runs, and what is run once more where CI is set."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from tests.forking import unmeasured
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


# Of tests in two processes some fail where their number says so, and some in either run.
TESTS = """
import os
import pytest

ALONE = "PYTEST_XDIST_WORKER" not in os.environ

@pytest.mark.parametrize("number", range({late}), ids="late {{}}".format)
def test_late(number):
    assert ALONE

@pytest.mark.parametrize("number", range({wrong}))
def test_wrong(number):
    assert False

def test_right():
    pass
"""
# What they are called → how many of them are late and wrong, and whether CI is set.
CHANCES: dict[str, tuple[int | str, int, str]] = {
    "five late": (5, 0, "true"),
    "one late, one wrong": (1, 1, "true"),
    "six late": (6, 0, "true"),
    "unreadable": ("nothing", 0, "true"),
    "at home": (1, 0, ""),
}
# The status, what failed at first, what was right then, how many runs there were.
ENDS = {
    "five late": (0, 5, 5, 2),
    "one late, one wrong": (1, 2, 0, 2),
    "six late": (1, 0, 0, 1),
    "unreadable": (1, 0, 0, 1),
    "at home": (1, 0, 0, 1),
}


def told(script: Path, only: str) -> list[str]:
    return subprocess.run(
        [script],
        env=os.environ | {"ONLY": only, "CI": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


def test_what_a_word_stands_for(script: Path) -> None:
    """A folder, a file of tests wherever it lies, or else a word of tests' names."""
    always = told(script, "")

    assert "pytest" in always
    same_rows(ASKED, {only: told(script, only)[len(always) :] for only in ASKED})


def chance(folder: Path, late: int | str, wrong: int, ci: str) -> tuple[int, int, int, int]:
    """What comes of a run of such tests: see `ENDS`."""
    (folder / "tests/test_some.py").write_text(TESTS.format(late=late, wrong=wrong))
    done = subprocess.run(
        ["scripts/test", "--numprocesses", "1"],
        cwd=folder,
        env=unmeasured(os.environ) | {"CI": ci, "ONLY": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    again, right = (
        len(re.findall(f"^{word}: tests/test_some.py::test_", done.stdout, re.MULTILINE))
        for word in ("FAILED AT FIRST, NOW ALONE", "PASSED ONLY ALONE")
    )
    return done.returncode, again, right, done.stdout.count("test session starts")


@pytest.mark.slow
def test_who_is_run_once_more(script: Path) -> None:
    """Few, alone, where CI is set; what fails again has failed, and all are named."""
    folder = script.parents[1]
    (folder / "tests").unlink()
    (folder / "tests").mkdir()
    shutil.rmtree(folder / ".venv")
    (folder / ".venv").symlink_to(sys.prefix)
    shutil.copy(ROOT / "pyproject.toml", folder)

    same_rows(ENDS, {name: chance(folder, *asked) for name, asked in CHANCES.items()})
