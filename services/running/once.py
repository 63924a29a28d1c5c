"""Requests with a key of their own: the same one again gets the answer of the first.

The answer is written in the transaction of the change, so that one is never there without the
other, whatever dies in between. Until then a lease in the store of short-lived values says that the
first one is under way; where that store forgets it, the database lets only one of them commit.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final, Protocol

import orjson

from protocol.caller import Caller
from protocol.registry import Answer, Endpoint
from protocol.upload import FilePart
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import DAY, HOUR
from services.running.seals import Seals
from status_codes import ApiError, Global, Outcome
from stores.cleaning import forget_keys
from stores.keys import KeptAnswer, KeyClaim, KeyRows, KeyTaken
from stores.kv import KV, KVError
from stores.sql import Database, Session
from stores.units import UNIT, Unit

KEEP_MS: Final = DAY * 1000
KEY_MOST: Final = 255
# A process that dies leaves its leases behind for so long.
LEASE_SECONDS: Final = 5.0
RENEW_SECONDS: Final = LEASE_SECONDS / 3
# Each key leaves a row for a day, also of what is refused: one a second is more than guests do.
MOST_PER_HOUR: Final = 3_600
# Of an answer, before it is sealed. Whatever changes something answers numbers and names.
ANSWER_MOST: Final = 32_768

# From here on a status of HTTP says that we failed, not who asked.
SERVER_FAILED: Final = 500

Call = Callable[[], Awaitable[Any]]


class Jar(Protocol):
    """The cookies that an answer sets."""

    @property
    def changes(self) -> Mapping[str, tuple[str, int | None]]:
        """By name, what was set so far, and for how many seconds."""

    def set(self, name: str, value: str, seconds: int | None) -> None: ...


class KeyedCaller(Caller, Protocol):
    """Who sends a key."""

    @property
    def token(self) -> str: ...

    @property
    def cookies(self) -> Jar | None: ...


class Once:
    """Has what comes with a key done once."""

    def __init__(self, database: Database, kv: KV, seals: Seals, limits: RateLimits) -> None:
        self._database = database
        self._rows = KeyRows(database)
        self._kv = kv
        self._seals = seals
        self._limits = limits
        self._leases: set[str] = set()
        self._renewing: asyncio.Task[None] | None = None

    async def close(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    async def clean(self) -> int:
        """Remove answers that are kept no longer; how many."""
        return await forget_keys(self._database, now_ms() - KEEP_MS)

    async def answer(
        self, endpoint: Endpoint, caller: KeyedCaller, key: Any, data: dict[str, Any], call: Call
    ) -> Answer[Any]:
        """What `call` answers, or what the first request with this key was answered.

        Raises what that raised; -2 over a key that is none, -409 while the first one is under way,
        -422 where the first one was another.
        """
        whose = _whose(caller)
        claim = await self._claim(endpoint, caller, key, data)
        lease = f"key:{claim.id}"
        is_mine = await self._kv.add(lease, b"1", LEASE_SECONDS)
        try:
            kept = await self._rows.get(claim.id, now_ms() - KEEP_MS)
            if kept is not None and (is_mine or kept.answer is not None):
                return self._again(claim, kept, endpoint, caller)
            if not is_mine:
                raise _under_way()
            self._hold(lease)
            await self._limits.spend(f"keys:{whose}", MOST_PER_HOUR, HOUR)
            return await self._first(claim, endpoint, caller, call)
        finally:
            self._leases.discard(lease)
            if is_mine:
                with suppress(KVError):
                    await self._kv.delete(lease)

    async def of_ended(
        self, endpoint: Endpoint, caller: KeyedCaller, key: Any, data: dict[str, Any]
    ) -> Answer[Any] | None:
        """What was answered to a request by a token that is dead by now; None where nothing was.

        Whoever signs out, or changes their password, ends the token that they ask with.
        """
        claim = await self._claim(endpoint, caller, key, data)
        if claim.token is None:
            return None
        kept = await self._rows.of_token(claim.token, now_ms() - KEEP_MS)
        return None if kept is None else self._again(claim, kept, endpoint, caller)

    async def _claim(
        self, endpoint: Endpoint, caller: KeyedCaller, key: Any, data: dict[str, Any]
    ) -> KeyClaim:
        if not _is_key(key):
            raise ApiError(Global.JSON_VALUE)
        mark, token = self._seals.mark, caller.token
        # A form answers with cookies what an envelope answers with data.
        face = "envelope" if caller.cookies is None else "rest"
        body = await _packed(data)
        return KeyClaim(
            id=mark("key", f"{_whose(caller)}\0{key}".encode()),
            token=mark("token", f"{token}\0{key}".encode("utf-8", "surrogatepass"))
            if token
            else None,
            body=mark("body", f"{key}\0{face}\0{endpoint.name}\0".encode() + body),
        )

    async def _first(
        self, claim: KeyClaim, endpoint: Endpoint, caller: KeyedCaller, call: Call
    ) -> Answer[Any]:
        is_claimed = False

        async def take(session: Session) -> None:
            nonlocal is_claimed
            if not is_claimed:
                now = now_ms()
                await self._rows.claim(session, claim, now, now - KEEP_MS)
                is_claimed = True

        unit = Unit(self._database, take)
        entered = UNIT.set(unit)
        try:
            return await self._answered(unit, claim, endpoint, caller, call)
        except KeyTaken:
            refusal = _under_way()
        except ApiError as error:
            if _is_kept(endpoint, error.outcome):
                raise
            # A code that is spent, perhaps by the very request that this one repeats.
            refusal = error
        finally:
            UNIT.reset(entered)
            await unit.end()
        kept = await self._rows.get(claim.id, now_ms() - KEEP_MS)
        if kept is None or kept.answer is None:
            raise refusal
        return self._again(claim, kept, endpoint, caller)

    async def _answered(
        self, unit: Unit, claim: KeyClaim, endpoint: Endpoint, caller: KeyedCaller, call: Call
    ) -> Answer[Any]:
        """The answer, which is committed with what was changed. Of refusals those are kept that
        are the endpoint's own: what the others ask for may be right the next time."""
        result: Answer[Any] | ApiError
        try:
            found = await call()
            result = found if isinstance(found, Answer) else Answer(endpoint.ok, found)
        except ApiError as error:
            if not _is_kept(endpoint, error.outcome) or unit.broken is not None:
                raise
            result = error
        session = await unit.begin()
        await self._rows.answer(session, claim.id, self._sealed(claim, caller, result))
        await unit.commit()
        if isinstance(result, ApiError):
            raise result
        return result

    def _sealed(self, claim: KeyClaim, caller: KeyedCaller, result: Answer[Any] | ApiError) -> str:
        changes = {} if caller.cookies is None else dict(caller.cookies.changes)
        if isinstance(result, Answer):
            said: list[Any] = [_name(result.outcome), result.data, None, changes]
        else:
            said = [_name(result.outcome), result.data, result.texts, changes]
        text = orjson.dumps(said)
        assert len(text) <= ANSWER_MOST, "an answer that is too much to be kept"
        return base64.b64encode(self._seals.seal(f"key:{claim.id}", text)).decode()

    def _again(
        self, claim: KeyClaim, kept: KeptAnswer, endpoint: Endpoint, caller: KeyedCaller
    ) -> Answer[Any]:
        """What was answered, once more."""
        if kept.body != claim.body:
            raise ApiError(Global.KEY_OTHER_BODY)
        if kept.answer is None:
            raise ApiError(Global.KEY_BROKEN_OFF)
        sealed = base64.b64decode(kept.answer)
        name, data, texts, changes = orjson.loads(self._seals.open(f"key:{kept.id}", sealed))
        if caller.cookies is not None:
            for cookie, (value, seconds) in changes.items():
                caller.cookies.set(cookie, value, seconds)
        outcome = {_name(row): row for row in endpoint.outcomes}[name]
        if texts is not None:
            raise ApiError(outcome, data, **texts)
        return Answer(outcome, data)

    def _hold(self, lease: str) -> None:
        self._leases.add(lease)
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        while self._leases:
            await asyncio.sleep(RENEW_SECONDS)
            for lease in list(self._leases):
                with suppress(KVError):
                    await self._kv.touch(lease, LEASE_SECONDS)


def _whose(caller: Caller) -> str:
    """Of whom a key is another's; of strangers we know the address alone."""
    return f"user:{caller.user_id}" if caller.user_id else f"address:{caller.address}"


def _is_key(key: Any) -> bool:
    """Whether it is one: printable ASCII, of a length that can be looked for."""
    return type(key) is str and 0 < len(key) <= KEY_MOST and key.isascii() and key.isprintable()


def _is_kept(endpoint: Endpoint, outcome: Outcome) -> bool:
    """Whether a refusal is the endpoint's last word; that a part of ours failed is none."""
    return outcome in endpoint.outcomes and outcome.http < SERVER_FAILED


def _under_way() -> ApiError:
    return ApiError(Global.KEY_UNDER_WAY, {"retry_after": 1})


def _name(outcome: Outcome) -> str:
    return f"{type(outcome).__name__}.{outcome.name}"


async def _packed(data: dict[str, Any]) -> bytes:
    """What tells the data of a request from others, files by their contents."""
    values = {
        name: await asyncio.to_thread(_file, value) if isinstance(value, FilePart) else value
        for name, value in data.items()
    }
    # Not orjson: a form may hold what is no text.
    return json.dumps(values, sort_keys=True).encode()


def _file(part: FilePart) -> list[str]:
    if part.path is None:
        return [part.name, hashlib.sha256(part.content or b"").hexdigest()]
    with part.path.open("rb") as file:
        return [part.name, hashlib.file_digest(file, "sha256").hexdigest()]
