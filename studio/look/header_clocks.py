"""Rule: the time in a clip's header is UTC, as its standard says, unless what is around objects.

Cameras that know no zone write the clock that they show. Which it is can be told by the clip's
name, by its upload, and by the photos that were taken around it; where nothing tells, by other
clips of the same camera.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from studio.look.claims import SLACK, Claim, Source

Place: TypeAlias = tuple[float, float] | None

# A name is given when a clip begins, the header may be written when it ends.
NAMED: Final = timedelta(minutes=5)
# There are photos close to the right reading, and none near the wrong one.
CLOSE: Final = timedelta(hours=1)
FAR: Final = timedelta(hours=3)
# In degrees: photos of another town were taken by others.
SAME_PLACE: Final = 1.0
SURE: Final = 3


@dataclass(frozen=True, slots=True)
class Header:
    """A claim of a header, and what there is to judge it by.

    offset: of the place's clock from UTC; named: what the clip's name claims.
    """

    claim: Claim
    moment: datetime
    offset: timedelta
    place: Place
    uploaded: datetime
    named: Sequence[Claim]


def read(headers: Sequence[Header], around: Sequence[tuple[Place, datetime]]) -> list[Claim]:
    """Each as UTC or as a local clock; `around`: where and when other pictures were taken."""
    votes = [_vote(header, around) for header in headers]
    same: defaultdict[str, int] = defaultdict(int)
    for header, vote in zip(headers, votes, strict=True):
        same[header.claim.writer] += vote
    return [
        _as_clock(header) if (vote or same[header.claim.writer]) > 0 else header.claim
        for header, vote in zip(headers, votes, strict=True)
    ]


def _as_clock(header: Header) -> Claim:
    return Claim(Source.HEADER, header.moment.replace(tzinfo=None))


def _vote(header: Header, around: Sequence[tuple[Place, datetime]]) -> int:
    """Above nought for the local clock, below it for UTC."""
    if not header.offset:
        return 0
    if header.moment > header.uploaded + SLACK:
        return SURE
    return _by_name(header) or _by_photos(header, around)


def _by_name(header: Header) -> int:
    shown = header.moment.replace(tzinfo=None)
    for claim in header.named:
        if claim.source is not Source.NAME or claim.clock is None:
            continue
        if abs(claim.clock - shown) <= NAMED:
            return SURE
        if abs(claim.clock - shown - header.offset) <= NAMED:
            return -SURE
    return 0


def _by_photos(header: Header, around: Sequence[tuple[Place, datetime]]) -> int:
    near = [moment for place, moment in around if _is_near(header.place, place)]
    if not near:
        return 0
    as_utc = min(abs(header.moment - moment) for moment in near)
    as_clock = min(abs(header.moment - header.offset - moment) for moment in near)
    if as_clock <= CLOSE and as_utc >= FAR:
        return 1
    return -1 if as_utc <= CLOSE and as_clock >= FAR else 0


def _is_near(first: Place, second: Place) -> bool:
    if first is None or second is None:
        return True
    return abs(first[0] - second[0]) < SAME_PLACE and abs(first[1] - second[1]) < SAME_PLACE
