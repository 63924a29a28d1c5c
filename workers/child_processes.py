"""Child processes for heavy work: started when first needed, kept between jobs, killed at will."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import orjson

from config import ROOT
from models import DEVICE
from workers.child_folders import Folders
from workers.child_protocol import SPENT, arguments

# A line of events is short; a traceback in one may be long.
LINE_BYTES = 1 << 20
# What a child finds in its environment: where programs, libraries and fonts lie, the language, the
# time zone, and which device models run on.
NAMES = frozenset(
    {
        DEVICE,
        "HOME",
        "LANG",
        "LANGUAGE",
        "LD_LIBRARY_PATH",
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONHASHSEED",
        "PYTHONPATH",
        "PYTHONUTF8",
        "PYTHONWARNINGS",
        "SYSTEMROOT",
        "TMPDIR",
        "TZ",
        "VIRTUAL_ENV",
    }
)
PREFIXES = ("CUDA_", "FONTCONFIG_", "LC_", "NVIDIA_")
# What is told of an event; where it is a question, the answer to it.
OnEvent = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


async def unheard(_: dict[str, Any]) -> None:
    """Of a process that tells nothing on its way."""


class ChildDied(Exception):
    """Raised when the process ended before its job did."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        # It had used all the processor time that its job was allowed.
        self.out_of_time = status == -signal.SIGXCPU


class ChildStalled(ChildDied):
    """Raised when the process told nothing for so long that it stands still."""


class ChildProcess:
    """One process that runs `python -m module` and does one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, module: str, folders: Folders) -> ChildProcess:
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
                *arguments(folders.read, folders.write),
                cwd=ROOT,
                env=environment(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LINE_BYTES,
                # A group of its own: Ctrl-C in a terminal must reach the parent alone, who
                # hands the work back before it ends this one.
                start_new_session=True,
            )
        )

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def run(
        self,
        job: dict[str, Any],
        on_event: OnEvent,
        last: frozenset[str],
        stall_seconds: float | None = None,
    ) -> Any:
        """Do one job; the event that has a key in `last` ends it and is returned.

        Raises `ChildDied`, and `ChildStalled` where `stall_seconds` pass without an event.
        """
        try:
            await self._write(job)
            while line := await self._line(stall_seconds):
                event = orjson.loads(line)
                if last & event.keys():
                    return event
                answer = await on_event(event)
                if answer is not None:
                    await self._write(answer)
        except (ConnectionError, orjson.JSONDecodeError) as error:
            raise ChildDied(str(error)) from error
        status = await self._process.wait()
        raise ChildDied(f"process {self._process.pid} ended with {status}", status)

    async def _line(self, seconds: float | None) -> bytes:
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(seconds):
                return await self._process.stdout.readline()
        except TimeoutError:
            raise ChildStalled(f"process {self.pid} told nothing for {seconds:g} s") from None

    async def _write(self, line: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(orjson.dumps(line, default=str) + b"\n")
            await self._process.stdin.drain()
        except RuntimeError as error:
            # So says uvloop of a pipe whose other end is closed.
            raise ConnectionResetError(str(error)) from error

    async def kill(self) -> None:
        """End the process now, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()


class ChildProcesses:
    """Idle processes of one module; a job takes one and gives it back alive, or not at all.

    One whose last event says that it is spent is ended, and so is one that nobody has wanted for
    `idle_seconds`; without these it is kept.
    """

    def __init__(self, module: str, folders: Folders, *, idle_seconds: float | None = None) -> None:
        self._module = module
        self._folders = folders
        self._idle_seconds = idle_seconds
        self._idle: list[ChildProcess] = []
        self._ends: dict[ChildProcess, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def run(
        self,
        job: dict[str, Any],
        on_event: OnEvent,
        last: frozenset[str],
        stall_seconds: float | None = None,
    ) -> Any:
        """Do a job in a process; when this is cancelled, or fails, the process is killed."""
        child = await self._take()
        try:
            event = await child.run(job, on_event, last, stall_seconds)
        except BaseException:
            await asyncio.shield(child.kill())
            raise
        if event.get(SPENT):
            await asyncio.shield(child.kill())
        else:
            self._keep(child)
        return event

    def _keep(self, child: ChildProcess) -> None:
        self._idle.append(child)
        if self._idle_seconds is not None:
            loop = asyncio.get_running_loop()
            self._ends[child] = loop.call_later(self._idle_seconds, self._end, child)

    def _end(self, child: ChildProcess) -> None:
        self._ends.pop(child, None)
        if child in self._idle:
            self._idle.remove(child)
            task = asyncio.create_task(child.kill())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _take(self) -> ChildProcess:
        while self._idle:
            child = self._idle.pop()
            if end := self._ends.pop(child, None):
                end.cancel()
            if child.alive:
                return child
        return await ChildProcess.start(self._module, self._folders)

    async def close(self) -> None:
        """End the idle processes."""
        for end in self._ends.values():
            end.cancel()
        self._ends.clear()
        await asyncio.gather(*(child.kill() for child in self._idle), *self._ending)
        self._idle.clear()


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a child has to know of ours, which holds every secret that settings may hold.

    Beside it stands what its libraries are told about threads.
    """
    kept = {name: value for name, value in given.items() if name in NAMES}
    kept |= {name: value for name, value in given.items() if name.startswith(PREFIXES)}
    return kept | {
        # One pool of threads per renderer: BLAS must not start another one for each core.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # The threads of a network wait for each other at every layer, turning in a loop. For so
        # many turns that costs a free core nothing; the 300,000 of GNU's OpenMP take a busy one
        # from films, and longer for the network too (docs/decisions/models.md).
        "GOMP_SPINCOUNT": "3000",
    }
