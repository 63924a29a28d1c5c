"""docs/scale.md shows what its simulation prints."""

from __future__ import annotations

import subprocess
import sys

from tests.postcard import ROOT


def test_the_page_shows_what_the_simulation_prints() -> None:
    """Every line of both tables, figure for figure."""
    page = (ROOT / "docs" / "scale.md").read_text().splitlines()
    done = subprocess.run(
        [sys.executable, "scripts/scale.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    printed = [line for line in done.stdout.splitlines() if line]
    assert len(printed) > 10
    assert [] == [line for line in printed if line not in page]
