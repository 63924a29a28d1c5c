"""haproxy before the servers: each request to the next one that lives."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tests.servers import require

CONFIG = """\
global
    maxconn 4000
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    # Without it a check has the interval's time: a busy second of a server would be its death.
    timeout check 10s
    timeout tunnel 1h
    retries 3
    option redispatch
    option forwardfor
frontend guests
    bind 127.0.0.1:{port}
    # Whatever a guest says of it: here nothing is encrypted.
    http-request set-header X-Forwarded-Proto http
    default_backend servers
backend servers
    balance roundrobin
    option httpchk GET /api/health/live
    # One that leaves still answers; one whose database is away says so itself in its answers.
    http-check expect string up
    default-server check inter 500ms fall 2 rise 1
    http-response set-header Served-By %s
{servers}
"""


class Balancer:
    """Answers at `port` for `servers`, which are (name, address, port)."""

    def __init__(self, folder: Path, port: int, servers: list[tuple[str, str, int]]) -> None:
        self._binary = require("haproxy")
        self._file = folder / "haproxy.cfg"
        lines = "\n".join(f"    server {name} {host}:{at}" for name, host, at in servers)
        self._file.write_text(CONFIG.format(port=port, servers=lines))
        self._output = folder / "haproxy.txt"
        self._process: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        with self._output.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(self._binary, "-db", "-f", str(self._file)),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()
