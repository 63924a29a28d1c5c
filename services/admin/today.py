"""The numbers of today: how often what happened, by the hour."""

from __future__ import annotations

from typing import NamedTuple

from config import AdminSettings
from services.running.clock import now_ms
from stores.hourly_counts import HOUR_MS, NAMES, by_hour
from stores.sql import Database

DAY_MS = 24 * HOUR_MS


class Number(NamedTuple):
    """What happened today: in each of its hours, and on the whole day before."""

    name: str
    hours: list[int]
    yesterday: int

    @property
    def today(self) -> int:
        return sum(self.hours)


class Today:
    def __init__(self, database: Database, settings: AdminSettings) -> None:
        self._database = database
        self._offset = settings.utc_offset_minutes * 60_000

    async def numbers(self) -> list[Number]:
        """Today's, by the clock of `admin.utc_offset_minutes`."""
        local = now_ms() + self._offset
        midnight = local - local % DAY_MS - self._offset
        found = []
        for name in NAMES:
            hours = await by_hour(self._database, name, midnight - DAY_MS, 48)
            found.append(Number(name, hours[24:], sum(hours[:24])))
        return found
