"""Accounts of the travel API: signing in by any name, and registering with a user name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from config import LimitsSettings
from protocol.caller import Caller
from services.accounts.captcha import Captcha, CaptchaAnswer, CodeRefusals
from services.accounts.credentials import Credentials, SignInRefusals
from services.accounts.passwords import Passwords
from services.accounts.proofs import Proofs
from services.accounts.rules import (
    PASSWORD_MOST,
    UID,
    UNAME_MOST,
    AccountName,
    email_of,
    has_special,
    is_all_digits,
    is_phone,
    is_reserved,
    phone_of,
    uname_of,
)
from services.accounts.tokens import Tokens
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import HOUR
from status_codes import ApiError, UserLogin, UserRegister
from stores.users import NameTaken, User, UserRows

LOGIN = SignInRefusals(UserLogin.NO_SUCH_USER, UserLogin.PASSWORD_WRONG)
LOGIN_CAPTCHA = CodeRefusals(
    UserLogin.CAPTCHA_MISSING, UserLogin.CAPTCHA_EXPIRED, UserLogin.CAPTCHA_WRONG
)
REGISTER_CAPTCHA = CodeRefusals(
    UserRegister.CAPTCHA_MISSING, UserRegister.CAPTCHA_WRONG, UserRegister.CAPTCHA_WRONG
)


class Registration(NamedTuple):
    """What somebody sends who wants an account; empty where it was left out."""

    uname: str
    phone: str
    email: str
    password: str
    uid: str


class TravelAccounts:
    """What the endpoints login and register of `user` do."""

    def __init__(
        self,
        users: UserRows,
        credentials: Credentials,
        passwords: Passwords,
        tokens: Tokens,
        captcha: Captcha,
        proofs: Proofs,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._users = users
        self._credentials = credentials
        self._passwords = passwords
        self._tokens = tokens
        self._captcha = captcha
        self._proofs = proofs
        self._limits = limits
        self._settings = settings

    async def login(
        self,
        caller: Caller,
        who: AccountName,
        password: str,
        proof: CaptchaAnswer,
        *,
        session: bool,
    ) -> tuple[User, str]:
        """The account and a new token of it, or that of a session."""
        await self._captcha.spend_picture(proof, LOGIN_CAPTCHA)
        user_id, stored = await self._credentials.identify(caller, who, password, LOGIN)
        token = await self._tokens.make(user_id, stored, enduring=False, session=session)
        if token is None:
            raise ApiError(UserLogin.PASSWORD_WRONG)
        await self._credentials.renew_hash(user_id, stored, password)
        return await self._credentials.own(user_id), token

    async def register(self, caller: Caller, wanted: Registration, proof: CaptchaAnswer) -> int:
        """Make an account; its number."""
        new = _checked(wanted)
        await self._captcha.spend_picture(proof, REGISTER_CAPTCHA)
        per_hour = self._settings.register_per_address_hour
        await self._limits.spend(f"register:{caller.address}", per_hour, HOUR)
        await self._refuse_taken(new)
        if new.uid:
            # The numbers are given here; a free one is no more to be had than a taken one.
            raise ApiError(UserRegister.FAILED)
        secret = await self._passwords.hash(new.password)
        try:
            made = await self._users.add(
                secret,
                now_ms(),
                uname=new.uname,
                phone=new.phone or None,
                email=new.email or None,
            )
        except NameTaken:
            await self._refuse_taken(new)
            raise ApiError(UserRegister.FAILED) from None
        if new.email:
            await self._proofs.begin(caller, made, new.email)
        return made

    async def _refuse_taken(self, new: Registration) -> None:
        """Say which of the names is somebody's. The unique keys decide; this only tells."""
        for kind, name, outcome in (
            ("uid", new.uid, UserRegister.UID_TAKEN),
            ("uname", new.uname, UserRegister.UNAME_TAKEN),
            ("phone", new.phone, UserRegister.PHONE_TAKEN),
            ("email", new.email, UserRegister.EMAIL_TAKEN),
        ):
            if name and await self._users.by_name(kind, name) is not None:
                raise ApiError(outcome)
        if await self._users.with_look_of(new.uname) is not None:
            raise ApiError(UserRegister.UNAME_TAKEN)


def _checked(wanted: Registration) -> Registration:
    """The application as it would be written down. Raises what is wrong with it."""
    for outcome in _faults(wanted):
        raise ApiError(outcome)
    phone, email = wanted.phone.strip(), wanted.email.strip()
    return Registration(
        uname_of(wanted.uname),
        phone_of(phone) if phone else "",
        (email_of(email) or "") if email else "",
        wanted.password,
        wanted.uid.strip(),
    )


def _faults(wanted: Registration) -> Iterator[UserRegister]:
    """What is wrong with an application; nothing is looked at before its length is right."""
    uname, phone, email = uname_of(wanted.uname), wanted.phone.strip(), wanted.email.strip()
    uid = wanted.uid.strip()
    if not uname or not wanted.password:
        yield UserRegister.NO_NAME
    if not phone and not email:
        yield UserRegister.NO_CONTACT
    yield from _faults_of_name(uname)
    if phone and not is_phone(phone):
        yield UserRegister.PHONE_FORMAT
    if email and email_of(email) is None:
        yield UserRegister.EMAIL_FORMAT
    if (uid and not UID.fullmatch(uid)) or len(wanted.password) > PASSWORD_MOST:
        yield UserRegister.FAILED
    if is_reserved(uname):
        yield UserRegister.UNAME_TAKEN


def _faults_of_name(uname: str) -> Iterator[UserRegister]:
    if len(uname) > UNAME_MOST:
        yield UserRegister.FAILED
    if is_all_digits(uname):
        yield UserRegister.UNAME_DIGITS
    if has_special(uname):
        yield UserRegister.UNAME_CHARACTERS
