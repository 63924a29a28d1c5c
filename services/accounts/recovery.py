"""A forgotten password: a code by mail, by SMS or from an admin, then a new password for it.

What waits for its code is kept sealed under a name that only the client knows: who reads the store
of short-lived values finds neither codes nor accounts in it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final, NamedTuple

from config import LimitsSettings, RecoverySettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha, CaptchaAnswer, CodeRefusals
from services.accounts.credentials import Credentials
from services.accounts.lookups import Lookups
from services.accounts.rules import PASSWORD_MOST, AccountName, sent_code
from services.accounts.waiting import Waiting
from services.messages.mail import MailError, Mails
from services.messages.sms import Sms, SmsCode
from services.running.limits import RateLimits
from services.running.rules import HOUR
from status_codes import ApiError, SmsProvider, UserReset, UserResetDone
from stores.kv import KV
from stores.users import User, UserRows

NO_CONTACT: Final = AccountName("", "")
CAPTCHA: Final = CodeRefusals(*[UserReset.CAPTCHA_WRONG] * 3)
REFUSALS: Final = CodeRefusals(UserReset.NO_CODE, UserReset.NO_CODE, UserReset.CODE_WRONG)


class SentCode(NamedTuple):
    """How a code went out, the name under which it is waited for, and for how long."""

    outcome: UserResetDone
    name: str
    seconds: int


class Pending(NamedTuple):
    """What waits for its code: whose it is, their password then, and where the code went."""

    user_id: int
    code: str
    stamp: str
    kind: str
    value: str


class Recovery:
    def __init__(
        self,
        kv: KV,
        users: UserRows,
        credentials: Credentials,
        captcha: Captcha,
        mails: Mails,
        sms: Sms,
        waiting: Waiting,
        limits: RateLimits,
        lookups: Lookups,
        per_hour: LimitsSettings,
        settings: RecoverySettings,
    ) -> None:
        self._kv = kv
        self._users = users
        self._credentials = credentials
        self._captcha = captcha
        self._mails = mails
        self._sms = sms
        self._waiting = waiting
        self._limits = limits
        self._lookups = lookups
        self._per_hour = per_hour.resets_per_address_hour
        self._settings = settings

    async def begin(self, caller: Caller, who: AccountName, proof: CaptchaAnswer) -> SentCode:
        """Send a code to the account's own mail box or phone."""
        await self._captcha.spend_picture(proof, CAPTCHA)
        user = await self._find(caller, who)
        code = sent_code()
        if who.kind == "email":
            outcome, seconds = UserResetDone.MAILED, self._settings.mail_seconds
            await self._mails.reserve(caller, user.id)
        else:
            outcome, seconds = UserResetDone.TEXTED, self._settings.sms_seconds
            await self._sms.reserve(caller, user.phone or "")
        name = secrets.token_hex(16)
        await self._keep(name, user.id, code, who, seconds)
        try:
            await (self._mail if who.kind == "email" else self._text)(caller, user, code)
        except ApiError:
            await self._waiting.drop(_key(name))
            raise
        return SentCode(outcome, name, seconds)

    async def grant(self, user_id: int) -> tuple[str, str]:
        """(name, code) of a recovery that an admin hands out themselves."""
        name, code = secrets.token_hex(16), sent_code()
        await self._keep(name, user_id, code, NO_CONTACT, self._settings.admin_seconds)
        return name, code

    async def forget(self, user_id: int) -> None:
        """End what waits for a code of that account: another kind of code was sent."""
        await self._kv.delete(_newest(user_id))

    async def _keep(
        self, name: str, user_id: int, code: str, contact: AccountName, seconds: int
    ) -> None:
        key = _key(name)
        pending = Pending(user_id, code, await self._credentials.stamp(user_id), *contact)
        await self._waiting.keep(key, [*pending], seconds)
        await self._kv.set(_newest(user_id), key.encode(), seconds)
        if contact.kind == "phone":
            await self._captcha.forget_sms(contact.value, "reset")

    async def _find(self, caller: Caller, who: AccountName) -> User:
        """The account that may be recovered by that contact."""
        user = await self._users.by_name(*who) if who.value else None
        if user is None or not user.can_recover_by(who.kind):
            await self._lookups.count(caller)
            raise ApiError(UserReset.NO_SUCH_USER)
        return user

    async def _mail(self, caller: Caller, user: User, code: str) -> None:
        row, seconds = UserReset.MAIL_FAILED, self._settings.mail_seconds
        try:
            await self._mails.send(caller, user.id, user.email or "", code, seconds)
        except MailError as error:
            reason = str(error)
            raise ApiError(row, {"reason": row.msg.format(reason=reason)}, reason=reason) from None

    async def _text(self, caller: Caller, user: User, code: str) -> None:
        row, seconds = UserReset.SMS_FAILED, self._settings.sms_seconds
        try:
            await self._sms.send(SmsCode(user.phone or "", "reset", code, seconds, caller.trace))
        except ApiError as error:
            if not isinstance(error.outcome, SmsProvider):
                raise
            said = error.outcome.message.format_map(error.texts)
            raise ApiError(row, error.data | {"reason": f"{row.msg}：{said}"}) from None

    async def finish(
        self, caller: Caller, name: str, code: str, new: str, proof: CaptchaAnswer
    ) -> None:
        """Set the password of who has the code, which proves the contact that it was sent to.

        Every token of the account ends, and what was never proved is dropped.
        """
        if not code or not new or len(new) > PASSWORD_MOST:
            raise ApiError(UserReset.ARGUMENTS)
        await self._captcha.spend_picture(proof, CAPTCHA)
        limit = (f"reset:{caller.address}", self._per_hour, HOUR)
        await self._limits.spend(*limit)
        pending = await self._spend(_key(name), code)
        proved = AccountName(pending.kind, pending.value) if pending.kind else None
        if not await self._is_valid(pending, proved) or not await self._credentials.reset_password(
            pending.user_id, pending.stamp, new, proved
        ):
            raise ApiError(UserReset.NO_CODE)
        await self._limits.refund(limit)

    async def _is_valid(self, pending: Pending, contact: AccountName | None) -> bool:
        """Whether the account still has the contact that the code was sent to."""
        if contact is None:
            return True
        user = await self._users.by_name(*contact)
        return user is not None and user.id == pending.user_id

    async def _spend(self, key: str, code: str) -> Pending:
        """Use up the code that is waited for; of several of an account the newest alone is good."""
        settings = self._settings
        longest = max(settings.mail_seconds, settings.sms_seconds, settings.admin_seconds)

        async def code_of(value: list[Any]) -> str:
            # The version before kept less.
            pending = Pending(*value) if len(value) == len(Pending._fields) else None
            if pending is None or await self._kv.get(_newest(pending.user_id)) != key.encode():
                return ""
            return pending.code

        return Pending(*await self._waiting.spend(key, code, longest, REFUSALS, code_of))


def _newest(user_id: int) -> str:
    """Under which lies what of an account waits for its newest code."""
    return f"newest:{user_id}"


def _key(name: str) -> str:
    hashed = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"reset:{hashed}"
