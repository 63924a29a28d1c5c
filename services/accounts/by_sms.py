"""Signing in, and a new password, by an SMS code alone: as later editions of the hotel API have it.

The code is one of command_type 1, which their clients ask for whatever they want it for.
"""

from __future__ import annotations

import secrets
from typing import Final

from config import LimitsSettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha
from services.accounts.credentials import Credentials, stamp_of
from services.accounts.passwords import Passwords
from services.accounts.replies import SignedInBySms
from services.accounts.rules import AccountName
from services.accounts.tokens import Tokens
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import HOUR
from status_codes import ApiError, Global, LoginSms, PasswordForget
from stores.kv import KVError
from stores.sql import SqlError
from stores.users import NameTaken, User, UserRows

# Of what a password consists that nobody is told.
UNTOLD_BYTES: Final = 32


class BySms:
    """What login/sms and password/forget do."""

    def __init__(
        self,
        users: UserRows,
        credentials: Credentials,
        passwords: Passwords,
        tokens: Tokens,
        captcha: Captcha,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._users = users
        self._credentials = credentials
        self._passwords = passwords
        self._tokens = tokens
        self._captcha = captcha
        self._limits = limits
        self._settings = settings

    async def login(self, caller: Caller, phone: str, hash_: str, enduring: bool) -> SignedInBySms:
        """A new token of the phone's account, which is made where there is none."""
        limit = (f"register:{caller.address}", self._settings.register_per_address_hour, HOUR)
        # Before it is known whether there is an account: who is beyond it learns nothing of that.
        await self._limits.spend(*limit)
        await self._captcha.spend_sms(caller, phone, "register", hash_)
        user = await self._owner(phone)
        if user is None:
            user_id, stored = await self._made(phone)
        else:
            await self._limits.refund(limit)
            user_id, stored = user.id, await self._opened(user, phone)
        try:
            token = await self._tokens.make(user_id, stored, enduring)
        except (SqlError, KVError):
            raise ApiError(LoginSms.TOKEN_FAILED) from None
        if token is None:
            raise ApiError(LoginSms.TOKEN_FAILED)
        return {"token": token, "login_type": "create" if user is None else "login"}

    async def _owner(self, phone: str) -> User | None:
        """The account that a code sent to the phone opens; not every one does that names it."""
        user = await self._users.by_phone(phone)
        return user if user is not None and user.can_recover_by("phone") else None

    async def _made(self, phone: str) -> tuple[int, str]:
        stored = await self._passwords.hash(secrets.token_hex(UNTOLD_BYTES))
        try:
            made = await self._users.add(stored, now_ms(), phone=phone, phone_proved=True)
        except NameTaken:
            raise ApiError(LoginSms.CREATE_FAILED) from None
        return made, stored

    async def _opened(self, user: User, phone: str) -> str:
        """The password hash of an account that its phone's code opens. Raises -103."""
        found = await self._users.secret("phone", phone)
        if found is None or found.id != user.id:
            raise ApiError(Global.HASH)
        if found.suspended:
            raise ApiError(Global.NOT_ALLOWED)
        if user.phone_proved:
            return found.password
        # Whoever made it may have named a phone that is not theirs: they go, with their password.
        stamp, untold = stamp_of(found.password), secrets.token_hex(UNTOLD_BYTES)
        who = AccountName("phone", phone)
        if not await self._credentials.reset_password(user.id, stamp, untold, who):
            raise ApiError(Global.HASH)
        return await self._users.secret_of(user.id) or ""

    async def forget(self, caller: Caller, phone: str, hash_: str, new: str) -> None:
        """Set a password by a code of command_type 1 or 2; every token of the account ends."""
        limit = (f"reset:{caller.address}", self._settings.resets_per_address_hour, HOUR)
        await self._limits.spend(*limit)
        bound = await self._captcha.spend_either(caller, phone, hash_)
        user = await self._owner(phone)
        if user is None:
            raise ApiError(PasswordForget.NO_SUCH_USER)
        user_id, _, stamp = bound.partition(":")
        if not bound:
            stamp = await self._credentials.stamp(user.id)
        elif user.id != int(user_id):
            raise ApiError(Global.HASH)
        who = AccountName("phone", phone)
        if not await self._credentials.reset_password(user.id, stamp, new, who):
            raise ApiError(Global.HASH)
        await self._limits.refund(limit)
