"""Postcard against another checkout of itself: requests, logins, batches, sockets, in one run.

Both sides have a database of their own with the same guests; their load comes in turn. What a
server does in a second of its own processor time is compared, but for logins, whose time is their
helpers': on a machine that others share the clock tells more of them than of either side.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench import batch, doki, guests, info, login, ping, sockets
from bench.figures import Figure, at_least, interleaved
from bench.lab import GUESTS, Lab
from bench.load import Failed, check, drive
from bench.processes import ON_ALL, ROOT, Running, postcard

# Noise of one in fifty is less than what a reader would call slower.
TARGET = 0.98
# A machine that others share is faster one minute and slower the next: the load of a round comes in
# so many turns, so that both sides have the same of it.
TURNS = 5


def measure(lab: Lab) -> list[Figure]:
    """Each row's requests a second here, over those of the checkout in `--before`."""
    if lab.before is None:
        raise SystemExit("bench: the row `before` needs --before FOLDER, another checkout")
    return [
        *_on_one_core(lab, lab.before),
        *_logins(lab, lab.before),
        *_watched(lab, lab.before),
    ]


def _on_one_core(lab: Lab, before: Path) -> list[Figure]:
    with ExitStack() as stack:
        sides = [
            stack.enter_context(postcard(_signed_in(lab, root, number), root=root))
            for number, root in ((2, ROOT), (3, before))
        ]
        rows: dict[str, tuple[list[str], bytes, int]] = {
            "POST ping": ([ping.PATH], ping.BODY, 1),
            "POST doki": (doki.paths(lab), doki.BODY, 1),
            "info/get": (info.paths(lab), info.BODY, 1),
            "pings in batches of 100": (["/api"], batch.BATCH, batch.ITEMS),
        }

        def load(side: Running, row: str) -> float:
            asked, body, items = rows[row]
            begun = _processor_seconds(side.pid)
            done = drive(side.url, asked, body, lab.seconds / TURNS).requests
            return done * items / (_processor_seconds(side.pid) - begun)

        for side in sides:
            for row, (asked, body, items) in rows.items():
                if items == 1:
                    check(side.url, asked[0], body)
                # A server's first seconds are slower than all that follow.
                load(side, row)
        turns = lab.rounds * TURNS
        return [_compared(turns, row, [_bound(load, side, row) for side in sides]) for row in rows]


def _logins(lab: Lab, before: Path) -> list[Figure]:
    hashed, bodies = login.password_hash(), login.sign_ins()
    with ExitStack() as stack:
        sides = [
            stack.enter_context(
                postcard(_signed_in(lab, root, number, hashed) | login.LIMITS, on=ON_ALL, root=root)
            )
            for number, root in ((4, ROOT), (5, before))
        ]

        def load(side: Running, _row: str) -> float:
            check(side.url, login.PATH, bodies[0])
            return drive(
                side.url,
                [login.PATH],
                bodies,
                lab.seconds * 2,
                connections=login.CALLERS,
                on=ON_ALL,
            ).per_second

        return [_compared(lab.rounds, "login", [_bound(load, side, "login") for side in sides])]


def _watched(lab: Lab, before: Path) -> list[Figure]:
    """The changes come at a fixed pace, so that what a faster server saves is its own time."""
    seconds = max(2, round(lab.seconds))
    with ExitStack() as stack:
        sides = []
        for number, root in ((6, ROOT), (7, before)):
            env = _signed_in(lab, root, number)
            sockets.add_works(env)
            sides.append((env, root, stack.enter_context(postcard(env, root=root))))

        def load(side: tuple[dict[str, str], Path, Running]) -> float:
            env, root, running = side
            begun = _processor_seconds(running.pid)
            due, late = sockets.watch(env, lab.tokens, running.url, seconds, root)
            if len(late) != due:
                raise Failed(f"{len(late)} of {due} changes were delivered")
            return due / (_processor_seconds(running.pid) - begun)

        for side in sides:
            load(side)
        row = "changes told to 1,000 sockets per second of the server's own time"
        return [_compared(lab.rounds, row, [partial(load, side) for side in sides])]


def _processor_seconds(pid: int) -> float:
    """What a process has used, of user's and of system's time (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _signed_in(
    lab: Lab, root: Path, number: int, password_hash: str = "$argon2id$none"
) -> dict[str, str]:
    env = lab.other_production(number)
    guests.sign_in(env, GUESTS, password_hash, root=root)
    return env


def _bound(load: Callable[[Running, str], float], side: Running, row: str) -> Callable[[], float]:
    return lambda: load(side, row)


def _compared(rounds: int, row: str, sides: list[Callable[[], float]]) -> Figure:
    ours, theirs = interleaved(rounds, sides)
    form = ",.0f" if ours.median > 1000 else ",.1f"
    return Figure(
        f"{row}, against the build before",
        f"{ours.show(form)}/s",
        f"{theirs.show(form)}/s",
        ours.over(theirs),
        at_least(TARGET),
    )
