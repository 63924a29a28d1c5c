"""What is known of a guest, in the travel API's words, and changing it."""

from __future__ import annotations

from typing import Any, NamedTuple

from protocol.caller import Caller
from services.accounts.avatars import avatar_of
from services.accounts.lookups import Lookups
from services.accounts.proofs import Proofs
from services.accounts.replies import OwnAccount, Profile, PublicProfile
from services.accounts.rules import GENDERS, email_of, is_phone, phone_of
from status_codes import ApiError, Global, UserInfo, UserInfoUpdate
from stores.allowances import used
from stores.sql import Database
from stores.users import NameTaken, User, UserRows


class Changes(NamedTuple):
    """None where a field is to stay as it is."""

    gender: str | None
    phone: str | None
    email: str | None
    intro: str | None


class Profiles:
    def __init__(
        self,
        database: Database,
        users: UserRows,
        proofs: Proofs,
        lookups: Lookups,
        bytes_limit: int,
    ) -> None:
        self._database = database
        self._bytes_limit = bytes_limit
        self._users = users
        self._proofs = proofs
        self._lookups = lookups

    async def own(self, caller: Caller) -> OwnAccount:
        """The caller's account. Raises -102 when it is gone."""
        return await self._whole(await self._own(caller))

    async def _whole(self, user: User) -> OwnAccount:
        kept = await used(self._database, user.id)
        return {**profile(user), "bytes_used": kept, "bytes_limit": self._bytes_limit}

    async def _own(self, caller: Caller) -> User:
        user = await self._users.by_id(caller.user_id)
        if user is None:
            raise ApiError(Global.USER_GONE)
        return user

    async def of(self, caller: Caller, uid: int) -> OwnAccount | PublicProfile:
        """An account; of another's neither phone nor e-mail."""
        asking = await self._own(caller)
        if uid == asking.id:
            return await self._whole(asking)
        await self._lookups.of_another(caller, asking)
        user = await self._users.by_id(uid)
        if user is None:
            raise ApiError(UserInfo.NO_SUCH_USER)
        return public_profile(user)

    async def change(self, caller: Caller, changes: Changes) -> OwnAccount:
        """Write what was sent; the account as it is then."""
        columns = _columns(changes)
        if columns:
            before = await self._own(caller)
            new = {
                kind
                for kind, had in (("phone", before.phone), ("email", before.email))
                if columns.get(kind, had) != had
            }
            if new:
                await self._lookups.count(caller)
            try:
                await self._users.update(caller.user_id, columns)
            except NameTaken:
                raise ApiError(await self._whose(caller, columns)) from None
            if "email" in new:
                await self._proofs.begin(caller, caller.user_id, columns["email"])
        return await self.own(caller)

    async def _whose(self, caller: Caller, columns: dict[str, Any]) -> UserInfoUpdate:
        """Which of the names is another's."""
        if phone := columns.get("phone"):
            other = await self._users.by_name("phone", phone)
            if other is not None and other.id != caller.user_id:
                return UserInfoUpdate.PHONE_TAKEN
        return UserInfoUpdate.EMAIL_TAKEN


def public_profile(user: User) -> PublicProfile:
    """What everybody may know."""
    return {
        "uid": user.id,
        "uname": user.uname or "",
        "gender": user.gender,
        "intro": user.intro,
        "avatar": avatar_of(user.avatar),
    }


def profile(user: User) -> Profile:
    """What its owner may know."""
    return {
        **public_profile(user),
        "phone": user.phone or "",
        "email": user.email or "",
        "phone_proved": bool(user.phone_proved),
        "email_proved": bool(user.email_proved),
    }


def _columns(changes: Changes) -> dict[str, Any]:
    """Table columns. A form sends empty what its guest left empty: that changes the intro alone."""
    columns: dict[str, Any] = {}
    if changes.gender:
        if changes.gender not in GENDERS:
            raise ApiError(Global.ARG_VALUE)
        columns["gender"] = GENDERS[changes.gender]
    if changes.phone:
        if not is_phone(changes.phone):
            raise ApiError(UserInfoUpdate.PHONE_FORMAT)
        columns["phone"] = phone_of(changes.phone)
    if changes.email:
        if (email := email_of(changes.email)) is None:
            raise ApiError(UserInfoUpdate.EMAIL_FORMAT)
        columns["email"] = email
    if changes.intro is not None:
        columns["intro"] = changes.intro
    return columns
