"""login: what is left of two cores for logins beside the hash, and of ping beside logins.

Everything may use both cores here, as it may in production.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher

from bench import guests
from bench.figures import Figure, at_least, at_most, interleaved
from bench.lab import GUESTS, Lab
from bench.load import check, drive, envelope, wrk
from bench.ping import BODY as PING
from bench.ping import PATH as PING_PATH
from bench.processes import ON_ALL, PEERS, postcard, stop
from config import load_config

CALLERS = 16
# The limits count as in production, but let the one address through from which all logins come.
LIMITS = {
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "1000000",
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ADDRESS_MINUTE": "1000000",
}
PATH = "/api/user/login"
# ping is asked some 400 times a second: 8 connections that rest 0 to 40 ms.
PING_CONNECTIONS = 8
PING_REST_MS = 40


def password_hash() -> str:
    """What the guests' password is kept as, by the settings of production."""
    settings = load_config().passwords
    return PasswordHasher(settings.rounds, settings.memory_kib, 1).hash(guests.PASSWORD)


def sign_ins() -> list[bytes]:
    """A login of each guest."""
    return [
        envelope("login", "pass", {"username": guests.phone(number), "pass": guests.PASSWORD})
        for number in range(1, GUESTS + 1)
    ]


def measure(lab: Lab) -> list[Figure]:
    settings = load_config().passwords
    env = lab.other_production(1)
    guests.sign_in(env, GUESTS, password_hash())
    bodies = sign_ins()
    seconds = lab.seconds * 2
    with postcard(env | LIMITS, on=ON_ALL) as ours:
        check(ours.url, PATH, bodies[0])

        def logins() -> float:
            load = drive(ours.url, [PATH], bodies, seconds, connections=CALLERS, on=ON_ALL)
            return load.per_second

        def hashes() -> float:
            command = [*ON_ALL, sys.executable, str(PEERS / "hashes.py"), str(seconds)]
            command += [str(settings.memory_kib), str(settings.rounds)]
            return float(subprocess.run(command, capture_output=True, check=True).stdout)

        def ping() -> float:
            return ping_p99(ours.url, seconds)

        def ping_beside() -> float:
            with logging_in(ours.url, bodies, seconds + 3):
                return ping()

        mine, limit = interleaved(lab.rounds, [logins, hashes])
        busy, idle = interleaved(lab.rounds, [ping_beside, ping])
        check(ours.url, PATH, bodies[0])
    return [
        Figure(
            f"login of {GUESTS:,} guests in turn, against argon2id alone on two threads",
            f"{mine.show(',.1f')}/s",
            f"{limit.show(',.1f')}/s",
            mine.over(limit),
            at_least(0.90),
        ),
        Figure(
            "ping p99 while logins saturate, against idle",
            f"{busy.show(',.2f')} ms",
            f"{idle.show(',.2f')} ms",
            busy.over(idle),
            at_most(3),
        ),
    ]


def ping_p99(url: str, seconds: float) -> float:
    """The p99 in ms of pings that come now and then."""
    return drive(
        url,
        [PING_PATH],
        PING,
        seconds,
        connections=PING_CONNECTIONS,
        pause_ms=PING_REST_MS,
        on=ON_ALL,
    ).p99


@contextmanager
def logging_in(url: str, bodies: list[bytes], seconds: float) -> Iterator[None]:
    """Logins as fast as they are answered, for the block but no longer than `seconds`."""
    with wrk(url, [PATH], bodies, seconds, CALLERS, 0, ON_ALL) as command:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            stop(process)
