"""A batch of 100 pings against 100 single ones."""

from __future__ import annotations

from bench.figures import Figure, at_least, interleaved
from bench.lab import Lab
from bench.load import Failed, ask, drive
from bench.ping import BODY, PATH
from bench.processes import postcard

ITEMS = 100
BATCH = b"[" + b",".join([BODY] * ITEMS) + b"]"


def measure(lab: Lab) -> list[Figure]:
    with postcard(lab.production) as ours:
        replies = ask(ours.url, "/api", BATCH)
        if [reply["message"] for reply in replies] != ["pong"] * ITEMS:
            raise Failed(f"a batch answered {replies}")
        batch, single = interleaved(
            lab.rounds,
            [
                lambda: drive(ours.url, ["/api"], BATCH, lab.seconds).per_second * ITEMS,
                lambda: drive(ours.url, [PATH], BODY, lab.seconds).per_second,
            ],
        )
    return [
        Figure(
            "pings in batches of 100, against single ones, per envelope",
            f"{batch.show()}/s",
            f"{single.show()}/s",
            batch.over(single),
            at_least(8),
        )
    ]
