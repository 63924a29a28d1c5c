"""Who a guest is: a name and a password that fit, and changing the password."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

from config import LimitsSettings
from protocol.caller import Caller
from services.accounts.passwords import Passwords
from services.accounts.rules import AccountName
from services.accounts.tokens import Tokens, is_session
from services.running.limits import RateLimits
from services.running.rules import DAY, MINUTE
from status_codes import ApiError, Global, Outcome
from stores.kv import KVError
from stores.sql import SqlError
from stores.users import User, UserRows

# How long an address is remembered from which somebody signed in.
KNOWN_SECONDS: Final = 30 * DAY


class SignInRefusals(NamedTuple):
    """What an endpoint answers to a name that is nobody's, and to a wrong password."""

    no_user: Outcome
    password: Outcome


class Credentials:
    """Proves who somebody is, in whichever API and on the admin pages alike."""

    def __init__(
        self,
        users: UserRows,
        passwords: Passwords,
        tokens: Tokens,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._users = users
        self._passwords = passwords
        self._tokens = tokens
        self._limits = limits
        self._settings = settings

    async def identify(
        self, caller: Caller, who: AccountName, password: str, refusals: SignInRefusals
    ) -> tuple[int, str]:
        """(user id, password hash) of who knows the password; all others take as long.

        Raises -103 for who knows the password of a suspended account, and only for them.
        """
        settings = self._settings
        per_address = (
            f"login:address:{caller.address}",
            settings.login_failures_per_address_minute,
            MINUTE,
        )
        # Before the database is asked: who is beyond it costs that nothing.
        await self._limits.spend(*per_address)
        user_id, stored, suspended = await self._users.secret(*who) or (0, None, 0)
        # Of the account, however it is named: four names are not four times the guesses.
        account = bucket_of(who) if stored is None else str(user_id)
        most = settings.login_failures_per_account_minute
        here = (f"login:{account}:{caller.address}", most, MINUTE)
        # Strangers share the tries of an account; where its owner has signed in before they have
        # their own, or anybody's guesses would lock them out.
        known = f"known:{account}:{caller.address}"
        spent = await self._limits.spend_both(here, f"login:{account}", known)
        right = await self._passwords.check(stored, password)
        if stored is None:
            raise ApiError(refusals.no_user)
        if not right:
            raise ApiError(refusals.password)
        await self._limits.refund_known(known, KNOWN_SECONDS, per_address, *spent)
        if suspended:
            raise ApiError(Global.NOT_ALLOWED)
        return user_id, stored

    async def renew_hash(self, user_id: int, stored: str, password: str) -> None:
        """Hash the right password anew, if that was done with other parameters than today's."""
        if self._passwords.is_outdated(stored):
            await self._users.rehash(user_id, stored, await self._passwords.hash(password))

    async def change_password(
        self, caller: Caller, token: str, old: str, new: str, refusals: SignInRefusals
    ) -> str:
        """Change the password of the caller, whose tokens all end; one to go on with instead of
        `token`, as lasting as that. Empty where there is none: they sign in again.
        """
        settings = self._settings
        limit = (f"password:{caller.user_id}", settings.login_failures_per_account_minute, MINUTE)
        await self._limits.spend(*limit)
        stored = await self._users.secret_of(caller.user_id)
        if stored is None:
            raise ApiError(refusals.no_user)
        if not await self._passwords.check(stored, old):
            raise ApiError(refusals.password)
        await self._limits.refund(limit)
        enduring = await self._tokens.endures(token)
        secret = await self.set_password(caller.user_id, new)
        try:
            made = await self._tokens.make(
                caller.user_id, secret, enduring, session=is_session(token)
            )
            return made or ""
        except (SqlError, KVError):
            # The password is changed, and to say otherwise would have them try the old one.
            return ""

    async def set_password(self, user_id: int, new: str) -> str:
        """Write a password, and every token of the account ends; its hash."""
        secret = await self._passwords.hash(new)
        # Entries end before the rows: dying in between leaves the old password without a
        # session, never the new one with an old session. Again after, for a login meanwhile.
        await self._tokens.forget(user_id)
        await self._tokens.end(await self._users.set_password(user_id, secret))
        return secret

    async def stamp(self, user_id: int) -> str:
        """What changes with the password; empty where there is no account."""
        stored = await self._users.secret_of(user_id)
        return "" if stored is None else stamp_of(stored)

    async def reset_password(
        self, user_id: int, stamp: str, new: str, proved: AccountName | None
    ) -> bool:
        """Write a password, and the contact that was `proved` by it; every token ends.

        False, and nothing done, when the password is not that of `stamp` any more.
        """
        secret = await self._passwords.hash(new)
        stored = await self._users.secret_of(user_id)
        if stored is None or stamp_of(stored) != stamp:
            return False
        kind, value = proved or ("", "")
        await self._tokens.forget(user_id)
        ended = await self._users.reset_password(user_id, stored, secret, kind, value)
        if ended is None:
            return False
        await self._tokens.end(ended)
        if not kind:
            await self._users.drop_unproved(user_id)
        return True

    async def own(self, user_id: int) -> User:
        """The caller's account; raises -102 when it is gone."""
        user = await self._users.by_id(user_id)
        if user is None:
            raise ApiError(Global.USER_GONE)
        return user


def bucket_of(who: AccountName) -> str:
    """What the tries of a name that nobody has are counted under.

    One of so many: whoever makes up names leaves no more counters than that.
    """
    name = f"{who.kind}:{who.value}".encode("utf-8", "surrogatepass")
    return f"nobody:{hashlib.sha256(name).hexdigest()[:4]}"


def stamp_of(stored: str) -> str:
    """What tells one password hash from another, and nothing of the password."""
    return hashlib.sha256(stored.encode()).hexdigest()[:32]
