"""Several machines among faults, in short: what `make cluster` runs for minutes."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.postcard import ROOT
from tests.servers import require

MINUTES = 0.5
GUESTS = 6
# Half a minute of faults; then films take as long as others leave them cores.
MOST_SECONDS = 300


def run(command: list[str]) -> tuple[int, str]:
    """Its exit status and what it says; ended as an operator would when it takes too long."""
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        said = process.communicate(timeout=MOST_SECONDS)[0]
        return process.returncode, said
    except subprocess.TimeoutExpired:
        process.terminate()
        raise AssertionError(process.communicate()[0][-8000:]) from None


@pytest.mark.slow
def test_no_accepted_write_is_lost_among_faults() -> None:
    """Half a minute of killed processes, cut links and a full disk: the ledger is whole."""
    for binary in ("haproxy", "mariadbd", "redis-server", "redis-cli"):
        require(binary)
    # The faults of a seed come in the same order; only how long the rest takes differs.
    seed = os.environ.get("POSTCARD_TEST_SEED", "3")
    command = [sys.executable, "-m", "tests.cluster", "--no-tests", "--no-models", "--seed", seed]
    command += ["--minutes", str(MINUTES), "--guests", str(GUESTS)]

    status, said = run(command)

    assert 0 == status, said[-8000:]
    ledger = dict(re.findall(r"^(\w[\w ,]+?) +(\d+) +\d+ +0$", said, re.MULTILINE))
    assert str(GUESTS) == ledger["accounts"]
    assert all(int(ledger[kind]) > 0 for kind in ("posts", "comments", "uploads", "albums started"))
    assert re.search(r"^  kill -9", said, re.MULTILINE)
