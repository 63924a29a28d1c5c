"""The figures as a table for people: on the terminal, and in RESULTS.md."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.figures import Figure
from bench.processes import PEERS_PYTHON, program

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
OURS: Final = (
    "aiohttp",
    "uvloop",
    "aiomysql",
    "hiredis",
    "orjson",
    "pydantic",
    "argon2-cffi",
    "av",
)
PEERS: Final = ("fastapi", "uvicorn", "SQLAlchemy", "Django", "redis", "moviepy")
HEAD: Final = """\
# Results

Written by `make bench`; `python -m bench <row>` measures a row again and replaces its lines,
`--quick` gives a first look and writes nothing.
Every line compares two sides measured in turn in the same run: median of the rounds, and the
lowest and highest round. Postcard runs as in production, with its access log, validation and
limits. Servers have one core and one process; the load, MariaDB and Redis have the other core.
FastAPI and Django run under uvicorn with uvloop, httptools and uvicorn's access log.

| what | Postcard | against | ratio | target | met |
| --- | --- | --- | --- | --- | --- |
"""


def show(figure: Figure) -> str:
    """A line for the terminal."""
    return (
        f"{'met ' if figure.met else 'MISS'} {figure.row}: {figure.ours} against {figure.peer}: "
        f"{figure.found.spread()}, target {figure.target}"
    )


def write(figures: list[Figure]) -> None:
    """Write RESULTS.md. A row that was not measured this time keeps its line."""
    lines = _written()
    for figure in figures:
        lines[figure.row] = (
            f"| {figure.row} | {figure.ours} | {figure.peer} | {figure.found.spread()} "
            f"| {figure.target} | {'yes' if figure.met else '**no**'} |"
        )
    table = "\n".join(lines.values())
    RESULTS.write_text(f"{HEAD}{table}\n\n{_where()}\n", encoding="utf-8")


def _written() -> dict[str, str]:
    """The lines of the table as it stands, by what they measure."""
    if not RESULTS.exists():
        return {}
    rows = [line for line in RESULTS.read_text("utf-8").splitlines() if line.startswith("| ")]
    return {line.split(" | ")[0].removeprefix("| "): line for line in rows[2:]}


def _where() -> str:
    ours = [f"{name} {version(name)}" for name in OURS]
    return "\n".join(
        (
            f"Last command: `python -m {' '.join(['bench', *sys.argv[1:]])}`.",
            f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {_processor()}, "
            f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
            f"{_said(program('mariadbd'))}, {_said(program('redis-server'))}, wrk.",
            "",
            f"Postcard: CPython {platform.python_version()}, {', '.join(ours)}.",
            f"Peers: {_peers()}.",
        )
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "an unnamed processor"


def _said(path: str) -> str:
    out = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return " ".join(out.replace(path, Path(path).name).split()[:4])


def _peers() -> str:
    """Their versions; rows that measure us alone run without them."""
    if not PEERS_PYTHON.exists():
        return "none is installed"
    code = (
        "from importlib.metadata import version as v; "
        f"print(*(f'{{n}} {{v(n)}}' for n in {PEERS}), sep=', ')"
    )
    run = subprocess.run([PEERS_PYTHON, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.strip()
