"""What so many guests need, from measured costs; and the queue of albums through a day, simulated.

Prints the tables of docs/scale.md: `python scripts/scale.py`. The same seed gives the same tables.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SEED: Final = 20261121
DAY: Final = 86_400
HOUR: Final = 3_600
# Share of a day's load in each hour, of the guests' own time: quiet nights, evenings after a trip.
HOURS: Final = np.array(
    [8, 4, 2, 1, 1, 2, 5, 12, 22, 32, 40, 45, 48, 44, 42, 42, 45, 50, 60, 78, 96, 100, 70, 30],
    dtype=np.float64,
)
SHARES: Final = HOURS / HOURS.sum()
EVENING: Final = int(SHARES.argmax()) * HOUR
# How busy the workers are to be in the busiest hour.
LOADS: Final = (1.1, 0.95, 0.8, 0.6)
# Of the number of photos, as the standard deviation of its logarithm.
SPREAD: Final = 0.7


@dataclass(frozen=True)
class Costs:
    """Measured (bench/RESULTS.md): seconds of one core, bytes."""

    # A request with a token, and one that reads SQL too; what SQL and Redis take is at most that
    # of the other core in the same run, which they share with the load.
    request: float = 1 / 31_207
    request_sql: float = 1 / 7_736
    sql: float = 1 / 7_736
    redis: float = 1 / 31_207
    # Two cores hash 89.6 passwords a second.
    login: float = 2 / 89.6
    # A film of 10 photos of 12 MP, 26 s long, 1280x720 at 25 fps.
    film: float = 6.03
    # Its photos one after the other through the weather network, with reading them.
    models: float = 10 * 0.028


@dataclass(frozen=True)
class Guests:
    """Assumed: what guests do in a day. Put your own numbers here."""

    active: float = 0.3
    requests: float = 60.0
    with_sql: float = 0.7
    logins: float = 0.3
    albums: float = 0.1
    photos: float = 10.0
    photo_bytes: float = 4e6
    film_bytes: float = 6e6
    # How often a film is played, by its owner and those they show it to.
    plays: float = 3.0


@dataclass(frozen=True)
class Need:
    """What the busiest hour needs; a line of the first table."""

    guests: int
    requests: float
    server_cores: float
    sql_cores: float
    redis_cores: float
    albums_day: float
    worker_cores: float
    network_mbit: float
    stored_day: float


def need(guests: int, costs: Costs, does: Guests) -> Need:
    """The busiest hour of so many guests, and what a day adds to the storage."""
    peak = float(SHARES.max()) / HOUR
    requests = guests * does.active * does.requests * peak
    logins = guests * does.active * does.logins * peak
    albums = guests * does.albums
    uploads = albums * does.photos
    moved = uploads * does.photo_bytes + albums * does.plays * does.film_bytes
    stored = uploads * does.photo_bytes + albums * does.film_bytes
    sql = requests * does.with_sql
    plain = requests - sql
    return Need(
        guests=guests,
        requests=requests,
        server_cores=plain * costs.request + sql * costs.request_sql + logins * costs.login,
        sql_cores=sql * costs.sql,
        redis_cores=requests * costs.redis,
        albums_day=albums,
        worker_cores=albums * peak * (costs.film + costs.models),
        network_mbit=moved * peak * 8 / 1e6,
        stored_day=stored,
    )


def arrivals(albums: float, chance: np.random.Generator) -> NDArray[np.float64]:
    """When albums are started: at random, as many in each hour as its share says."""
    counts = chance.poisson(albums * SHARES)
    times = [chance.uniform(hour * HOUR, (hour + 1) * HOUR, n) for hour, n in enumerate(counts)]
    return np.sort(np.concatenate(times))


def service(count: int, costs: Costs, chance: np.random.Generator) -> NDArray[np.float64]:
    """Seconds on a core: films are as long as their photos are many, 1 to 200, 10 on average."""
    # The mean of exp(N(m, s)) is exp(m + s²/2).
    photos = np.round(10 * np.exp(chance.normal(-(SPREAD**2) / 2, SPREAD, count)))
    return np.clip(photos, 1, 200) / 10 * (costs.film + costs.models)


@dataclass(frozen=True)
class Day:
    """How those waited who came in the busiest hour and the one after it."""

    slots: int
    busy: float
    waits: NDArray[np.float64]
    longest: int


def simulate(
    begun: NDArray[np.float64],
    takes: NDArray[np.float64],
    slots: int,
    *,
    lost: int = 0,
    between: tuple[float, float] = (0.0, 0.0),
) -> Day:
    """First come, first served, by `slots` renders at once; `lost` of them are away for a while.

    A render that is lost with its machine is begun anew by the next free slot.
    """
    free = [(0.0, number) for number in range(slots)]
    heapq.heapify(free)
    waits = np.empty(len(begun))
    away = range(lost)
    for number, (at, seconds) in enumerate(zip(begun, takes, strict=True)):
        while True:
            idle, slot = heapq.heappop(free)
            start = max(at, idle)
            if slot in away and start < between[1] and start + seconds > between[0]:
                heapq.heappush(free, (between[1], slot))
                continue
            break
        waits[number] = start - at
        heapq.heappush(free, (start + seconds, slot))
    busiest = (begun >= EVENING) & (begun < EVENING + HOUR)
    busy = float(takes[busiest].sum()) / (slots * HOUR)
    counted = (begun >= EVENING) & (begun < EVENING + 2 * HOUR)
    return Day(slots, busy, waits[counted], _longest(begun, begun + waits))


def _longest(begun: NDArray[np.float64], started: NDArray[np.float64]) -> int:
    """The most that waited at one moment."""
    moments = np.concatenate((begun, np.sort(started)))
    steps = np.concatenate((np.ones(len(begun)), -np.ones(len(started))))
    # At one moment who is served at once comes and goes: gone first, so they never waited.
    order = np.lexsort((steps, moments))
    return int(max(np.cumsum(steps[order]).max(), 0))


def show_needs(costs: Costs, does: Guests) -> None:
    print(
        "| guests | requests/s | server cores | SQL cores | Redis cores | albums a day "
        "| worker cores | network Mbit/s | stored a day |"
    )
    print("| --- " * 9 + "|")
    for guests in (10_000, 100_000, 1_000_000):
        each = need(guests, costs, does)
        print(
            f"| {each.guests:,} | {each.requests:,.0f} | {each.server_cores:.2f} "
            f"| {each.sql_cores:.2f} | {each.redis_cores:.3f} | {each.albums_day:,.0f} "
            f"| {each.worker_cores:,.1f} | {each.network_mbit:,.0f} | {_size(each.stored_day)} |"
        )


def show_queue(costs: Costs) -> None:
    print(
        "| albums a day | renders at once (a core each) | busy in the busiest hour "
        "| wait p50 | p95 | p99 | longest queue |"
    )
    print("| --- " * 7 + "|")
    for albums in (1_000, 10_000, 100_000):
        chance = np.random.default_rng(SEED)
        begun = arrivals(albums, chance)
        takes = service(len(begun), costs, chance)
        offered = float(SHARES.max()) * len(begun) * takes.mean() / HOUR
        for slots in dict.fromkeys(math.ceil(offered / load) for load in LOADS):
            _row(albums, simulate(begun, takes, slots))
        slots = max(2, math.ceil(offered / 0.8))
        lost = max(1, slots // 4)
        away = (EVENING, EVENING + HOUR / 2)
        _row(albums, simulate(begun, takes, slots, lost=lost, between=away), lost)


def _row(albums: int, day: Day, lost: int = 0) -> None:
    p50, p95, p99 = np.percentile(day.waits, (50, 95, 99))
    slots = f"{day.slots}, {lost} away for half an hour then" if lost else str(day.slots)
    print(
        f"| {albums:,} | {slots} | {day.busy:.0%} | {_time(p50)} | {_time(p95)} | {_time(p99)} "
        f"| {day.longest:,} |"
    )


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _size(size: float) -> str:
    return f"{size / 1e12:.1f} TB" if size >= 1e12 else f"{size / 1e9:.0f} GB"


def main() -> None:
    costs, does = Costs(), Guests()
    show_needs(costs, does)
    print()
    show_queue(costs)


if __name__ == "__main__":
    main()
