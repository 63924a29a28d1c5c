"""Ends what a run of the tests has started when the run is over, however it was ended.

Whatever a test starts inherits the run's folder in its environment. A process of its own waits
for the end of the run, kills all that names the folder, and removes it: also after a kill -9.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The run's folder, in the environment of all that it starts; every temporary folder lies below.
RUN = "POSTCARD_TEST_RUN"
TRIES = 100
PAUSE_SECONDS = 0.05


class Run:
    """One run: its folder, and the process that ends what is left of it."""

    def __init__(self) -> None:
        # Short, because a socket's path may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="pc-"))
        # Tests start processes of other users, who look for their own folders below.
        self.folder.chmod(0o711)
        self._reaper = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(self.folder)],
            stdin=subprocess.PIPE,
            # It bears no mark: a run inside another one is ended by its own.
            env={name: value for name, value in os.environ.items() if name != RUN},
            start_new_session=True,
        )
        self._before = {name: os.environ.get(name) for name in (RUN, "TMPDIR")}
        os.environ |= {RUN: str(self.folder), "TMPDIR": str(self.folder)}
        tempfile.tempdir = None

    def end(self) -> None:
        """Return when nothing is left."""
        for name, value in self._before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        tempfile.tempdir = None
        self._reaper.communicate()


def marked(mark: bytes) -> list[int]:
    """The processes that were started with the mark."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                environ = Path("/proc", entry, "environ").read_bytes()
            except OSError:  # it has ended, or is another user's
                continue
            if mark in environ.split(b"\0"):
                found.append(int(entry))
    return found


def _reap(folder: str) -> None:
    """Kill until nothing is found: what is killed may be starting another one just now."""
    mark = f"{RUN}={folder}".encode()
    for _ in range(TRIES):
        left = marked(mark)
        if not left:
            break
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(PAUSE_SECONDS)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.stdin.read()
    _reap(sys.argv[1])
