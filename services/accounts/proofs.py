"""Proving a phone or an e-mail of one's own account: by a code that was sent there.

Only what was proved is good for recovery, once anything was. The session that proves goes on, all
others end, and what the account has that nobody ever proved is dropped: it may be another's.
"""

from __future__ import annotations

import secrets
from typing import Final

import orjson
import structlog

from config import RecoverySettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha
from services.accounts.credentials import Credentials
from services.accounts.rules import phone_of, sent_code
from services.accounts.tokens import Tokens
from services.messages.mail import Mails
from services.running.seals import SealBroken, Seals
from status_codes import ApiError, UserEmailCode, UserEmailProve, UserPhoneProve
from stores.kv import KV, KVError
from stores.sql import SqlError
from stores.users import NameTaken

log: Final = structlog.get_logger()


class Proofs:
    def __init__(
        self,
        kv: KV,
        credentials: Credentials,
        tokens: Tokens,
        captcha: Captcha,
        mails: Mails,
        seals: Seals,
        settings: RecoverySettings,
    ) -> None:
        self._kv = kv
        self._credentials = credentials
        self._tokens = tokens
        self._captcha = captcha
        self._mails = mails
        self._seals = seals
        self._settings = settings

    async def send_code(self, caller: Caller) -> None:
        """Send a code to the e-mail of the caller's account; the one before it is dead."""
        user = await self._credentials.own(caller.user_id)
        if not user.email:
            raise ApiError(UserEmailCode.NO_EMAIL)
        if user.email_proved:
            raise ApiError(UserEmailCode.PROVED)
        await self._send(caller, user.id, user.email)

    async def begin(self, caller: Caller, user_id: int, email: str) -> None:
        """The same for an e-mail that an account has just got, which it keeps in any case."""
        try:
            await self._send(caller, user_id, email)
        except (ApiError, KVError, SqlError, OSError) as error:
            log.warning("no code for a new e-mail", user=user_id, error=type(error).__name__)

    async def _send(self, caller: Caller, user_id: int, email: str) -> None:
        await self._mails.reserve(caller, user_id, "proof")
        code, key, seconds = sent_code(), _key(user_id), self._settings.mail_seconds
        await self._kv.set(key, self._seals.seal(key, orjson.dumps([email, code])), seconds)
        await self._kv.delete(f"tries:{key}")
        await self._mails.hand_over(caller, user_id, email, code, seconds)

    async def prove_email(self, caller: Caller, token: str, code: str) -> None:
        """Take the code that was sent to the e-mail of the caller's account."""
        user = await self._credentials.own(caller.user_id)
        email = await self._spend(_key(user.id), code)
        if email != user.email:  # changed since
            raise ApiError(UserEmailProve.NO_CODE)
        await self._tokens.proved(user.id, "email", email, token)

    async def _spend(self, key: str, code: str) -> str:
        """Use the code up; the e-mail that it was sent to."""
        sealed = await self._kv.get(key)
        if sealed is None:
            raise ApiError(UserEmailProve.NO_CODE)
        # Counted before the code is looked at: five side by side are five.
        tries, _ = await self._kv.increment(f"tries:{key}", self._settings.mail_seconds)
        if tries > self._settings.tries:
            raise ApiError(UserEmailProve.NO_CODE)
        try:
            email, expected = orjson.loads(self._seals.open(key, sealed))
        except SealBroken:
            raise ApiError(UserEmailProve.NO_CODE) from None
        given = code.strip().encode("utf-8", "surrogatepass")
        if not secrets.compare_digest(expected.encode(), given):
            if tries == self._settings.tries:
                await self._kv.delete(key)
            raise ApiError(UserEmailProve.CODE_WRONG)
        if await self._kv.take(key) is None:
            raise ApiError(UserEmailProve.NO_CODE)
        return str(email)

    async def prove_phone(self, caller: Caller, token: str, phone: str, hash_: str) -> None:
        """Give the caller's account a phone whose SMS code (command_type 1) they know."""
        phone = phone_of(phone)
        user = await self._credentials.own(caller.user_id)
        await self._captcha.spend_sms(caller, phone, "register", hash_)
        try:
            await self._tokens.proved_phone(user.id, phone, token)
        except NameTaken:
            raise ApiError(UserPhoneProve.TAKEN) from None


def _key(user_id: int) -> str:
    return f"prove:{user_id}"
