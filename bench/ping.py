"""ping: the cost of the envelope core over a bare handler."""

from __future__ import annotations

from bench.figures import Figure, at_least, interleaved
from bench.lab import Lab
from bench.load import check, drive, envelope
from bench.processes import bare, postcard

BODY = envelope("ping", "ping")
PATH = "/api/ping"


def measure(lab: Lab) -> list[Figure]:
    with bare() as low, postcard(lab.production) as ours:
        check(ours.url, PATH, BODY)
        mine, theirs = interleaved(
            lab.rounds,
            [
                lambda: drive(ours.url, [PATH], BODY, lab.seconds).per_second,
                lambda: drive(low.url, [PATH], BODY, lab.seconds).per_second,
            ],
        )
    return [
        Figure(
            "POST ping, 64 connections, against a bare aiohttp handler",
            f"{mine.show()}/s",
            f"{theirs.show()}/s",
            mine.over(theirs),
            at_least(0.85),
        )
    ]
