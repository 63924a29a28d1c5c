"""Rule: the colours of a picture are k-means centres, the same every time and as good as patience.

Pixels are gathered into bins that keep their mean colour and their number, so that a million
pixels cost no more than some thousand. Good starts are looked for among few, coarse bins; the
best of them are settled among finer ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Pixels looked at; more move the centres by less than the eye or the measure can tell.
SAMPLE: Final = 32_768
# Bits of each channel in the finest bins, and how often bins are halved for the search.
BITS: Final = 6
# Starts, and points tried for each next centre of a start (greedy k-means++).
STARTS, TRIES, KEPT = 16, 6, 3
# Rounds in which a start is moved to its nearest minimum: coarse, middle, last, and finest bins.
COARSE, MIDDLE, LAST, FINEST = 4, 4, 4, 3
# How often a centre is moved from where it is least missed to where it is needed most.
MOVES, MOVE_ROUNDS = 2, 4
# With more colours more pairs of centres are worth a try.
MANY_COLOURS: Final = 4
# A search among fewer bins than this for each colour misses the best division of them.
BINS_EACH: Final = 12

Floats = NDArray[np.float32]
Ints = NDArray[Any]


class Bins(NamedTuple):
    """Where pixels lie: the bin's number, its mean colour, and sums of (r, g, b, 1)."""

    at: Ints
    mean: Floats
    sums: Floats
    bits: int


class Colours:
    """The model `color`: requests carry a picture and `k`."""

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each request at most `k` colours, those of most pixels first."""
        return [
            {"colors": palette(request["picture"].sample(SAMPLE), request["k"]).tolist()}
            for request in requests
        ]


def load(_: Path) -> Colours:
    """Nothing is to be loaded: there are no weights."""
    return Colours()


def palette(pixels: NDArray[np.uint8], k: int) -> NDArray[np.float64]:
    """`k` colours (n, 3) of pixels (m, 3), by share; all distinct ones where there are fewer."""
    finest = _gather(pixels)
    if len(finest.mean) < BINS_EACH * k:
        # Few colours, or such that lie close together: each is a bin of its own.
        finest = _distinct(pixels)
        if len(finest.mean) <= k:
            return _by_share(finest, finest.mean)
    middle = _halved_if_enough(finest, k)
    coarse = _halved_if_enough(middle, k)
    best = _moved(middle, _searched(coarse, middle, k))
    centres = _settled(finest, _settled(middle, best[None], LAST), FINEST)[0]
    return _by_share(finest, centres)


def _distinct(pixels: NDArray[np.uint8]) -> Bins:
    whole = pixels.astype(np.int64)
    at, counts = np.unique(whole[:, 0] << 16 | whole[:, 1] << 8 | whole[:, 2], return_counts=True)
    colours = np.stack([at >> 16, at >> 8 & 255, at & 255], 1)
    return _bins(at, np.column_stack([colours * counts[:, None], counts]).astype(np.float32), 8)


def _halved_if_enough(bins: Bins, k: int) -> Bins:
    halved = _halved(bins)
    return halved if len(halved.mean) >= BINS_EACH * k else bins


def _gather(pixels: NDArray[np.uint8]) -> Bins:
    reduced = pixels >> (8 - BITS)
    at = reduced[:, 0].astype(np.int32)
    for channel in (1, 2):
        at <<= BITS
        at |= reduced[:, channel]
    counts = np.bincount(at, minlength=1 << 3 * BITS)
    used = np.flatnonzero(counts)
    # Numbered without gaps first: sums over all possible bins would be mostly zeros.
    place = np.empty(len(counts), np.int32)
    place[used] = np.arange(len(used))
    row = place[at]
    columns = [np.bincount(row, pixels[:, channel]) for channel in range(3)]
    return _bins(used, np.stack([*columns, counts[used]], 1).astype(np.float32), BITS)


def _halved(bins: Bins) -> Bins:
    """Bins of twice the size in each channel."""
    bits, mask = bins.bits, (1 << bins.bits) - 1
    red, green, blue = bins.at >> 2 * bits, bins.at >> bits & mask, bins.at & mask
    at = (red >> 1) << 2 * (bits - 1) | (green >> 1) << (bits - 1) | blue >> 1
    used, row = np.unique(at, return_inverse=True)
    columns = [np.bincount(row, bins.sums[:, column]) for column in range(4)]
    return _bins(used, np.stack(columns, 1).astype(np.float32), bits - 1)


def _bins(used: Ints, sums: Floats, bits: int) -> Bins:
    return Bins(used, np.ascontiguousarray(sums[:, :3] / sums[:, 3:]), sums, bits)


def _searched(coarse: Bins, middle: Bins, k: int) -> Floats:
    """The best of several starts (k, 3)."""
    found = _settled(coarse, _starts(coarse, k), COARSE)
    best = np.argsort(_costs(coarse, found), kind="stable")[:KEPT]
    found = _settled(middle, found[best], MIDDLE)
    winner: Floats = found[_costs(middle, found).argmin()]
    return winner


def _starts(bins: Bins, k: int) -> Floats:
    """Greedy k-means++, all starts side by side (STARTS, k, 3); the dice fall alike every time."""
    dice = np.random.default_rng(0)
    points, weight = bins.mean, bins.sums[:, 3]
    last, length = len(points) - 1, (points * points).sum(1)
    centres = np.empty((STARTS, k, 3), np.float32)
    share = np.cumsum(weight, dtype=np.float64)
    first = np.searchsorted(share, dice.random(STARTS) * share[-1]).clip(max=last)
    centres[:, 0] = points[first]
    far = _squares(points, length, first)
    start = np.arange(STARTS)
    for number in range(1, k):
        tried = _drawn(far * weight, dice.random((STARTS, TRIES))).clip(max=last)
        nearer = _squares(points, length, tried.ravel()).reshape(STARTS, TRIES, -1)
        np.minimum(nearer, far[:, None], out=nearer)
        best = (nearer @ weight).argmin(1)
        far = nearer[start, best]
        centres[:, number] = points[tried[start, best]]
    return centres


def _drawn(mass: Floats, dice: NDArray[np.float64]) -> Ints:
    """For each row of `mass`, the places where its dice fall; all rows in one search."""
    reached = np.cumsum(mass, axis=1, dtype=np.float64)
    row = np.arange(len(mass))[:, None]
    reached /= reached[:, -1:].clip(1e-9)
    found: Ints = np.searchsorted((reached + row).ravel(), dice + row) - row * mass.shape[1]
    return found


def _squares(points: Floats, length: Floats, chosen: Ints) -> Floats:
    """Squared distances (chosen, points)."""
    found: Floats = points[chosen] @ (-2 * points.T)
    found += length
    found += length[chosen][:, None]
    return np.maximum(found, 0, out=found)


def _distances(points: Floats, centres: Floats) -> Floats:
    """Squared distances (starts, k, points), less each point's own squared length.

    Points come last: the least of some centres is then found for many points at a time.
    """
    flat = centres.reshape(-1, 3)
    found = (-2 * flat) @ points.T
    found += (flat * flat).sum(1)[:, None]
    return found.reshape(*centres.shape[:2], len(points))


def _settled(bins: Bins, centres: Floats, rounds: int) -> Floats:
    """Lloyd's rounds for all starts (starts, k, 3) at once."""
    starts, k, _ = centres.shape
    for _ in range(rounds):
        far = _distances(bins.mean, centres)
        # A point as near to two centres counts for both, which moves them no worse.
        member = (far == far.min(1, keepdims=True)).astype(np.float32)
        sums = (member.reshape(starts * k, -1) @ bins.sums).reshape(starts, k, 4)
        # A centre that nothing is nearest to stays where it is.
        means = sums[..., :3] / sums[..., 3:].clip(1)
        settled = np.where(sums[..., 3:] > 0, means, centres).astype(np.float32)
        if np.abs(settled - centres).max() < 0.01:
            return settled
        centres = settled
    return centres


def _costs(bins: Bins, centres: Floats) -> Floats:
    """What each start (starts, k, 3) leaves as error, but for what all have in common."""
    found: Floats = _distances(bins.mean, centres).min(1) @ bins.sums[:, 3]
    return found


def _moved(bins: Bins, centres: Floats) -> Floats:
    """Lead the centres (k, 3) out of a minimum that a better division of them leaves."""
    cost = _costs(bins, centres[None])[0]
    for _ in range(MOVES):
        moved = _moves(bins, centres)
        if not len(moved):
            break
        moved = _settled(bins, moved, MOVE_ROUNDS)
        costs = _costs(bins, moved)
        best = costs.argmin()
        if costs[best] >= cost:
            break
        centres, cost = moved[best], costs[best]
    return centres


def _moves(bins: Bins, centres: Floats) -> Floats:
    """Each of the least missed centres set beside each of those with the most error (n, k, 3)."""
    k, weight = len(centres), bins.sums[:, 3]
    most = 3 if k > MANY_COLOURS else 2
    distances = _distances(bins.mean, centres[None])[0]
    nearest, least = distances.argmin(0), distances.min(0)
    length = (bins.mean * bins.mean).sum(1)
    error = (least + length).clip(0) * weight
    distances[nearest, np.arange(len(nearest))] = np.inf if k > 1 else 0
    missed = np.bincount(nearest, (distances.min(0) - least) * weight, k).argsort(kind="stable")
    needed = np.bincount(nearest, error, k).argsort(kind="stable")[::-1]
    found = []
    for needy in needed[:most]:
        members = np.flatnonzero(nearest == needy)
        if not len(members):
            continue
        reach = bins.mean[members[error[members].argmax()]] - centres[needy]
        for spare in missed[:most]:
            if spare != needy:
                other = centres.copy()
                other[spare] = centres[needy] + reach / 2
                other[needy] = centres[needy] - reach / 8
                found.append(other)
    return np.array(found, np.float32).reshape(-1, k, 3)


def _by_share(bins: Bins, centres: Floats) -> NDArray[np.float64]:
    nearest = _distances(bins.mean, centres[None])[0].argmin(0)
    share = np.bincount(nearest, bins.sums[:, 3], len(centres))
    order = np.argsort(-share, kind="stable")
    return centres[order].astype(np.float64).clip(0, 255)
