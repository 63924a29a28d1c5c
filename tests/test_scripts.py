"""What `make test ONLY=...` runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from config import ROOT


def test_a_word_is_a_file_of_tests() -> None:
    """Not a helper of that name, whose asserts would then be read as tests'."""
    done = subprocess.run(
        ["scripts/test", "-n0", "--collect-only", "-q"],
        cwd=ROOT,
        env=os.environ | {"ONLY": "rows"},
        capture_output=True,
        text=True,
        check=True,
    )

    files = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}

    assert "tests/test_rows.py" in files
    assert {"test_rows.py"} == {Path(file).name for file in files}
