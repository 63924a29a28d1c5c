"""A forgotten password: a code by mail, by SMS or from an admin, then a new password for it.

What waits for its code is kept sealed under a name that only the client knows: who reads the store
of short-lived values finds neither codes nor accounts in it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final, NamedTuple

import orjson

from config import RecoverySettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha, CaptchaAnswer, CodeRefusals
from services.accounts.credentials import Credentials
from services.accounts.rules import PASSWORD_MOST, AccountName, sent_code, spellings
from services.messages.mail import MailError, Mails
from services.messages.sms import Sms, SmsCode
from services.running.seals import SealBroken, Seals
from status_codes import ApiError, SmsProvider, UserReset, UserResetDone
from stores.kv import KV
from stores.users import User, UserRows

CAPTCHA: Final = CodeRefusals(*[UserReset.CAPTCHA_WRONG] * 3)


class SentCode(NamedTuple):
    """How a code went out, the name under which it is waited for, and for how long."""

    outcome: UserResetDone
    name: str
    seconds: int


class Recovery:
    def __init__(
        self,
        kv: KV,
        users: UserRows,
        credentials: Credentials,
        captcha: Captcha,
        mails: Mails,
        sms: Sms,
        seals: Seals,
        settings: RecoverySettings,
    ) -> None:
        self._kv = kv
        self._users = users
        self._credentials = credentials
        self._captcha = captcha
        self._mails = mails
        self._sms = sms
        self._seals = seals
        self._settings = settings

    async def begin(self, caller: Caller, who: AccountName, proof: CaptchaAnswer) -> SentCode:
        """Send a code to the account's own mail box or phone."""
        await self._captcha.spend_picture(proof, CAPTCHA)
        user = await self._find(who)
        code = sent_code()
        if who.kind == "email":
            outcome, seconds = UserResetDone.MAILED, self._settings.mail_seconds
            await self._mails.reserve(caller, user.id)
        else:
            outcome, seconds = UserResetDone.TEXTED, self._settings.sms_seconds
            await self._sms.reserve(caller, user.phone or "")
        name = secrets.token_hex(16)
        await self._keep(name, user.id, code, seconds)
        try:
            await (self._mail if who.kind == "email" else self._text)(caller, user, code)
        except ApiError:
            await self._kv.delete(_key(name))
            raise
        return SentCode(outcome, name, seconds)

    async def grant(self, user_id: int) -> tuple[str, str]:
        """(name, code) of a recovery that an admin hands out themselves."""
        name, code = secrets.token_hex(16), sent_code()
        await self._keep(name, user_id, code, self._settings.admin_seconds)
        return name, code

    async def _keep(self, name: str, user_id: int, code: str, seconds: int) -> None:
        key = _key(name)
        sealed = self._seals.seal(key, orjson.dumps([user_id, code]))
        await self._kv.set(key, sealed, seconds)

    async def _find(self, who: AccountName) -> User:
        for spelled in spellings(who):
            if user := await self._users.by_name(*spelled):
                return user
        raise ApiError(UserReset.NO_SUCH_USER)

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

    async def finish(self, name: str, code: str, new: str, proof: CaptchaAnswer) -> None:
        """Set the password of who has the code; every token of the account ends."""
        if not code or not new or len(new) > PASSWORD_MOST:
            raise ApiError(UserReset.ARGUMENTS)
        await self._captcha.spend_picture(proof, CAPTCHA)
        await self._credentials.set_password(await self._spend(_key(name), code), new)

    async def _spend(self, key: str, code: str) -> int:
        """Use up the code that is waited for; its account.

        The tries are counted before the code is looked at: five side by side are five.
        """
        settings = self._settings
        longest = max(settings.mail_seconds, settings.sms_seconds, settings.admin_seconds)
        tries, _ = await self._kv.increment(f"tries:{key}", longest)
        sealed = await self._kv.get(key)
        if sealed is None or tries > settings.tries:
            raise ApiError(UserReset.NO_CODE)
        user_id, expected = self._opened(key, sealed)
        if not secrets.compare_digest(
            expected.encode(), code.strip().encode("utf-8", "surrogatepass")
        ):
            if tries == settings.tries:
                await self._kv.delete(key)
            raise ApiError(UserReset.CODE_WRONG)
        # Of two who have the code, one spends it.
        if await self._kv.take(key) is None:
            raise ApiError(UserReset.NO_CODE)
        return user_id

    def _opened(self, key: str, sealed: bytes) -> tuple[int, str]:
        try:
            user_id, code = orjson.loads(self._seals.open(key, sealed))
        except SealBroken:  # sealed under a key that was changed since
            raise ApiError(UserReset.NO_CODE) from None
        return user_id, code


def _key(name: str) -> str:
    hashed = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"reset:{hashed}"
