"""SMS codes: what is sent, through which gateway, how often."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Protocol

from config import LimitsSettings
from protocol.caller import Caller
from services.messages.delivery import HEARD, Delivery, Undelivered
from services.messages.outbox import Outbox
from services.messages.rules import SMS, sms_text
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import DAY, HOUR
from settings import SmsSettings
from status_codes import ApiError, SmsProvider

# In the place of a phone, where a message is to be handed over that nobody gets.
NOBODY: Final = "00000000000"


class SmsCode(NamedTuple):
    """A code for a phone, and how long it lives."""

    phone: str
    purpose: str
    code: str
    seconds: float
    trace: str = ""


class SmsError(Undelivered):
    """Raised when the provider did not take a message; with its own code and text."""

    def __init__(
        self,
        row: SmsProvider,
        data: dict[str, str],
        text: str = "",
        *,
        again: bool = False,
        left: bool = False,
    ) -> None:
        note = data.get("provider_code", row.name)
        super().__init__([row.name, data, text], again=again, left=left, note=note)


class Gateway(Protocol):
    """Hands a code to a phone. Raises `ApiError` with the provider's own code and text."""

    async def send(self, text: SmsCode) -> None: ...

    async def hand_over(self, text: SmsCode) -> bool:
        """The same, and nobody waits; the empty phone gets nothing.

        Whether somebody else will give back what counts against a message that is not sent.
        """


class Provider(Protocol):
    """The provider itself, as a worker calls it. Raises `SmsError`."""

    async def send(self, phone: str, purpose: str, code: str) -> None: ...


class OutboxGateway:
    """Writes the message to the outbox instead of sending it."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def send(self, text: SmsCode) -> None:
        await self._outbox.write(
            {
                "channel": SMS,
                "to": text.phone,
                "purpose": text.purpose,
                "code": text.code,
                "text": sms_text(text.code),
                "at": now_ms(),
            }
        )

    async def hand_over(self, text: SmsCode) -> bool:
        if text.phone:
            await self.send(text)
        return bool(text.phone)


class JobGateway:
    """Has a worker send the message."""

    def __init__(self, delivery: Delivery, settings: SmsSettings) -> None:
        self._delivery = delivery
        self._answer_seconds = settings.seconds

    async def send(self, text: SmsCode) -> None:
        try:
            await self._delivery.send(
                SMS,
                [text.phone, text.purpose, text.code],
                seconds=text.seconds,
                answer_seconds=self._answer_seconds,
                trace=text.trace,
            )
        except Undelivered as error:
            raise _answer(error.said) from None

    async def hand_over(self, text: SmsCode) -> bool:
        # Of the same length with and without a phone, sealed or not.
        content = [text.phone or NOBODY, text.purpose, text.code, True]
        await self._delivery.hand_over(SMS, content, seconds=text.seconds, trace=text.trace)
        return True


def _answer(said: list[Any]) -> ApiError:
    """The error that the guest is answered, from what the provider said of the message."""
    if not said:
        return ApiError(SmsProvider.NO_ANSWER)
    row, data, text = said
    return ApiError(SmsProvider[row], data, text=text)


class Sms:
    """Sends codes within the limits per phone and per address."""

    def __init__(self, gateway: Gateway, limits: RateLimits, settings: LimitsSettings) -> None:
        self._gateway = gateway
        self._limits = limits
        self._settings = settings

    async def reserve(self, caller: Caller, phone: str) -> None:
        """Count a message that is about to be sent; raises -429."""
        settings = self._settings
        await self._limits.spend(
            f"sms:address:{caller.address}", settings.sms_per_address_hour, HOUR
        )
        await self._limits.once(f"sms:{phone}", settings.sms_per_phone_seconds)
        day = (f"sms:day:{phone}", settings.sms_per_phone_day, DAY)
        try:
            await self._limits.spend(*day)
            try:
                # The last one: what the others refuse uses nobody's share.
                await self._limits.spend(*self._all())
            except ApiError:
                await self._limits.refund(day)
                raise
        except ApiError:
            # Nothing is sent: the next answer too shall say how long that lasts.
            await self._limits.undo_once(f"sms:{phone}")
            raise

    async def send(self, text: SmsCode) -> None:
        """Send; a message that the provider refused does not count against the phone."""
        try:
            await self._gateway.send(text)
        except Exception:
            await self.refund(text.phone)
            raise

    async def hand_over(self, text: SmsCode, known: bool) -> None:
        """Have a worker send it, or nothing where nobody is known by that phone.

        Either counts against the phone however it ends: nobody is to find out which it was.
        """
        if not await self._gateway.hand_over(text if known else text._replace(phone="")):
            await self.refund_all()

    async def refund(self, phone: str) -> None:
        """A message did not go out: it counts against nothing."""
        await self._limits.undo_once(f"sms:{phone}")
        day = (f"sms:day:{phone}", self._settings.sms_per_phone_day, DAY)
        await self._limits.refund(day, self._all())

    async def refund_all(self) -> None:
        """A message did not go out: it does not count against what all may send together."""
        await self._limits.refund(self._all())

    def _all(self) -> tuple[str, int, int]:
        return "sms:all", self._settings.sms_all_hour, HOUR


class SmsCarrier:
    """The provider's side of the job."""

    def __init__(self, provider: Provider, sms: Sms) -> None:
        self._provider = provider
        self._sms = sms

    async def carry(self, content: list[Any]) -> None:
        phone, purpose, code = content[:3]
        if phone == NOBODY:
            return await self._sms.refund_all()
        await self._provider.send(phone, purpose, code)

    async def refund(self, content: list[Any]) -> None:
        handed_over = len(content) > HEARD
        await (self._sms.refund_all() if handed_over else self._sms.refund(content[0]))
