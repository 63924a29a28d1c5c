"""info/get: one row from MariaDB, against the driver's own select loop and FastAPI + SQLAlchemy."""

from __future__ import annotations

import subprocess
import sys

from bench.figures import Figure, at_least, interleaved
from bench.lab import GUESTS, Lab
from bench.load import check, drive, envelope
from bench.processes import ON_SERVER, PEERS, Running, peer, postcard

BODY = envelope("info", "get")


def paths(lab: Lab) -> list[str]:
    return [f"/api/user/info?token={token}" for token in lab.tokens]


def measure(lab: Lab) -> list[Figure]:
    asked = paths(lab)
    sql = lab.production["POSTCARD__SQL__URL"]
    env = {"PEER_REDIS": lab.production["POSTCARD__REDIS__URL"], "PEER_SQL": lab.peer_sql}

    def load(server: Running) -> float:
        return drive(server.url, asked, BODY, lab.seconds).per_second

    with postcard(lab.production) as ours, peer("fast", env=env) as fast:
        check(ours.url, asked[0], BODY)
        check(fast.url, asked[0], BODY)
        mine, of_fast, of_loop = interleaved(
            lab.rounds,
            [lambda: load(ours), lambda: load(fast), lambda: _select_loop(sql, lab.seconds)],
        )
    shown = f"{mine.show()}/s"
    return [
        Figure(
            "info/get from MariaDB, 64 connections, against aiomysql's own select loop",
            shown,
            f"{of_loop.show()}/s",
            mine.over(of_loop),
            at_least(0.60),
        ),
        Figure(
            "info/get from MariaDB, against FastAPI + SQLAlchemy async",
            shown,
            f"{of_fast.show()}/s",
            mine.over(of_fast),
            at_least(2.5),
        ),
    ]


def _select_loop(url: str, seconds: float) -> float:
    command = [*ON_SERVER, sys.executable, str(PEERS / "select_loop.py"), url]
    run = subprocess.run(
        [*command, str(seconds), str(GUESTS)], capture_output=True, check=True, timeout=seconds + 30
    )
    return float(run.stdout)
