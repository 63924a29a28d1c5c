"""ping while a film renders on the same two cores, in a renderer as a worker starts it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import orjson

from bench.figures import Figure, at_most, interleaved
from bench.films import order
from bench.lab import Lab
from bench.login import ping_p99
from bench.processes import ON_ALL, ROOT, postcard, stop

# Each photo so often, that the film is longer in the making than the pings last.
REPEATED = 4
LIMITS = {
    "memory_bytes": 2 << 30,
    "file_bytes": 2 << 30,
    "open_files": 256,
    "cpu_seconds": 600,
}


def measure(lab: Lab) -> list[Figure]:
    photos = [str(path) for path in lab.photos] * REPEATED
    with postcard(lab.production, on=ON_ALL) as ours:

        def beside() -> float:
            with rendering(photos):
                return ping_p99(ours.url, lab.seconds)

        busy, idle = interleaved(lab.rounds, [beside, lambda: ping_p99(ours.url, lab.seconds)])
    return [
        Figure(
            "ping p99 while a film renders on the two cores, against idle",
            f"{busy.show(',.2f')} ms",
            f"{idle.show(',.2f')} ms",
            busy.over(idle),
            at_most(2),
        )
    ]


@contextmanager
def rendering(photos: list[str]) -> Iterator[None]:
    """A long film under way; the block begins when frames are being encoded."""
    with tempfile.TemporaryDirectory() as out:
        process = subprocess.Popen(
            [*ON_ALL, sys.executable, "-m", "workers.render_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # As a worker starts it.
            start_new_session=True,
        )
        try:
            assert process.stdin is not None and process.stdout is not None
            job = {"kind": "movie", "order": order(photos, out, (1280, 720)), "limits": LIMITS}
            process.stdin.write(orjson.dumps(job, default=str) + b"\n")
            process.stdin.flush()
            while (event := orjson.loads(process.stdout.readline())).get("stage") != 105:
                if "ask" in event:
                    # Nobody answers here; the film is made without.
                    answer = {"answers": [None] * len(event["requests"])}
                    process.stdin.write(orjson.dumps(answer) + b"\n")
                    process.stdin.flush()
            yield
            # A film that ended before the block would have left the cores idle.
            assert process.poll() is None
        finally:
            process.kill()
            stop(process)
