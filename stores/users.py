"""Accounts and their tokens as rows; what may be done with them is decided in services."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, case, delete, insert, select, update

from stores.looks import look_of
from stores.sql import Database, Duplicate, Session
from stores.tables import tokens, users

_COLUMNS = (
    "id",
    "phone",
    "uname",
    "email",
    "last_name",
    "first_name",
    "nickname",
    "gender",
    "intro",
    "avatar",
    "admin",
    "phone_proved",
    "email_proved",
)


class User(NamedTuple):
    """An account without its password. gender: 0 unset, 1 male, 2 female."""

    id: int
    phone: str | None
    uname: str | None
    email: str | None
    last_name: str
    first_name: str
    nickname: str
    gender: int
    intro: str
    avatar: str
    admin: int
    phone_proved: int
    email_proved: int

    def can_recover_by(self, kind: str) -> bool:
        """Whether a code sent to that contact may open the account.

        One that was never proved may only where nothing else was: then the code is the proof.
        """
        proved = {"phone": self.phone_proved, "email": self.email_proved}
        return bool(proved[kind] or not any(proved.values()))


class AccountSecret(NamedTuple):
    """What proves an account, and whether it may be used."""

    id: int
    password: str
    suspended: int


class NameTaken(Exception):
    """Raised when a phone, name or e-mail belongs to somebody already."""


_PUBLIC = [users.c[name] for name in _COLUMNS]
# What an account may be called by.
_NAMES = {
    "uid": users.c.id,
    "phone": users.c.phone,
    "uname": users.c.uname,
    "email": users.c.email,
    "look": users.c.look,
}
_BY_ID = select(*_PUBLIC).where(users.c.id == bindparam("user_id"))
_BY_NAME = {
    kind: select(*_PUBLIC).where(column == bindparam("name")) for kind, column in _NAMES.items()
}
_SECRET = {
    kind: select(*(users.c[name] for name in AccountSecret._fields)).where(
        column == bindparam("name")
    )
    for kind, column in _NAMES.items()
}
_SECRET_BY_ID = select(users.c.password).where(users.c.id == bindparam("user_id"))
_ADD = insert(users).values(
    phone=bindparam("phone"),
    uname=bindparam("uname"),
    email=bindparam("email"),
    phone_proved=bindparam("phone_proved"),
    look=bindparam("look"),
    password=bindparam("password"),
    admin=bindparam("admin"),
    created_ms=bindparam("now"),
)
_SET_AVATAR = (
    update(users).where(users.c.id == bindparam("user_id")).values(avatar=bindparam("link"))
)
_SET_PASSWORD = (
    update(users).where(users.c.id == bindparam("user_id")).values(password=bindparam("password"))
)
# Of two codes that are spent at once one finds the password that it was made for.
_RESET_PASSWORD = (
    update(users)
    .where(users.c.id == bindparam("user_id"), users.c.password == bindparam("old"))
    .values(password=bindparam("password"))
)
_OTHER = {"phone": "email", "email": "phone"}
_PROVE = {
    kind: update(users)
    .where(users.c.id == bindparam("user_id"), users.c[kind] == bindparam("value"))
    .values({f"{kind}_proved": 1})
    for kind in _OTHER
}
_SET_PROVED = {
    kind: update(users)
    .where(users.c.id == bindparam("user_id"))
    .values({kind: bindparam("value"), f"{kind}_proved": 1})
    for kind in _OTHER
}
_DROP_UNPROVED = {
    kind: update(users)
    .where(users.c.id == bindparam("user_id"), users.c[f"{kind}_proved"] == 0)
    .values({kind: None})
    for kind in _OTHER
}
# Nobody can recover by such a contact, and whoever has it may want an account of their own.
_RELEASE = {
    kind: update(users)
    .where(
        users.c[kind] == bindparam("value"),
        users.c[f"{kind}_proved"] == 0,
        users.c[f"{other}_proved"] == 1,
        users.c.id != bindparam("user_id"),
    )
    .values({kind: None})
    for kind, other in _OTHER.items()
}
_REHASH = (
    update(users)
    .where(users.c.id == bindparam("user_id"), users.c.password == bindparam("old"))
    .values(password=bindparam("new"))
)
_SET_ADMIN = update(users).where(users.c.id == bindparam("user_id")).values(admin=bindparam("new"))
_ANY_ADMIN = select(users.c.id).where(users.c.admin == 1).limit(1)
_SUSPEND = (
    update(users).where(users.c.id == bindparam("user_id")).values(suspended=bindparam("suspended"))
)
# Only while the password is still the one that was checked and the account is not suspended, and
# holding its row: what is being changed meanwhile must not leave a session behind.
_ADD_TOKEN = insert(tokens).from_select(
    ["user_id", "hash", "enduring", "created_ms"],
    select(users.c.id, bindparam("hash"), bindparam("enduring"), bindparam("now"))
    .where(
        users.c.id == bindparam("user_id"),
        users.c.password == bindparam("password"),
        users.c.suspended == 0,
    )
    .with_for_update(read=True),
)
# LEFT JOIN: a token whose user is gone must be told from a token that never was.
_ENDURING = (
    select(tokens.c.user_id, users.c.id)
    .select_from(tokens.outerjoin(users, users.c.id == tokens.c.user_id))
    .where(tokens.c.hash == bindparam("hash"), tokens.c.enduring == 1)
)
_HAS_TOKEN = select(tokens.c.id).where(tokens.c.hash == bindparam("hash"))
_TOKENS_OF = (
    select(tokens.c.id, tokens.c.hash, tokens.c.enduring)
    .where(tokens.c.user_id == bindparam("user_id"))
    .order_by(tokens.c.id)
)
_DROP_TOKEN = delete(tokens).where(tokens.c.hash == bindparam("hash"))
_DROP_TOKENS = delete(tokens).where(
    tokens.c.user_id == bindparam("user_id"), tokens.c.hash != bindparam("kept")
)


@lru_cache
def _update(columns: frozenset[str]) -> Update:
    # MySQL reads what it has written already: the proof looks at the old contact first.
    values: list[tuple[Any, Any]] = [
        (
            users.c[f"{kind}_proved"],
            case((users.c[kind] == bindparam(f"new_{kind}"), users.c[f"{kind}_proved"]), else_=0),
        )
        for kind in _OTHER
        if kind in columns
    ]
    values += [(users.c[name], bindparam(f"new_{name}")) for name in sorted(columns)]
    return update(users).where(users.c.id == bindparam("user_id")).ordered_values(*values)


class UserRows:
    """Rows of `users` and `tokens`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        password: str,
        now: int,
        *,
        phone: str | None = None,
        uname: str | None = None,
        email: str | None = None,
        admin: bool = False,
        phone_proved: bool = False,
    ) -> int:
        """Make an account; the new id. Raises `NameTaken`."""
        names = {"phone": phone, "uname": uname, "email": email}
        values = {
            "password": password,
            "admin": int(admin),
            "now": now,
            "phone_proved": int(phone_proved),
            "look": None if uname is None else look_of(uname),
        }
        try:
            async with self._database.transaction() as session:
                if phone_proved:
                    await session.run(_RELEASE["phone"], value=phone, user_id=0)
                return (await session.run(_ADD, **values, **names)).id
        except Duplicate as error:
            raise NameTaken(str(error)) from None

    async def by_id(self, user_id: int) -> User | None:
        row = await self._database.one(_BY_ID, user_id=user_id)
        return User._make(row) if row else None

    async def with_look_of(self, uname: str) -> User | None:
        """The account whose user name a reader would take for this one."""
        return await self.by_name("look", look_of(uname))

    async def by_phone(self, phone: str) -> User | None:
        return await self.by_name("phone", phone)

    async def by_name(self, kind: str, name: str) -> User | None:
        """The account of that uid, phone, uname or email."""
        row = await self._database.one(_BY_NAME[kind], name=name)
        return User._make(row) if row else None

    async def secret(self, kind: str, name: str) -> AccountSecret | None:
        """What proves the account of that uid, phone, uname or email."""
        row = await self._database.one(_SECRET[kind], name=name)
        return AccountSecret._make(row) if row else None

    async def secret_of(self, user_id: int) -> str | None:
        row = await self._database.one(_SECRET_BY_ID, user_id=user_id)
        return row[0] if row else None

    async def rehash(self, user_id: int, old: str, new: str) -> None:
        """Replace a password hash, unless the password was changed meanwhile."""
        await self._database.run(_REHASH, user_id=user_id, old=old, new=new)

    async def update(self, user_id: int, values: dict[str, Any]) -> None:
        """Write some columns. Raises `NameTaken` when the phone or the e-mail is another's."""
        new = {f"new_{name}": value for name, value in values.items()}
        try:
            await self._database.run(_update(frozenset(values)), user_id=user_id, **new)
        except Duplicate as error:
            raise NameTaken(str(error)) from None

    async def set_avatar(self, session: Session, user_id: int, link: str) -> bool:
        """Write where the picture is, and hold the row; False when the account is gone."""
        return (await session.run(_SET_AVATAR, user_id=user_id, link=link)).rows == 1

    async def set_password(self, user_id: int, password: str) -> list[str]:
        """Write a new password hash and drop every token, in one transaction; their hashes."""
        async with self._database.transaction() as session:
            await session.run(_SET_PASSWORD, user_id=user_id, password=password)
            return await _drop_all(session, user_id)

    async def reset_password(
        self, user_id: int, old: str, new: str, kind: str, value: str
    ) -> list[str] | None:
        """Write a new password hash and what was proved by it, and drop every token; their hashes.

        `kind` is phone or email, and empty where no contact was proved. Whatever contact never was
        is dropped. None, and nothing done, when the password is another than `old` by now.
        """
        async with self._database.transaction() as session:
            done = await session.run(_RESET_PASSWORD, user_id=user_id, old=old, password=new)
            if done.rows != 1:
                return None
            if kind:
                await _prove(session, user_id, kind, value)
            return await _drop_all(session, user_id)

    async def prove(self, user_id: int, kind: str, value: str, kept: str) -> list[str]:
        """Write that a contact was proved, and drop every token but `kept`; their hashes."""
        async with self._database.transaction() as session:
            await _prove(session, user_id, kind, value)
            return await _drop_all(session, user_id, kept)

    async def set_phone(self, user_id: int, phone: str, kept: str) -> list[str]:
        """Write a phone that was proved, as `prove` does. Raises `NameTaken`."""
        try:
            async with self._database.transaction() as session:
                await session.run(_RELEASE["phone"], value=phone, user_id=user_id)
                await session.run(_SET_PROVED["phone"], user_id=user_id, value=phone)
                await session.run(_DROP_UNPROVED["email"], user_id=user_id)
                return await _drop_all(session, user_id, kept)
        except Duplicate as error:
            raise NameTaken(str(error)) from None

    async def drop_unproved(self, user_id: int) -> None:
        """Take away what was never proved, but not the phone that is an account's only name."""
        user = await self.by_id(user_id)
        if user is None:
            return
        async with self._database.transaction() as session:
            await session.run(_DROP_UNPROVED["email"], user_id=user_id)
            if user.uname is not None or user.email_proved:
                await session.run(_DROP_UNPROVED["phone"], user_id=user_id)

    async def set_admin(self, user_id: int, admin: bool) -> None:
        await self._database.run(_SET_ADMIN, user_id=user_id, new=int(admin))

    async def has_admin(self) -> bool:
        """Whether there is an admin at all."""
        return await self._database.one(_ANY_ADMIN) is not None

    async def suspend(self, user_id: int, suspended: bool) -> list[str]:
        """Suspend an account or not, and drop every token of it; their hashes."""
        async with self._database.transaction() as session:
            await session.run(_SUSPEND, user_id=user_id, suspended=int(suspended))
            return await _drop_all(session, user_id)

    async def drop_all_tokens(self, user_id: int) -> list[str]:
        """Drop every token of the account; their hashes."""
        async with self._database.transaction() as session:
            return await _drop_all(session, user_id)

    async def add_token(
        self, user_id: int, password: str, hash_: str, *, enduring: bool, now: int
    ) -> bool:
        """Add a token; False when the password is another by now, or the account suspended."""
        done = await self._database.run(
            _ADD_TOKEN,
            user_id=user_id,
            password=password,
            hash=hash_,
            enduring=int(enduring),
            now=now,
        )
        return done.rows == 1

    async def enduring(self, hash_: str) -> tuple[int, bool] | None:
        """(user id, whether the user still exists) of an enduring token."""
        row = await self._database.one(_ENDURING, hash=hash_)
        return (row[0], row[1] is not None) if row else None

    async def has_token(self, hash_: str) -> bool:
        """Whether an account has this token; one that died of idleness may still stand there."""
        return await self._database.one(_HAS_TOKEN, hash=hash_) is not None

    async def tokens_of(self, user_id: int) -> list[tuple[str, bool]]:
        """(hash, enduring) of every token, oldest first."""
        rows = await self._database.all(_TOKENS_OF, user_id=user_id)
        return [(row[1], bool(row[2])) for row in rows]

    async def drop_tokens(self, *hashes: str) -> None:
        # Each alone: a process that dies between two leaves tokens that the next login drops.
        for hash_ in hashes:
            await self._database.run(_DROP_TOKEN, hash=hash_)


async def _prove(session: Session, user_id: int, kind: str, value: str) -> None:
    await session.run(_PROVE[kind], user_id=user_id, value=value)
    await session.run(_DROP_UNPROVED[_OTHER[kind]], user_id=user_id)


async def _drop_all(session: Session, user_id: int, kept: str = "") -> list[str]:
    rows = await session.all(_TOKENS_OF, user_id=user_id)
    await session.run(_DROP_TOKENS, user_id=user_id, kept=kept)
    return [row[1] for row in rows if row[1] != kept]
