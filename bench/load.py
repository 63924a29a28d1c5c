"""Load by wrk, against 127.0.0.1 only, for a given time."""

from __future__ import annotations

import json
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.processes import ON_CLIENTS, program

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw; times in milliseconds."""

    requests: int
    per_second: float
    p50: float
    p99: float


class Failed(Exception):
    """Raised when a server did not answer what it should: such a figure would mean nothing."""


def envelope(type_: str, subtype: str, data: dict[str, Any] | None = None) -> bytes:
    return json.dumps({"id": 1, "type": type_, "subtype": subtype, "data": data or {}}).encode()


@contextmanager
def wrk(
    url: str,
    paths: Sequence[str],
    bodies: Sequence[bytes],
    seconds: float,
    connections: int,
    pause_ms: int,
    on: Sequence[str],
) -> Iterator[list[str]]:
    """The command line of a load, as `drive` has it; what it sends lies in files for the block."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder)
        (given / "paths").write_text("".join(f"{path}\n" for path in paths))
        (given / "bodies").write_bytes(b"\n".join(bodies))
        command = [*on, program("wrk"), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
        command += ["--timeout", "10s", "-s", str(SCRIPT), url, "--"]
        yield [*command, str(given / "paths"), str(given / "bodies"), str(pause_ms)]


def drive(
    url: str,
    paths: Sequence[str],
    body: bytes | Sequence[bytes],
    seconds: float,
    *,
    connections: int = CONNECTIONS,
    pause_ms: int = 0,
    on: Sequence[str] = ON_CLIENTS,
) -> Load:
    """POST `body`, or several in turn, to `paths` in turn; none may contain a line feed.

    `pause_ms` is a connection's longest rest between two.
    """
    if urlsplit(url).hostname != "127.0.0.1":
        raise ValueError(f"a load test goes to 127.0.0.1 only, not {url}")
    bodies = [body] if isinstance(body, bytes) else body
    with wrk(url, paths, bodies, seconds, connections, pause_ms, on) as command:
        run = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 60
        )
    line = next(line for line in run.stdout.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    if found["bad"] or not found["requests"]:
        raise Failed(f"{url}{paths[0]}: {found}")
    return Load(
        found["requests"],
        found["requests"] / found["us"] * 1e6,
        found["p50"] / 1000,
        found["p99"] / 1000,
    )


def ask(url: str, path: str, body: bytes) -> Any:
    """One POST; the JSON of the answer."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url + path, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def check(url: str, path: str, body: bytes, status: int = 0) -> None:
    """Ask once before (and after) a measurement, so that no error is measured for an answer."""
    reply = ask(url, path, body)
    if reply.get("status") != status:
        raise Failed(f"{url}{path} answered {reply}")
