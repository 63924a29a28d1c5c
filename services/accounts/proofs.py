"""Proving a phone or an e-mail of one's own account: by a code that was sent there.

Only what was proved is good for recovery, once anything was. The session that proves goes on, all
others end, and what the account has that nobody ever proved is dropped: it may be another's.
"""

from __future__ import annotations

from typing import Any, Final

import structlog

from config import RecoverySettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha, CodeRefusals
from services.accounts.credentials import Credentials
from services.accounts.rules import phone_of, sent_code
from services.accounts.tokens import Tokens
from services.accounts.waiting import Waiting
from services.messages.mail import Mails
from status_codes import ApiError, UserEmailCode, UserEmailProve, UserPhoneProve
from stores.kv import KVError
from stores.sql import SqlError
from stores.users import NameTaken

log: Final = structlog.get_logger()

REFUSALS: Final = CodeRefusals(
    UserEmailProve.NO_CODE, UserEmailProve.NO_CODE, UserEmailProve.CODE_WRONG
)


class Proofs:
    def __init__(
        self,
        credentials: Credentials,
        tokens: Tokens,
        captcha: Captcha,
        mails: Mails,
        waiting: Waiting,
        settings: RecoverySettings,
    ) -> None:
        self._credentials = credentials
        self._tokens = tokens
        self._captcha = captcha
        self._mails = mails
        self._waiting = waiting
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
        code, seconds = sent_code(), self._settings.mail_seconds
        await self._waiting.keep(_key(user_id), [email, code], seconds)
        await self._mails.hand_over(caller, user_id, email, code, seconds)

    async def prove_email(self, caller: Caller, token: str, code: str) -> None:
        """Take the code that was sent to the e-mail of the caller's account."""
        user = await self._credentials.own(caller.user_id)
        email, _ = await self._waiting.spend(
            _key(user.id), code, self._settings.mail_seconds, REFUSALS, _code_of
        )
        if email != user.email:  # changed since
            raise ApiError(UserEmailProve.NO_CODE)
        await self._tokens.proved(user.id, "email", email, token)

    async def prove_phone(self, caller: Caller, token: str, phone: str, hash_: str) -> None:
        """Give the caller's account a phone whose SMS code (command_type 1) they know."""
        phone = phone_of(phone)
        user = await self._credentials.own(caller.user_id)
        await self._captcha.spend_sms(caller, phone, "register", hash_)
        try:
            await self._tokens.proved_phone(user.id, phone, token)
        except NameTaken:
            raise ApiError(UserPhoneProve.TAKEN) from None


async def _code_of(value: list[Any]) -> str:
    return str(value[1])


def _key(user_id: int) -> str:
    return f"prove:{user_id}"
