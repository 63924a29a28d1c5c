"""A run of the tests that is interrupted leaves nothing behind, however it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.postcard import ROOT, command_of, descendants
from tests.reaper import RUN, marked

# A test that has started what tests start, and never ends.
WAITS = """
import os, time
from pathlib import Path
from tests.postcard import Postcard

def test_waits(backing):
    Postcard().start_server()
    Path(__file__).with_name("began").write_text(os.environ["POSTCARD_TEST_RUN"])
    time.sleep(600)
"""
COMMAND = [
    # Where the tests were begun in the background, a shell has it ignored.
    *("env", "--default-signal=INT"),
    *(sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml")),
    *("-p", "no:cacheprovider", "-n1", "--max-worker-restart=0"),
]
# A Postcard of tests is a fork, and goes by the name of what it was forked from.
STARTED = ("mariadbd", "redis-server", "multiprocessing.forkserver")


def soon(true: Callable[[], Any], seconds: float = 120) -> Any:
    """The first true value; false when none came in time."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.mark.slow
@pytest.mark.servers
@pytest.mark.parametrize(
    ("who", "how"),
    [
        ("all", signal.SIGINT),
        ("controller", signal.SIGTERM),
        ("controller", signal.SIGKILL),
        ("helper", signal.SIGKILL),
    ],
)
def test_nothing_is_left(who: str, how: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C, SIGTERM, kill -9 of pytest or of a process of xdist: no server, no folder."""
    (tmp_path / "test_waits.py").write_text(WAITS)
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, str(tmp_path)],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    began = tmp_path / "began"
    soon(lambda: process.poll() is not None or (began.exists() and began.read_text()))
    assert began.exists(), said.read_text()
    folder = Path(began.read_text())
    mark = f"{RUN}={folder}".encode()
    running = [command_of(pid) for pid in marked(mark)]
    helper = next(pid for pid in descendants({process.pid}) if mark in environment(pid))

    if who == "all":
        os.killpg(process.pid, how)
    else:
        os.kill(process.pid if who == "controller" else helper, how)
    process.wait()
    ended = soon(lambda: not folder.exists())

    assert [name for name in STARTED if not any(name in command for command in running)] == []
    assert ended
    assert [command_of(pid) for pid in marked(mark)] == []


def environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
