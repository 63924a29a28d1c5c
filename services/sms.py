"""SMS codes: what is sent, through which gateway, how often."""

from __future__ import annotations

from typing import Protocol

from config import Limits as LimitSettings
from services.clock import now_ms
from services.limits import Limits
from services.outbox import Outbox
from status_codes import ApiError

DAY = 86_400
HOUR = 3_600


class Gateway(Protocol):
    """Hands a code to a phone. Raises `ApiError` with the provider's own code and text."""

    async def send(self, phone: str, purpose: str, code: str) -> None: ...


class OutboxGateway:
    """Writes the message to the outbox instead of sending it."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def send(self, phone: str, purpose: str, code: str) -> None:
        text = f"验证码 {code}，3 分钟内有效。"
        await self._outbox.write(
            {
                "channel": "sms",
                "to": phone,
                "purpose": purpose,
                "code": code,
                "text": text,
                "at": now_ms(),
            }
        )


class Sms:
    """Sends codes within the limits per phone and per address."""

    def __init__(self, gateway: Gateway, limits: Limits, settings: LimitSettings) -> None:
        self._gateway = gateway
        self._limits = limits
        self._settings = settings

    async def reserve(self, phone: str, address: str) -> None:
        """Count a message that is about to be sent; raises -429."""
        settings = self._settings
        await self._limits.spend(f"sms:address:{address}", settings.sms_per_address_hour, HOUR)
        await self._limits.once(f"sms:{phone}", settings.sms_per_phone_seconds)
        try:
            await self._limits.spend(f"sms:day:{phone}", settings.sms_per_phone_day, DAY)
        except ApiError:
            # Nothing is sent: the next answer too shall say how long the day still is.
            await self._limits.undo_once(f"sms:{phone}")
            raise

    async def send(self, phone: str, purpose: str, code: str) -> None:
        """Send; a message that the provider refused does not count against the phone."""
        try:
            await self._gateway.send(phone, purpose, code)
        except Exception:
            await self._limits.undo_once(f"sms:{phone}")
            await self._limits.refund(f"sms:day:{phone}", self._settings.sms_per_phone_day, DAY)
            raise
