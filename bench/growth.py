"""What grows must not slow down: endpoints to 6,000, users and tokens to 1,000,000."""

from __future__ import annotations

from functools import partial

import handlers
from bench import doki, guests, info
from bench.figures import Figure, Series, at_most, interleaved
from bench.lab import GUESTS, Lab
from bench.load import check, drive, envelope
from bench.ping import BODY as PING
from bench.ping import PATH as PING_PATH
from bench.processes import postcard

# The two sides differ by less than the machine does from one second to the next: many short rounds.
SHORT = 4
# The number of the made-up endpoint that both sides are asked for; the small side has it last.
ASKED = 1
FEW, MANY = sum(len(table.endpoints) for table in handlers.TABLES) + ASKED + 1, 6_000
CROWD, CROWD_QUICK = 1_000_000, 100_000


def endpoints(lab: Lab) -> list[Figure]:
    """Time of an answer with 6,000 endpoints over that with few."""
    few, many = (("-m", "bench.many", str(count)) for count in (FEW, MANY))
    look = envelope(f"made{ASKED}", "look", {"work_id": 1})
    figures = []
    with (
        postcard(lab.production, command=few) as small,
        postcard(lab.production, command=many) as large,
    ):
        for path, body in ((PING_PATH, PING), ("/api", look), (f"/api/made/{ASKED}", look)):
            check(small.url, path, body)
            check(large.url, path, body)

            def load(url: str, path: str = path, body: bytes = body) -> float:
                return drive(url, [path], body, lab.seconds / SHORT).per_second

            before, after = interleaved(
                lab.rounds * SHORT, [lambda: load(small.url), lambda: load(large.url)]
            )
            row = f"POST {path}, {FEW} → {MANY:,} endpoints, time of an answer"
            figures.append(_slower(row, before, after, 1.05))
    return figures


def people(lab: Lab) -> list[Figure]:
    """Time of doki and info/get with a million users and tokens over that with a thousand.

    1,000 tokens are used, taken evenly from all that there are.
    """
    count = CROWD_QUICK if lab.quick else CROWD
    crowd = lab.other_production(2)
    guests.sign_in(crowd, count)
    step = count // GUESTS
    spread = [guests.token(number * step) for number in range(1, GUESTS + 1)]
    figures = []
    with postcard(lab.production) as small, postcard(crowd) as large:
        for name, path, body in (
            ("doki", "/api/user/doki", doki.BODY),
            ("info/get", "/api/user/info", info.BODY),
        ):
            few = [f"{path}?token={token}" for token in lab.tokens]
            many = [f"{path}?token={token}" for token in spread]
            check(large.url, many[-1], body)

            def load(url: str, paths: list[str], body: bytes = body) -> float:
                return drive(url, paths, body, lab.seconds).per_second

            before, after = interleaved(
                lab.rounds, [partial(load, small.url, few), partial(load, large.url, many)]
            )
            row = f"{name}, {GUESTS:,} → {count:,} users and tokens, time of an answer"
            figures.append(_slower(row, before, after, 1.15))
    return figures


def _slower(row: str, before: Series, after: Series, most: float) -> Figure:
    return Figure(row, f"{after.show()}/s", f"{before.show()}/s", before.over(after), at_most(most))
