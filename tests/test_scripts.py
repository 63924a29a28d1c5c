"""What `make test ONLY=...` runs."""

from __future__ import annotations

import os
import subprocess

import pytest

from config import ROOT
from tests.forking import unmeasured


@pytest.mark.slow
def test_a_word_is_never_a_helper() -> None:
    """tests/admin.py has no tests; those that have the word in their names are wanted."""
    done = subprocess.run(
        ["scripts/test", "-n0", "--collect-only", "-q"],
        cwd=ROOT,
        env=unmeasured(os.environ) | {"ONLY": "admin"},
        capture_output=True,
        text=True,
        check=True,
    )
    files = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}

    assert {"tests/test_admin_command.py", "tests/wire/test_admin_door.py"} < files
