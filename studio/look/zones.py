"""Rule: a place has the zone whose clock phones show there."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import tzfpy

# In Xinjiang two clocks are in use; phones show Beijing's.
CHINA: Final = "Asia/Shanghai"
SHOWN: Final = {"Asia/Urumqi": CHINA}
# Of the sea there are nautical zones, which ships need not keep.
SEA: Final = "Etc/"


# South, west, north and east of land where every clock is Beijing's, or shows the same. Most trips
# never leave it, and the zones of the world take 35 MB and some tenths of a second to load.
SURELY_CHINA: Final = (
    (26.0, 100.0, 41.0, 119.5),
    (28.0, 119.5, 37.0, 122.0),
    (22.0, 109.0, 26.0, 117.5),
    (41.0, 119.5, 45.0, 124.0),
)


def at(latitude: float, longitude: float) -> tuple[tzinfo | None, bool]:
    """The zone of a place in WGS 84, None where nobody knows one, and whether it is land's."""
    if any(s <= latitude <= n and w <= longitude <= e for s, w, n, e in SURELY_CHINA):
        return ZoneInfo(CHINA), True
    name = tzfpy.get_tz(longitude, latitude)
    if not name:
        return None, False
    return ZoneInfo(SHOWN.get(name, name)), not name.startswith(SEA)
