"""ping of a second guest while the worst that may lawfully be sent comes to every face."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.figures import Figure, Series, at_most
from bench.lab import Lab
from bench.load import Failed, check
from bench.login import ping_p99
from bench.ping import BODY, PATH
from bench.processes import ON_ALL, ROOT, postcard, stop

SECONDS = 120
# Its pictures and bodies are made before it sends the first.
STARTING = 5
# The database of Redis that another server has.
OTHER = 7
# Each request comes from another address, in the words of a proxy that is believed.
ENV = {"POSTCARD__HTTP__TRUSTED_PROXIES": "1"}


def measure(lab: Lab) -> list[Figure]:
    seconds = 20 if lab.quick else SECONDS
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        env = lab.production | ENV | {"POSTCARD__STORAGE__DIR": folder}
        ours = stack.enter_context(postcard(env, on=ON_ALL))
        other = stack.enter_context(postcard(lab.other_production(OTHER), on=ON_ALL))
        stack.enter_context(working(env))
        check(ours.url, PATH, BODY)
        idle = ping_p99(ours.url, seconds / 4)
        attack = subprocess.Popen(
            [*ON_ALL, "nice", "-n", "19", sys.executable, "-m", "bench.worst", ours.url]
            + [str(seconds * 5 / 4 + STARTING), *lab.tokens[:50]],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        stack.callback(stop, attack)
        try:
            attack.wait(STARTING)
        except subprocess.TimeoutExpired:
            busy = ping_p99(ours.url, seconds)
            beside = ping_p99(other.url, seconds / 4)
        else:
            raise Failed("the attack ended before it began")
        said, _ = attack.communicate(timeout=120)
        check(ours.url, PATH, BODY)
    print(json.dumps(json.loads(said), indent=1))
    return [
        Figure(
            f"ping p99 while the worst bodies come to every face for {seconds} s, against idle",
            f"{busy:,.2f} ms",
            f"{idle:,.2f} ms",
            Series((busy / idle,)),
            at_most(5),
        ),
        Figure(
            "of that, what a ping to another server takes on the same cores, which nobody attacks",
            f"{busy:,.2f} ms",
            f"{beside:,.2f} ms",
            Series((busy / beside,)),
            at_most(2),
        ),
    ]


@contextmanager
def working(env: dict[str, str]) -> Iterator[None]:
    """A worker as production has it, for what models and films are asked."""
    command = [*ON_ALL, sys.executable, "-m", "dramatiq", "workers.run:setup"]
    worker = subprocess.Popen(
        [*command, "--processes", "1", "--threads", "2"],
        cwd=ROOT,
        env=os.environ | env | {"POSTCARD__METRICS__WORKER_PORT": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        stop(worker)
