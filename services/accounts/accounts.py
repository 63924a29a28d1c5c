"""Accounts: registering, signing in, reading and changing what is known of a guest."""

from __future__ import annotations

from typing import Any, NamedTuple

from config import Limits as LimitSettings
from services.accounts.captcha import Captcha
from services.accounts.naming import Named, spellings
from services.accounts.passwords import Passwords
from services.accounts.replies import GuestInfo
from services.accounts.tokens import Tokens
from services.running.clock import now_ms
from services.running.limits import Limits
from status_codes import (
    ApiError,
    Global,
    InfoGet,
    InfoUpdate,
    LoginPass,
    Outcome,
    RegisterPhone,
)
from stores.kv import KVError
from stores.sql import SqlError
from stores.users import Secret, Taken, User, Users

GENDERS = ("", "male", "female")
MINUTE = 60
HOUR = 3_600


class Refusals(NamedTuple):
    """What an endpoint answers to a name that is nobody's, and to a wrong password."""

    no_user: Outcome
    password: Outcome


LOGIN_PASS = Refusals(LoginPass.INCORRECT, LoginPass.INCORRECT)


class Accounts:
    """The rules about accounts. `address` is where the caller comes from."""

    def __init__(
        self,
        users: Users,
        passwords: Passwords,
        tokens: Tokens,
        captcha: Captcha,
        limits: Limits,
        settings: LimitSettings,
    ) -> None:
        self._users = users
        self._passwords = passwords
        self._tokens = tokens
        self._captcha = captcha
        self._limits = limits
        self._settings = settings

    async def register(self, phone: str, hash_: str, password: str, address: str) -> None:
        """Make an account for a phone whose SMS code the caller knows."""
        per_hour = self._settings.register_per_address_hour
        await self._limits.spend(f"register:{address}", per_hour, HOUR)
        await self._captcha.spend_sms(phone, "register", hash_)
        secret = await self._passwords.hash(password)
        try:
            await self._users.add(secret, now_ms(), phone=phone)
        except Taken:
            raise ApiError(RegisterPhone.CREATE_FAILED) from None

    async def login(self, phone: str, password: str, enduring: bool, address: str) -> str:
        """A new token. An unknown phone and a wrong password are answered alike."""
        who = Named("phone", phone)
        user_id, stored = await self.identify(who, password, address, LOGIN_PASS)
        try:
            token = await self._tokens.make(user_id, stored, enduring)
        except (SqlError, KVError):
            raise ApiError(LoginPass.TOKEN_FAILED) from None
        if token is None:
            raise ApiError(LoginPass.INCORRECT)
        await self.renew_hash(user_id, stored, password)
        return token

    async def identify(
        self, who: Named, password: str, address: str, refusals: Refusals
    ) -> tuple[int, str]:
        """(user id, password hash) of who knows the password; all others take as long.

        Raises -103 for who knows the password of a suspended account, and only for him.
        """
        settings = self._settings
        per_address = (
            f"login:address:{address}",
            settings.login_failures_per_address_minute,
            MINUTE,
        )
        await self._limits.spend(*per_address)
        user_id, stored, suspended = await self._secret(who) or (0, None, 0)
        # Of the account, however it is named: four names are not four times the guesses.
        account = f"{who.kind}:{who.value}" if stored is None else user_id
        per_account = (f"login:{account}", settings.login_failures_per_account_minute, MINUTE)
        await self._limits.spend(*per_account)
        right = await self._passwords.check(stored, password)
        if stored is None:
            raise ApiError(refusals.no_user)
        if not right:
            raise ApiError(refusals.password)
        await self._limits.refund(per_address, per_account)
        if suspended:
            raise ApiError(Global.NOT_ALLOWED)
        return user_id, stored

    async def _secret(self, who: Named) -> Secret | None:
        for spelled in spellings(who):
            if found := await self._users.secret(*spelled):
                return found
        return None

    async def renew_hash(self, user_id: int, stored: str, password: str) -> None:
        """Hash the right password anew, if that was done with other parameters than today's."""
        if self._passwords.is_outdated(stored):
            await self._users.rehash(user_id, stored, await self._passwords.hash(password))

    async def info(self, caller_id: int, username: str | None) -> GuestInfo:
        """What the caller may know of himself, or of the account of a phone."""
        if username is None:
            return self.described(await self.own(caller_id))
        found = await self._users.by_phone(username)
        if found is None:
            raise ApiError(InfoGet.NO_SUCH_USER)
        if found.id == caller_id:
            return self.described(found)
        caller = await self.own(caller_id)
        return self.described(found, private=bool(caller.admin))

    async def update(self, caller_id: int, username: str | None, values: dict[str, Any]) -> None:
        """Write name, nickname, e-mail, gender; of another's account only as an admin."""
        target = await self.own(caller_id)
        if username is not None and username != target.phone:
            if not target.admin:
                raise ApiError(InfoUpdate.NOT_ALLOWED)
            other = await self._users.by_phone(username)
            if other is None:
                raise ApiError(InfoUpdate.NO_SUCH_USER)
            target = other
        if values.pop("phone", target.phone) != target.phone:
            raise ApiError(Global.ARG_VALUE)
        columns = _columns(values)
        if not columns:
            return
        try:
            await self._users.update(target.id, columns)
        except Taken:
            raise ApiError(InfoUpdate.FAILED) from None

    async def change_password(self, caller_id: int, old: str, new: str, refusals: Refusals) -> None:
        """Change the password of the caller, whose tokens all end."""
        settings = self._settings
        limit = (f"password:{caller_id}", settings.login_failures_per_account_minute, MINUTE)
        await self._limits.spend(*limit)
        stored = await self._users.secret_of(caller_id)
        if stored is None:
            raise ApiError(refusals.no_user)
        if not await self._passwords.check(stored, old):
            raise ApiError(refusals.password)
        await self._limits.refund(limit)
        await self.set_password(caller_id, new)

    async def reset_password(self, phone: str, hash_: str, new: str) -> None:
        """Set a password by an SMS code; a phone without account never had a right one."""
        await self._captcha.spend_sms(phone, "reset", hash_)
        user = await self._users.by_phone(phone)
        if user is None:
            raise ApiError(Global.HASH)
        await self.set_password(user.id, new)

    async def set_password(self, user_id: int, new: str) -> None:
        """Write a password; every token of the account ends."""
        secret = await self._passwords.hash(new)
        # Entries end before the rows: dying in between leaves the old password without a
        # session, never the new one with an old session. Again after, for a login meanwhile.
        await self._tokens.forget(user_id)
        await self._tokens.end(await self._users.set_password(user_id, secret))

    async def is_known(self, phone: str) -> bool:
        return await self._users.by_phone(phone) is not None

    async def own(self, user_id: int) -> User:
        """The caller's account; raises -102 when it is gone."""
        user = await self._users.by_id(user_id)
        if user is None:
            raise ApiError(Global.USER_GONE)
        return user

    def described(self, user: User, *, private: bool = True) -> GuestInfo:
        """An account in the document's words; without `private`, what a stranger may see."""
        # Whoever asks for another's account gave its phone number himself: username tells nothing.
        shown: GuestInfo = {
            "username": user.phone or user.uname or "",
            "nickname": user.nickname,
            "gender": GENDERS[user.gender],
            "avatar": user.avatar,
            "intro": user.intro,
        }
        if private:
            name = user.last_name + user.first_name
            shown |= {"name": name, "email": user.email or "", "phone": user.phone or ""}
        return shown


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """Table columns of the document's fields. The first character of a name is the last name."""
    columns: dict[str, Any] = {}
    if "name" in values:
        name = values["name"] or ""
        columns |= {"last_name": name[:1], "first_name": name[1:]}
    if "nickname" in values:
        columns["nickname"] = values["nickname"] or ""
    if "email" in values:
        columns["email"] = values["email"] or None
    if values.get("gender") in GENDERS[1:]:
        columns["gender"] = GENDERS.index(values["gender"])
    return columns
