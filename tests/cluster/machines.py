"""A process that is started again whenever it ends, as an operator's supervisor does it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.cluster.hosts import Host
from tests.postcard import ROOT, command_of, descendants

RESTART_SECONDS = 0.5
# A server answers what it has begun and hands its jobs back within this.
STOP_SECONDS = 35.0


class Machine:
    """A host with one process of ours, and whatever that has started."""

    def __init__(self, host: Host, command: list[str], env: dict[str, str], output: Path) -> None:
        self.host = host
        self.name = host.name
        self._command = [*host.enter, *command]
        self._env = env
        self._output = output
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self.starts = 0
        # Those that did not end within their time after SIGTERM.
        self.stuck = 0

    @property
    def kind(self) -> str:
        """What it is one of several of."""
        return self.name.rstrip("0123456789")

    @property
    def pid(self) -> int:
        """Of the process that runs; 0 when none does."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else 0

    async def again(self, env: dict[str, str]) -> None:
        """Stop the process, and have it started with more settings."""
        self._env = self._env | env
        starts = self.starts
        await self.stop()
        while self.starts == starts:
            await asyncio.sleep(RESTART_SECONDS / 10)

    def open(self) -> None:
        self._task = asyncio.create_task(self._keep_running())

    async def close(self) -> None:
        """End the process and do not start it again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.stop()
        self.bury()

    async def _keep_running(self) -> None:
        while True:
            with self._output.open("ab") as output:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    cwd=ROOT,
                    env=self._env,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
            self.starts += 1
            await self._process.wait()
            self.bury()
            await asyncio.sleep(RESTART_SECONDS)

    def bury(self) -> None:
        """End what the process has left of its session, as systemd and containers do."""
        if self._process is not None:
            for pid in _session(self._process.pid):
                _kill(pid)

    def pids(self) -> list[int]:
        """Its process, and the processes that this has started."""
        return [self.pid, *descendants({self.pid})] if self.pid else []

    def kill_any(self, chance: random.Random) -> str:
        """kill -9 of one of its processes; what it was, empty when there is none."""
        pids = self.pids()
        if not pids:
            return ""
        pid = chance.choice(pids)
        what = "process" if pid == self.pid else _child(command_of(pid))
        _kill(pid)
        return what

    async def stop(self) -> None:
        """SIGTERM, as an operator would; kill -9 after `STOP_SECONDS`."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            self.stuck += 1
            _kill(process.pid)
            await process.wait()


def _child(command: str) -> str:
    for module in ("render_process", "model_process"):
        if module in command:
            return module
    return "child"


def _session(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ProcessLookupError):
                if os.getsid(int(entry.name)) == session:
                    yield int(entry.name)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
