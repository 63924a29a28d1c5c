"""Accounts of the hotel API: a phone, a code sent to it, a password; what is known of a guest."""

from __future__ import annotations

from typing import Any, Final

from config import LimitsSettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha
from services.accounts.credentials import Credentials, SignInRefusals
from services.accounts.lookups import Lookups
from services.accounts.passwords import Passwords
from services.accounts.proofs import Proofs
from services.accounts.recovery import Recovery
from services.accounts.replies import GuestInfo
from services.accounts.rules import GENDER_WORDS, AccountName
from services.accounts.tokens import Tokens
from services.messages.sms import Sms, SmsCode
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import HOUR
from status_codes import ApiError, Global, InfoGet, InfoUpdate, LoginPass, RegisterPhone
from stores.kv import KVError
from stores.sql import SqlError
from stores.users import NameTaken, User, UserRows

# By the setting clients.login_numbers. That later editions tell an unknown account from a wrong
# password is left out: anybody would learn by it who has one.
LOGIN_PASS: Final = {
    False: SignInRefusals(LoginPass.INCORRECT, LoginPass.INCORRECT),
    True: SignInRefusals(LoginPass.WRONG, LoginPass.WRONG),
}


class HotelAccounts:
    """What the endpoints register, login, info, password and sms do."""

    def __init__(
        self,
        users: UserRows,
        credentials: Credentials,
        passwords: Passwords,
        tokens: Tokens,
        captcha: Captcha,
        sms: Sms,
        recovery: Recovery,
        proofs: Proofs,
        lookups: Lookups,
        limits: RateLimits,
        settings: LimitsSettings,
        *,
        login_numbers: bool,
    ) -> None:
        self._users = users
        self._credentials = credentials
        self._passwords = passwords
        self._tokens = tokens
        self._captcha = captcha
        self._sms = sms
        self._recovery = recovery
        self._proofs = proofs
        self._lookups = lookups
        self._limits = limits
        self._settings = settings
        self._refusals = LOGIN_PASS[login_numbers]

    async def register(self, caller: Caller, phone: str, hash_: str, password: str) -> None:
        """Make an account for a phone whose SMS code the caller knows."""
        per_hour = self._settings.register_per_address_hour
        await self._limits.spend(f"register:{caller.address}", per_hour, HOUR)
        await self._captcha.spend_sms(caller, phone, "register", hash_)
        secret = await self._passwords.hash(password)
        try:
            await self._users.add(secret, now_ms(), phone=phone, phone_proved=True)
        except NameTaken:
            raise ApiError(RegisterPhone.CREATE_FAILED) from None

    async def login(self, caller: Caller, phone: str, password: str, enduring: bool) -> str:
        """A new token. An unknown phone and a wrong password are answered alike."""
        who = AccountName("phone", phone)
        user_id, stored = await self._credentials.identify(caller, who, password, self._refusals)
        try:
            token = await self._tokens.make(user_id, stored, enduring)
        except (SqlError, KVError):
            raise ApiError(LoginPass.TOKEN_FAILED) from None
        if token is None:
            raise ApiError(self._refusals.password)
        await self._credentials.renew_hash(user_id, stored, password)
        return token

    async def info(self, caller: Caller, username: str | None) -> GuestInfo:
        """What the caller may know of themselves, or of the account of a phone."""
        if username is None:
            return _described(await self._credentials.own(caller.user_id))
        asking = await self._credentials.own(caller.user_id)
        if username == asking.phone:
            return _described(asking)
        await self._lookups.of_another(caller, asking)
        found = await self._users.by_phone(username)
        if found is None:
            raise ApiError(InfoGet.NO_SUCH_USER)
        return _described(found, private=bool(asking.admin))

    async def update(self, caller: Caller, username: str | None, values: dict[str, Any]) -> None:
        """Write name, nickname, e-mail, gender; of another's account only as an admin."""
        target = await self._credentials.own(caller.user_id)
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
        await self._write(caller, target, columns)

    async def _write(self, caller: Caller, target: User, columns: dict[str, Any]) -> None:
        email = columns.get("email")
        is_new = email is not None and email != target.email
        if is_new:
            await self._lookups.count(caller)
        try:
            await self._users.update(target.id, columns)
        except NameTaken:
            raise ApiError(InfoUpdate.FAILED) from None
        if is_new:
            await self._proofs.begin(caller, target.id, str(email))

    async def send_code(self, caller: Caller, phone: str, purpose: str, hash_: Any) -> str:
        """Send a code to a phone; the rand to hash it with. `hash_` is of a picture's code.

        A reset for an unknown phone is answered alike and sends nothing.
        """
        await self._captcha.spend_before_sms(hash_)
        await self._sms.reserve(caller, phone)
        if purpose == "register":
            code, rand = await self._captcha.sms(phone, purpose)
            await self._sms.send(self._text(caller, phone, purpose, code))
            return rand
        # All of it for a known phone and for an unknown one: who asks, and how long they wait,
        # tells nothing. What the provider says of the message they are not told either.
        user = await self._users.by_phone(phone)
        known = user is not None and user.can_recover_by("phone")
        user_id = user.id if user is not None else 0
        stamp = await self._credentials.stamp(user_id)
        await self._recovery.forget(user_id)
        code, rand = await self._captcha.sms(phone, purpose, f"{user_id if known else 0}:{stamp}")
        await self._sms.hand_over(self._text(caller, phone, purpose, code), known)
        return rand

    def _text(self, caller: Caller, phone: str, purpose: str, code: str) -> SmsCode:
        return SmsCode(phone, purpose, code, self._captcha.seconds, caller.trace)

    async def reset_password(self, caller: Caller, phone: str, hash_: str, new: str) -> None:
        """Set a password by an SMS code, which proves the phone.

        A phone without account never had a right one.
        """
        limit = (f"reset:{caller.address}", self._settings.resets_per_address_hour, HOUR)
        await self._limits.spend(*limit)
        bound = await self._captcha.spend_sms(caller, phone, "reset", hash_)
        user_id, _, stamp = bound.partition(":")
        user = await self._users.by_phone(phone)
        if user is None or user.id != int(user_id):
            raise ApiError(Global.HASH)
        who = AccountName("phone", phone)
        if not await self._credentials.reset_password(user.id, stamp, new, who):
            raise ApiError(Global.HASH)
        await self._limits.refund(limit)


def _described(user: User, *, private: bool = True) -> GuestInfo:
    """An account in the document's words; without `private`, what a stranger may see."""
    # Whoever asks for another account named its phone number: username tells nothing.
    shown: GuestInfo = {
        "id": user.id,
        "username": user.phone or user.uname or "",
        "nickname": user.nickname,
        "gender": GENDER_WORDS[user.gender],
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
    if values.get("gender") in GENDER_WORDS[1:]:
        columns["gender"] = GENDER_WORDS.index(values["gender"])
    return columns
