"""What is known of a guest, in the travel API's words, and changing it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from services.accounts.avatars import avatar_of
from services.accounts.naming import email_of, is_phone
from services.accounts.replies import Profile, PublicProfile
from status_codes import ApiError, Global, UserInfo, UserInfoUpdate
from stores.users import Taken, User, Users

# What a gender may be sent as, and its number.
GENDERS: Final = {
    **{"0": 0, "1": 1, "2": 2},
    **{"未设置": 0, "男": 1, "女": 2},
    **{"male": 1, "female": 2},
}
INTRO_MOST: Final = 500


class Changes(NamedTuple):
    """None where a field is to stay as it is."""

    gender: str | None
    phone: str | None
    email: str | None
    intro: str | None


class Profiles:
    def __init__(self, users: Users) -> None:
        self._users = users

    async def own(self, user_id: int) -> Profile:
        """The caller's account. Raises -102 when it is gone."""
        user = await self._users.by_id(user_id)
        if user is None:
            raise ApiError(Global.USER_GONE)
        return profile(user)

    async def of(self, caller_id: int, uid: int) -> Profile | PublicProfile:
        """An account; of another's neither phone nor e-mail."""
        user = await self._users.by_id(uid)
        if user is None:
            raise ApiError(UserInfo.NO_SUCH_USER)
        return profile(user) if uid == caller_id else public_profile(user)

    async def change(self, user_id: int, changes: Changes) -> Profile:
        """Write what was sent; the account as it is then."""
        columns = _columns(changes)
        if columns:
            try:
                await self._users.update(user_id, columns)
            except Taken:
                raise ApiError(await self._whose(user_id, columns)) from None
        return await self.own(user_id)

    async def _whose(self, user_id: int, columns: dict[str, Any]) -> UserInfoUpdate:
        """Which of the names is another's."""
        if phone := columns.get("phone"):
            other = await self._users.by_name("phone", phone)
            if other is not None and other.id != user_id:
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
    return {**public_profile(user), "phone": user.phone or "", "email": user.email or ""}


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
        columns["phone"] = changes.phone
    if changes.email:
        if (email := email_of(changes.email)) is None:
            raise ApiError(UserInfoUpdate.EMAIL_FORMAT)
        columns["email"] = email
    if changes.intro is not None:
        columns["intro"] = changes.intro
    return columns
