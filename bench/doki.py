"""doki: a token checked in Redis, against the bare handler and two frameworks doing the same."""

from __future__ import annotations

from contextlib import ExitStack

from bench.figures import Figure, Series, at_least, interleaved
from bench.lab import Lab
from bench.load import check, drive, envelope
from bench.ping import BODY as PING
from bench.ping import PATH as PING_PATH
from bench.processes import Running, bare, peer, postcard

BODY = envelope("token", "doki")


def paths(lab: Lab) -> list[str]:
    return [f"/api/user/doki?token={token}" for token in lab.tokens]


def measure(lab: Lab) -> list[Figure]:
    with ExitStack() as stack:
        env = {
            "PEER_REDIS": lab.production["POSTCARD__REDIS__URL"],
            "PEER_SQL": lab.peer_sql,
        }
        ours = stack.enter_context(postcard(lab.production))
        fast = stack.enter_context(peer("fast", env=env))
        django = stack.enter_context(peer("dj", env=env))
        low = stack.enter_context(bare())
        asked = paths(lab)

        def load(server: Running) -> float:
            return drive(server.url, asked, BODY, lab.seconds).per_second

        for server in (ours, fast, django):
            check(server.url, asked[0], BODY)
        found = interleaved(
            lab.rounds,
            [
                lambda: load(ours),
                lambda: load(fast),
                lambda: load(django),
                lambda: drive(low.url, [PING_PATH], PING, lab.seconds).per_second,
            ],
        )
        for server in (ours, fast, django):
            check(server.url, asked[-1], BODY)
    mine, of_fast, of_django, of_bare = found

    def figure(name: str, theirs: Series, target: float) -> Figure:
        row = f"POST doki, tokens in Redis, against {name}"
        over = mine.over(theirs)
        return Figure(row, f"{mine.show()}/s", f"{theirs.show()}/s", over, at_least(target))

    return [
        figure("the bare aiohttp handler", of_bare, 0.70),
        figure("FastAPI", of_fast, 4.5),
        figure("Django ASGI", of_django, 20),
    ]
