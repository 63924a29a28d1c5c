"""Several machines among faults, in short: what `make cluster` runs for minutes; and its end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.postcard import ROOT, command_of, descendants, is_alive
from tests.servers import AS_ROOT, require

MINUTES = 0.25
GUESTS = 4
# A quarter of a minute of faults; then films take as long as others leave them cores.
MOST_SECONDS = 600
BINARIES = ("haproxy", "mariadbd", "redis-server", "redis-cli", "setpriv", "unshare", "ip")
COMMAND = [sys.executable, "-m", "tests.cluster", "--no-models"]
# Somebody without rights, though files are read as by us; he may make no namespaces.
NOBODY = ["unshare", "--user"] if AS_ROOT else []


@pytest.fixture(autouse=True)
def whole() -> None:
    for binary in BINARIES:
        require(binary)


def run(command: list[str], folder: Path) -> tuple[int, str]:
    """Its exit status and what it says; ended as an operator would when it takes too long."""
    process = start(command, folder)
    try:
        said = process.communicate(timeout=MOST_SECONDS)[0]
        return process.returncode, said
    except subprocess.TimeoutExpired:
        process.terminate()
        raise AssertionError(process.communicate()[0][-8000:]) from None


def start(command: list[str], folder: Path) -> subprocess.Popen[str]:
    """The command, whose temporary folders lie below `folder`."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # As a shell starts it: Ctrl-C goes to all that belong to it.
        start_new_session=True,
    )


def soon(true: Callable[[], Any], seconds: float = 180) -> Any:
    """The first true value; false when none came in time."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def links() -> set[str]:
    return set(os.listdir("/sys/class/net"))


@pytest.fixture
def folder() -> Any:
    """Short, because the path of a socket may have 107 bytes."""
    made = Path(tempfile.mkdtemp(prefix="c-"))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.slow
def test_no_accepted_write_is_lost_among_faults(folder: Path) -> None:
    """Killed processes, cut links and a full disk: the ledger is whole, and nothing is left."""
    # The faults of a seed come in the same order; only how long the rest takes differs.
    seed = os.environ.get("POSTCARD_TEST_SEED", "3")
    before = links()

    command = [*COMMAND, "--no-tests", "--seed", seed]
    status, said = run([*command, "--minutes", str(MINUTES), "--guests", str(GUESTS)], folder)

    assert 0 == status, said[-8000:]
    ledger = dict(re.findall(r"^(\w[\w ,]+?) +(\d+) +\d+ +0$", said, re.MULTILINE))
    assert str(GUESTS) == ledger["accounts"]
    assert all(int(ledger[kind]) > 0 for kind in ("posts", "comments", "uploads", "albums started"))
    assert re.search(r"^  kill -9", said, re.MULTILINE)
    assert ([], before) == (list(folder.iterdir()), links())


@pytest.mark.slow
def test_it_runs_for_who_is_not_root(folder: Path) -> None:
    """Tests through the balancer, on the loopback where namespaces are refused; nothing is left."""
    command = [*NOBODY, *COMMAND, "--loopback", "--minutes", "0", "--tests"]

    status, said = run([*command, "tests/wire/test_ping.py"], folder)

    assert 0 == status, said[-8000:]
    assert re.search(r"^\d+ passed", said, re.MULTILINE)
    assert [] == list(folder.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "end"),
    [([], signal.SIGKILL), (["--loopback"], signal.SIGINT)],
    ids=["kill -9", "Ctrl-C on the loopback"],
)
def test_nothing_is_left_of_one_that_is_ended(how: list[str], end: int, folder: Path) -> None:
    """No process, no network link, no folder, however it ends and however it runs."""
    before = links()
    process = start([*COMMAND, *how, "--no-tests", "--minutes", "5"], folder)
    runs = soon(lambda: _runs(process.pid, "haproxy") and _runs(process.pid, "server.py"))
    pids = descendants({process.pid})

    if end == signal.SIGINT:
        os.killpg(process.pid, end)
    else:
        process.send_signal(end)
    ended = soon(lambda: not [pid for pid in pids if is_alive(pid)])
    said = process.communicate(timeout=180)[0]

    assert runs, said
    assert ended, [command_of(pid) for pid in pids if is_alive(pid)]
    assert soon(lambda: [] == list(folder.iterdir()))
    assert before == links()


def _runs(parent: int, word: str) -> bool:
    return any(word in command_of(pid) for pid in descendants({parent}))
