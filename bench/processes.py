"""Processes under measurement: on which core, with which settings, and their end.

The server under measurement has the first core alone; the load, MariaDB and Redis the last one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.servers import free_port

ROOT: Final = Path(__file__).resolve().parent.parent
PEERS: Final = ROOT / "bench" / "peers"
PEERS_PYTHON: Final = ROOT / ".venv-bench" / "bin" / "python"
CORES: Final = sorted(os.sched_getaffinity(0))
ON_SERVER: Final = ("taskset", "-c", str(CORES[0]))
ON_CLIENTS: Final = ("taskset", "-c", str(CORES[-1]))
ON_ALL: Final = ("taskset", "-c", ",".join(map(str, CORES)))
READY_SECONDS: Final = 60.0
STOP_SECONDS: Final = 20.0


def program(name: str) -> str:
    """The path of an installed program."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"bench: {name} is not installed; run `scripts/servers bench`")
    return found


def answers(url: str) -> bool:
    """Whether GET `url` is answered at all."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Running:
    """A server that answers at `url`."""

    def __init__(self, process: subprocess.Popen[bytes], url: str, output: Path) -> None:
        self.process = process
        self.url = url
        self._output = output

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait(self, path: str) -> None:
        end = time.monotonic() + READY_SECONDS
        while not answers(self.url + path):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"no server: {self._output.read_text()[-3000:]}")
            time.sleep(0.02)


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    *,
    env: dict[str, str] | None = None,
    ready: str = "/",
    root: Path = ROOT,
) -> Iterator[Running]:
    """Run a server in folder `root`; the block begins when GET `ready` answers 200."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        with output.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=root, env=os.environ | (env or {}), stdout=out, stderr=out
            )
        try:
            running = Running(process, f"http://127.0.0.1:{port}", output)
            running.wait(ready)
            yield running
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def postcard(
    env: dict[str, str],
    *,
    on: Sequence[str] = ON_SERVER,
    command: Sequence[str] = ("server.py",),
    root: Path = ROOT,
) -> Iterator[Running]:
    """Postcard as an operator runs it (its own limits, logs and hashes).

    Its data are in scratch, unless `env` names a folder that somebody has prepared. `root` is
    the checkout that is run; one with a virtual environment of its own uses that.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"POSTCARD__HTTP__PORT": str(port), "POSTCARD__STORAGE__DIR": folder}
        own = root / ".venv" / "bin" / "python"
        line = [*on, str(own) if root != ROOT and own.exists() else sys.executable, *command]
        with serving(line, port, env=settings | env, ready="/api/ping", root=root) as running:
            yield running


@contextmanager
def peer(name: str, *, env: dict[str, str] | None = None) -> Iterator[Running]:
    """A peer's server on the server's core: bench/peers/`name`.py, which is given a port."""
    port = free_port()
    command = [*ON_SERVER, str(PEERS_PYTHON), str(PEERS / f"{name}.py"), str(port)]
    with serving(command, port, env=env, ready="/ready") as running:
        yield running


@contextmanager
def bare() -> Iterator[Running]:
    """The bare aiohttp handler, with our own aiohttp and uvloop."""
    port = free_port()
    command = [*ON_SERVER, sys.executable, str(PEERS / "bare.py"), str(port)]
    with serving(command, port, ready="/ready") as running:
        yield running
