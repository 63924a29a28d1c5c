"""Child processes for heavy work: started when first needed, kept between jobs, killed at will."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import orjson

from config import ROOT
from workers.child_protocol import SPENT

# A line of events is short; a traceback in one may be long.
LINE_BYTES = 1 << 20
# What is told of an event; where it is a question, the answer to it.
OnEvent = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


class ChildDied(Exception):
    """Raised when the process ended before its job did."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        # It had used all the processor time that its job was allowed.
        self.out_of_time = status == -signal.SIGXCPU


class ChildProcess:
    """One process that runs `python -m module` and does one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, module: str) -> ChildProcess:
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
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

    async def run(self, job: dict[str, Any], on_event: OnEvent, last: frozenset[str]) -> Any:
        """Do one job; the event that has a key in `last` ends it and is returned."""
        assert self._process.stdout is not None
        try:
            await self._write(job)
            while line := await self._process.stdout.readline():
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

    One whose last event says that it is spent is ended.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._idle: list[ChildProcess] = []

    async def run(self, job: dict[str, Any], on_event: OnEvent, last: frozenset[str]) -> Any:
        """Do a job in a process; when this is cancelled, or fails, the process is killed."""
        child = await self._take()
        try:
            event = await child.run(job, on_event, last)
        except BaseException:
            await asyncio.shield(child.kill())
            raise
        if event.get(SPENT):
            await asyncio.shield(child.kill())
        else:
            self._idle.append(child)
        return event

    async def _take(self) -> ChildProcess:
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
        return await ChildProcess.start(self._module)

    async def close(self) -> None:
        """End the idle processes."""
        await asyncio.gather(*(child.kill() for child in self._idle))
        self._idle.clear()


def environment() -> dict[str, str]:
    """Ours, and what the libraries of a child are told about threads."""
    return os.environ | {
        # One pool of threads per renderer: BLAS must not start another one for each core.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # The threads of a network wait for each other at every layer, turning in a loop. For so
        # many turns that costs a free core nothing; the 300,000 of GNU's OpenMP take a busy one
        # from films, and longer for the network too (docs/decisions/models.md).
        "GOMP_SPINCOUNT": "3000",
    }
