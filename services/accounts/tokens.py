"""Tokens: hex digits of a CSPRNG, of which only the hash is kept.

Every token has a row; a short one lives as long as its entry in the store of short-lived
values, which every use starts again. An enduring one lives as long as its row: the entry is
only its cache, so a flushed Redis costs one query. The token of a session, which a browser keeps
in a cookie, is a short one with a longer life; its digits are more, so that one command both finds
an entry and starts its life again.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import partial
from typing import Final

from config import TokensSettings
from services.running.clock import now_ms
from status_codes import ApiError, Global
from stores.kv import KV
from stores.signals import Signals
from stores.units import settled, twice_settled
from stores.users import UserRows

TOKEN_DIGITS: Final = 32
SESSION_DIGITS: Final = 40
# A life is so much longer than is said, in parts of itself: a use may be noted a little late, and
# still no token dies early.
SPARE: Final = 32
# Stands in an entry whose user was removed: the token was right, its user is gone (-102).
GONE = b"0"
# The channel of the hashes of tokens that end before their time.
ENDED = "tokens"


class Tokens:
    def __init__(
        self,
        kv: KV,
        users: UserRows,
        signals: Signals,
        settings: TokensSettings,
        session_seconds: int,
    ) -> None:
        self._kv = kv
        self._users = users
        self._signals = signals
        self._per_user = settings.per_user
        self._seconds = settings.idle_seconds * (1 + 1 / SPARE)
        self._session_seconds = session_seconds * (1 + 1 / SPARE)

    async def make(
        self, user_id: int, password: str, enduring: bool, *, session: bool = False
    ) -> str | None:
        """A new token, or that of a session; the oldest living ones beyond `per_user` are dropped.

        `password` is the hash that was checked; None when it was changed since.
        """
        token = secrets.token_hex((SESSION_DIGITS if session else TOKEN_DIGITS) // 2)
        hash_ = hash_of(token)
        if not await self._users.add_token(
            user_id, password, hash_, enduring=enduring, now=now_ms()
        ):
            return None
        await self._kv.set(_key(hash_), b"%d" % user_id, self.life_of(token))
        await settled(partial(self._look_after, user_id, hash_))
        return token

    async def _look_after(self, user_id: int, hash_: str) -> None:
        rows = await self._users.tokens_of(user_id)
        if all(known != hash_ for known, _ in rows):
            # A new password or a suspension came between the row and its entry.
            await self.end([hash_])
        await self._drop_oldest(rows)

    def life_of(self, token: str) -> float:
        """The seconds that a token lives after a use."""
        return self._session_seconds if is_session(token) else self._seconds

    async def check(self, token: str) -> int:
        """The user id of a living token, whose life starts again. Raises -101 or -102."""
        hash_ = hash_of(token)
        # As `life_of`, without the call: every signed-in request comes by here.
        life = self._session_seconds if len(token) == SESSION_DIGITS else self._seconds
        found = await self._kv.touch(_key(hash_), life)
        if found is None:
            found = await self._remember_enduring(hash_)
        if found == GONE:
            raise ApiError(Global.USER_GONE)
        return int(found)

    async def endures(self, token: str) -> bool:
        """Whether it lives however long it is not used."""
        return await self._users.enduring(hash_of(token)) is not None

    async def drop(self, token: str) -> None:
        """End one token."""
        hash_ = hash_of(token)
        await self._users.drop_tokens(hash_)
        await self.end([hash_])

    async def forget(self, user_id: int) -> None:
        """End the living entries of every token of the user; their rows stay."""
        await self.end([hash_ for hash_, _ in await self._users.tokens_of(user_id)])

    async def end_all(self, user_id: int) -> None:
        """End every token of the user."""
        await self.end(await self._users.drop_all_tokens(user_id))

    async def proved(self, user_id: int, kind: str, value: str, token: str) -> None:
        """A contact of the account was proved under `token`, which alone goes on."""
        kept = hash_of(token)
        await self.end(await self._users.prove(user_id, kind, value, kept))

    async def proved_phone(self, user_id: int, phone: str, token: str) -> None:
        """The same of a phone, which the account has from now on. Raises `NameTaken`."""
        await self.end(await self._users.set_phone(user_id, phone, hash_of(token)))

    async def suspend(self, user_id: int, suspended: bool) -> None:
        """Suspend the account, or not: no token is made or lives while it is."""
        # As with a new password: first the entries, so that dying in between leaves no session.
        await self.forget(user_id)
        await self.end(await self._users.suspend(user_id, suspended))

    async def end(self, hashes: list[str]) -> None:
        """End the living entries of these token hashes."""
        if hashes:
            # An enduring one that is asked for before its row is seen to be gone is entered again.
            await twice_settled(partial(self._end, hashes))

    async def _end(self, hashes: list[str]) -> None:
        await self._kv.delete(*map(_key, hashes))
        await self._signals.publish(ENDED, " ".join(hashes).encode())

    async def renew(self, hash_: str, seconds: float) -> bool:
        """Begin the life of this token hash again; False when no account has it any more."""
        if not await self._users.has_token(hash_):
            return False
        await self._kv.touch(_key(hash_), seconds)
        return True

    async def used(self, tokens: list[str]) -> None:
        """Begin the lives of these again; what does not live is passed over."""
        for seconds in {self.life_of(token) for token in tokens}:
            of_it = [hash_of(token) for token in tokens if self.life_of(token) == seconds]
            await self._kv.touch_all(*map(_key, of_it), ttl=seconds)

    async def dead(self, hashes: list[str]) -> list[str]:
        """Those of these token hashes that no longer live; none of them lives longer for it."""
        entries = await self._kv.get_all(*map(_key, hashes))
        doubted = [
            hash_ for hash_, entry in zip(hashes, entries, strict=True) if entry in (None, GONE)
        ]
        rows = [(hash_, await self._users.enduring(hash_)) for hash_ in doubted]
        return [hash_ for hash_, row in rows if row is None or not row[1]]

    async def _remember_enduring(self, hash_: str) -> bytes:
        row = await self._users.enduring(hash_)
        if row is None:
            raise ApiError(Global.TOKEN_WRONG)
        user_id, exists = row
        found = b"%d" % user_id if exists else GONE
        await self._kv.set(_key(hash_), found, self._seconds)
        if await self._users.enduring(hash_) is None:
            # Dropped between the row's reading and its entry, which nobody would end any more.
            await self.end([hash_])
            raise ApiError(Global.TOKEN_WRONG)
        return found

    async def _drop_oldest(self, rows: list[tuple[str, bool]]) -> None:
        if len(rows) <= self._per_user:
            return
        entries = await self._kv.get_all(*(_key(hash_) for hash_, _ in rows))
        lives = {
            hash_: enduring or bool(entry)
            for (hash_, enduring), entry in zip(rows, entries, strict=True)
        }
        living = [hash_ for hash_, alive in lives.items() if alive]
        dead = [hash_ for hash_, alive in lives.items() if not alive]
        oldest = living[: max(0, len(living) - self._per_user)]
        await self._users.drop_tokens(*dead, *oldest)
        await self.end(oldest)


def is_session(token: str) -> bool:
    """Whether it is kept in a cookie, and lives as long as one."""
    return len(token) == SESSION_DIGITS


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _key(hash_: str) -> str:
    return f"token:{hash_}"
