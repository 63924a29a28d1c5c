"""From spawn to the first pong, and what the idle server holds in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, Series, at_most
from bench.lab import Lab
from bench.processes import ON_ALL, READY_SECONDS, ROOT, answers, stop
from tests.servers import free_port

IDLE_SECONDS = 3.0


def measure(lab: Lab) -> list[Figure]:
    figures = []
    for way, env in (("embedded", {}), ("production", lab.backing.env())):
        started, memory, torch = [], [], []
        with tempfile.TemporaryDirectory() as folder:
            # The first start makes the tables; it is not counted.
            _start(env, folder)
            for _ in range(lab.rounds):
                seconds, mib, has_torch = _start(env, folder)
                started.append(seconds)
                memory.append(mib)
                torch.append(float(has_torch))
        ready, rss, maps = (Series(tuple(values)) for values in (started, memory, torch))
        figures += [
            Figure(
                f"{way}: second start to the first pong",
                f"{ready.show('.2f')} s",
                "-",
                ready,
                at_most(1.5, "s"),
            ),
            Figure(
                f"{way}: resident memory, idle", f"{rss.show()} MB", "-", rss, at_most(110, "MB")
            ),
            Figure(
                f"{way}: torch or numpy libraries in the web process",
                f"{maps.show()}",
                "-",
                maps,
                at_most(0, "files"),
            ),
        ]
    return figures


def _start(env: dict[str, str], folder: str) -> tuple[float, float, int]:
    """(seconds to the first pong, resident MB when idle, heavy libraries mapped)."""
    port = free_port()
    settings = {"POSTCARD__HTTP__PORT": str(port), "POSTCARD__STORAGE__DIR": folder}
    began = time.perf_counter()
    process = subprocess.Popen(
        [*ON_ALL, sys.executable, "server.py"],
        cwd=ROOT,
        env=os.environ | env | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/api/ping"):
            if time.perf_counter() - began > READY_SECONDS:
                raise RuntimeError("the server did not start")
            time.sleep(0.005)
        seconds = time.perf_counter() - began
        time.sleep(IDLE_SECONDS)
        return seconds, _rss(process.pid), _heavy(process.pid)
    finally:
        stop(process)


def _rss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("no VmRSS")


def _heavy(pid: int) -> int:
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    files = {line.split(maxsplit=5)[-1] for line in maps}
    return sum("/torch/" in file or "/numpy" in file for file in files)
