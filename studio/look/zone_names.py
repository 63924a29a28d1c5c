"""Rule: a zone is known by its name where that name means one zone alone.

CST is China's, Chicago's and Havana's: then the place of the picture tells, or the trip.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from studio.look import time_words

UNIVERSAL = frozenset({"z", "utc", "gmt", "ut", "coordinated universal time"})


def offset(name: str, clock: datetime | None = None) -> timedelta | None:
    """From UTC, of a name in small letters ("jst", "asia/tokyo", "tokyo standard time").

    Names of places tell it only beside a clock, and not in the hour that comes twice.
    """
    known = time_words.known()
    if name in known.zones:
        return timedelta(minutes=known.zones[name])
    standard = name.replace(" daylight time", " standard time").replace(" summer ", " standard ")
    place = known.windows.get(standard) or known.places.get(name)
    if place is None or clock is None:
        return None
    either = {clock.replace(tzinfo=ZoneInfo(place), fold=fold).utcoffset() for fold in (0, 1)}
    return either.pop() if len(either) == 1 else None
