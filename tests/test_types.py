"""mypy finds nothing: as a test, it has the time in which others wait for their servers."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.forking import unmeasured
from tests.postcard import ROOT


@pytest.mark.slow
def test_every_file_is_typed() -> None:
    """Strictly, as pyproject.toml says."""
    command = [sys.executable, "-m", "mypy", "."]

    done = subprocess.run(
        command,
        cwd=ROOT,
        env=unmeasured(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr
