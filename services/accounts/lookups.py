"""How often somebody may ask for another's account, by its phone, e-mail or number: one rule.

What guests show by themselves, beside what they wrote or share, is no lookup.
"""

from __future__ import annotations

from config import LimitsSettings
from protocol.caller import Caller
from services.running.limits import RateLimits
from services.running.rules import HOUR
from stores.users import User


class Lookups:
    def __init__(self, limits: RateLimits, settings: LimitsSettings) -> None:
        self._limits = limits
        self._settings = settings

    async def count(self, caller: Caller) -> None:
        """One more, known or unknown; raises -429."""
        settings = self._settings
        per_address = settings.lookups_per_address_hour
        await self._limits.spend(f"lookup:address:{caller.address}", per_address, HOUR)
        if caller.user_id:
            per_user = settings.lookups_per_user_hour
            await self._limits.spend(f"lookup:user:{caller.user_id}", per_user, HOUR)

    async def of_another(self, caller: Caller, asking: User) -> None:
        """The same for what admins may look at as they like; `asking` is the caller's account."""
        if not asking.admin:
            await self.count(caller)
