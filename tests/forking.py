"""Processes that begin with the program loaded, as forks of one that has read it.

To read the program takes three quarters of the start of a server, and the tests start hundreds.
What a fork begins with, `python server.py` would have read too; that it does is looked at where
the real command is run (tests/test_readme.py, tests/attacks/test_start.py).
"""

from __future__ import annotations

import atexit
import multiprocessing
import multiprocessing.util
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import TimeoutExpired

# What a server and a worker read; under these names they only declare what they would run.
PROGRAM = ["server", "workers.run", "dramatiq.cli", "stores.mysql_aiomysql", "redis.asyncio"]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(PROGRAM)
# Raised where one is made, with its command, as `subprocess.Popen` raises one.
EVENT = "tests.forking.Fork"
# Set by coverage for the processes that are started while it measures.
MEASURED = "COVERAGE_PROCESS_CONFIG"


class Fork:
    """A Python program on its own, by the part of `subprocess.Popen` that tests use."""

    def __init__(self, argv: Sequence[str], *, cwd: Path, env: dict[str, str], out: Path) -> None:
        sys.audit(EVENT, argv[0], list(argv))
        self._process: ForkServerProcess = FORKS.Process(
            target=_run, args=(list(argv), str(cwd), env, str(out))
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        status = self._process.exitcode
        if status is None:
            assert timeout is not None
            raise TimeoutExpired(self._process.name, timeout)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def unmeasured(env: Mapping[str, str]) -> dict[str, str]:
    """That environment for a process that coverage leaves alone."""
    return {name: value for name, value in env.items() if name != MEASURED}


@atexit.register
def end() -> None:
    """End what tests have left, for which Python would wait, and what forked it."""
    for left in multiprocessing.active_children():
        left.kill()
    # Python does the same when it ends; by then its temporary folder may be gone.
    multiprocessing.util._run_finalizers()  # type: ignore[attr-defined]  # noqa: SLF001


def _run(argv: list[str], cwd: str, env: dict[str, str], out: str) -> None:
    # As subprocess does it: a session, a folder, an environment and an output of its own.
    os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    # A fork is measured from its first line. What it starts renders and runs models, and would
    # take twice as long to say that it runs nothing of the rooms that are measured.
    os.environ.update(unmeasured(env))
    descriptor = os.open(out, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    # A fork server ignores Ctrl-C, and its forks with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Dramatiq forks its workers: by this process's ways it would start a fork server for them.
    multiprocessing.set_start_method("fork", force=True)
    sys.argv = argv
    runpy.run_path(argv[0], run_name="__main__")
