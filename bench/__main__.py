"""`python -m bench [row ...] [--quick]`: measure, print, and write bench/RESULTS.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bench import (
    batch,
    beside,
    colour,
    doki,
    film,
    forum,
    growth,
    info,
    login,
    long,
    matching,
    ping,
    places,
    sockets,
    start,
)
from bench.figures import Figure
from bench.lab import Lab
from bench.report import show, write

ROWS: dict[str, Callable[[Lab], list[Figure]]] = {
    "ping": ping.measure,
    "doki": doki.measure,
    "info": info.measure,
    "login": login.measure,
    "batch": batch.measure,
    "sockets": sockets.measure,
    "endpoints": growth.endpoints,
    "people": growth.people,
    "forum": forum.measure,
    "start": start.measure,
    "beside": beside.measure,
    "film": film.speed,
    "memory": film.memory,
    "long": long.measure,
    "colour": colour.measure,
    "matching": matching.measure,
    "places": places.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measure Postcard.")
    parser.add_argument("row", nargs="*", help=f"any of: {', '.join(ROWS)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="short rounds; writes no file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of load in each round")
    arguments = parser.parse_args()
    unknown = set(arguments.row) - ROWS.keys()
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are: {', '.join(ROWS)}")
    figures: list[Figure] = []
    with Lab(quick=arguments.quick, rounds=arguments.rounds, seconds=arguments.seconds) as lab:
        for name in arguments.row or ROWS:
            for figure in ROWS[name](lab):
                print(show(figure), flush=True)
                figures.append(figure)
            # After every row, so that a run that is cut short has not been for nothing.
            if not arguments.quick:
                write(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
