"""`python -m bench [row ...] [--quick]`: measure, print, and write bench/RESULTS.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    batch,
    before,
    beside,
    colour,
    doki,
    film,
    forum,
    growth,
    hostile,
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
    "hostile": hostile.measure,
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
# Rows that need a second checkout, so that they are measured only where they are named.
NAMED_ONLY: dict[str, Callable[[Lab], list[Figure]]] = {"before": before.measure}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measure Postcard.")
    rows = ROWS | NAMED_ONLY
    parser.add_argument("row", nargs="*", help=f"any of: {', '.join(rows)}; all when none is named")
    parser.add_argument(
        "--before", type=Path, help="another checkout of Postcard, for the row `before`"
    )
    parser.add_argument("--quick", action="store_true", help="short rounds; writes no file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of load in each round")
    arguments = parser.parse_args()
    unknown = set(arguments.row) - rows.keys()
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are: {', '.join(rows)}")
    figures: list[Figure] = []
    with Lab(
        quick=arguments.quick,
        rounds=arguments.rounds,
        seconds=arguments.seconds,
        before=arguments.before and arguments.before.resolve(),
    ) as lab:
        for name in arguments.row or ROWS:
            for figure in rows[name](lab):
                print(show(figure), flush=True)
                # What another checkout measures is nothing of this one's results.
                if name in ROWS:
                    figures.append(figure)
            # After every row, so that a run that is cut short has not been for nothing.
            if figures and not arguments.quick:
                write(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
