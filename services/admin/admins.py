"""Who may sign in to the admin pages: accounts with the right, and sessions apart from tokens.

A session lives in the store of short-lived values under the hash of its name, and only as long as
its account has the right, is not suspended and has the password that was typed.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final, NamedTuple

import orjson

from config import AdminSettings, Config, ConfigError
from protocol.caller import Caller
from services.accounts.credentials import Credentials, SignInRefusals
from services.accounts.passwords import Passwords
from services.accounts.rules import UNAME_MOST, has_special, is_all_digits, named, uname_of
from services.accounts.tokens import Tokens
from services.admin.audit import DONE, Actor, AuditLog
from services.admin.rules import SAMPLE, SAMPLE_PASSWORD, refuse_weak
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import HOUR
from status_codes import AdminOnly, ApiError, UserRegister
from stores.admin_tables import ACCOUNTS, BrowsedAccount
from stores.browsing import BrowseQuery, browse
from stores.kv import KV
from stores.password_hashes import PasswordHashes
from stores.sql import Database
from stores.users import NameTaken, User, UserRows

REFUSALS_NOTED: Final = 20
REFUSALS: Final = SignInRefusals(AdminOnly.SIGN_IN, AdminOnly.SIGN_IN)


class Known(NamedTuple):
    """An admin who is signed in."""

    id: int
    name: str


class Admins:
    def __init__(
        self,
        database: Database,
        users: UserRows,
        credentials: Credentials,
        passwords: Passwords,
        tokens: Tokens,
        kv: KV,
        limits: RateLimits,
        log: AuditLog,
        settings: AdminSettings,
    ) -> None:
        self._database = database
        self._users = users
        self._credentials = credentials
        self._passwords = passwords
        self._tokens = tokens
        self._kv = kv
        self._limits = limits
        self._log = log
        self._settings = settings

    async def identify(self, caller: Caller, name: str, password: str) -> Known:
        """The admin of that name and password; whoever has no right is told nothing else."""
        user_id, _ = await self._credentials.identify(
            caller, named("user", name), password, REFUSALS
        )
        user = await self._users.by_id(user_id)
        if user is None or not user.admin:
            raise ApiError(AdminOnly.SIGN_IN)
        return Known(user_id, _name(user))

    async def sign_in(self, name: str, password: str, actor: Actor) -> str:
        """The name of a new session."""
        try:
            known = await self.identify(actor, name, password)
        except ApiError:
            await self._note_refusal(name, actor)
            raise
        session = secrets.token_hex(16)
        stamp = await self._stamp(known.id)
        value = orjson.dumps([known.id, now_ms(), stamp])
        await self._kv.set(_key(session), value, self._settings.idle_seconds)
        await self._log.note(
            actor._replace(user_id=known.id, name=known.name), "sign_in", ended=DONE
        )
        return session

    async def _note_refusal(self, name: str, actor: Actor) -> None:
        # Of admins alone: others type passwords into the field of the name, and may type at will.
        who = named("user", name)
        user = await self._users.by_name(who.kind, who.value)
        if user is None or not user.admin:
            return
        # Guesses fill no log: of those beyond so many in an hour none is written.
        try:
            await self._limits.spend(f"refused:{user.id}", REFUSALS_NOTED, HOUR)
        except ApiError:
            return
        await self._log.note(actor, "sign_in", target="user", target_id=user.id, ended="refused")

    async def known(self, session: str) -> Known | None:
        """Whose living session it is; its life starts again."""
        found = await self._kv.touch(_key(session), self._settings.idle_seconds)
        if found is None:
            return None
        user_id, began, stamp = orjson.loads(found)
        user = await self._users.by_id(user_id)
        is_old = now_ms() - began > self._settings.session_seconds * 1000
        if is_old or user is None or not user.admin or stamp != await self._stamp(user_id):
            await self._kv.delete(_key(session))
            return None
        return Known(user_id, _name(user))

    async def mark(self, known: Known) -> str:
        """What stays the same as long as they may go on with what they began; else empty."""
        user = await self._users.by_id(known.id)
        return await self._stamp(known.id) if user is not None and user.admin else ""

    async def sign_out(self, session: str) -> None:
        await self._kv.delete(_key(session))

    async def _stamp(self, user_id: int) -> str:
        """What changes with the password; another when the account is suspended."""
        secret = await self._users.secret("uid", str(user_id))
        if secret is None or secret.suspended:
            return secrets.token_hex(8)
        return hashlib.sha256(secret.password.encode()).hexdigest()[:16]

    async def all(self) -> list[BrowsedAccount]:
        """Every admin, the first one first."""
        look = BrowseQuery({"admin": True}, down=False, limit=1000)
        return await browse(self._database, ACCOUNTS, look)

    async def create(self, name: str, password: str) -> int:
        """Make an account with the right; its id."""
        uname = uname_of(name)
        if len(uname) > UNAME_MOST:
            raise ApiError(UserRegister.FAILED)
        if is_all_digits(uname):
            raise ApiError(UserRegister.UNAME_DIGITS)
        if not uname or has_special(uname):
            raise ApiError(UserRegister.UNAME_CHARACTERS)
        refuse_weak(uname, password)
        secret = await self._passwords.hash(password)
        try:
            return await self._users.add(secret, now_ms(), uname=uname, admin=True)
        except NameTaken:
            raise ApiError(UserRegister.UNAME_TAKEN) from None

    async def set_password(self, name: str, password: str) -> None:
        """Give an admin another password; their sessions and tokens end."""
        user_id = await self._find(name)
        refuse_weak(name, password)
        await self._credentials.set_password(user_id, password)

    async def remove(self, name: str) -> None:
        """Take the right away; the account stays, without its sessions and tokens."""
        user_id = await self._find(name)
        await self._users.set_admin(user_id, False)
        await self._tokens.end_all(user_id)

    async def grant(self, name: str) -> None:
        """Give an account that is there the right."""
        who = named("user", name)
        user = await self._users.by_name(who.kind, who.value)
        if user is None:
            raise ApiError(AdminOnly.NO_ADMIN)
        await self._users.set_admin(user.id, True)

    async def _find(self, name: str) -> int:
        who = named("user", name)
        user = await self._users.by_name(who.kind, who.value)
        if user is None or not user.admin:
            raise ApiError(AdminOnly.NO_ADMIN)
        return user.id


async def settle_sample(database: Database, config: Config) -> None:
    """Make the documented sample account where nobody else can reach it; refuse it elsewhere."""
    users, hashes = UserRows(database), _hashes(config)
    if config.at_home:
        if not await users.has_admin():
            await _make_sample(users, hashes.hash(SAMPLE_PASSWORD))
    elif await _is_sample_there(users, hashes):
        raise ConfigError(
            "the sample admin may sign in on the embedded default only; "
            f"run `python server.py admin password {SAMPLE}` or `admin remove {SAMPLE}`"
        )


async def has_sample(database: Database, config: Config) -> bool:
    """Whether the sample account signs in with the document's password."""
    return await _is_sample_there(UserRows(database), _hashes(config))


def _hashes(config: Config) -> PasswordHashes:
    return PasswordHashes(config.passwords.rounds, config.passwords.memory_kib)


async def _make_sample(users: UserRows, secret: str) -> None:
    try:
        await users.add(secret, now_ms(), uname=SAMPLE, admin=True)
    except NameTaken:
        return  # a guest's, who came before the first admin


async def _is_sample_there(users: UserRows, hashes: PasswordHashes) -> bool:
    user, secret = await users.by_name("uname", SAMPLE), await users.secret("uname", SAMPLE)
    if user is None or secret is None or not user.admin:
        return False
    return hashes.verify(secret.password, SAMPLE_PASSWORD)


def _name(user: User) -> str:
    return user.uname or user.nickname or user.phone or str(user.id)


def _key(session: str) -> str:
    hashed = hashlib.sha256(session.encode("utf-8", "surrogatepass")).hexdigest()
    return f"admin:{hashed}"
