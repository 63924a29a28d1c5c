"""Short-lived values in Redis: one connection for all callers, no command is ever sent twice.

The commands of one loop turn are written together and the answers handed out in order, which
costs a tenth of what a pool of connections costs. Answers are matched by order alone, so a link
on which anything went wrong (no answer in time, an answer nobody asked for) is dropped whole.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, cast
from urllib.parse import parse_qs, unquote, urlsplit

import hiredis

from stores.kv import KVError

log = logging.getLogger(__name__)

# While Redis is away: at most one connection try in so many seconds, and nobody waits longer
# than this for one to end.
RETRY_SECONDS = 0.25

CLOSED = "the store is closed"

# A script is one command: no crash can part the count from its end. (PEXPIRE's NX needs Redis 7.)
INCREMENT = """\
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}"""
INCREMENT_BOTH = """\
local function count(key)
    local count = redis.call('INCR', key)
    if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[1]) end
    return count, redis.call('PTTL', key)
end
local first, left = count(KEYS[1])
if first > tonumber(ARGV[2]) or redis.call('EXISTS', KEYS[3]) == 1 then return {first, 0, left} end
local second, later = count(KEYS[2])
return {first, second, later}"""
DECREMENT = """\
for _, key in ipairs(KEYS) do
    if redis.call('EXISTS', key) == 1 then redis.call('DECR', key) end
end"""
# The last key is the one to set.
DECREMENT_AND_SET = """\
for at = 1, #KEYS - 1 do
    if redis.call('EXISTS', KEYS[at]) == 1 then redis.call('DECR', KEYS[at]) end
end
redis.call('SET', KEYS[#KEYS], '1', 'PX', ARGV[1])"""

Argument = str | bytes | int


@dataclass(frozen=True)
class RedisAddress:
    """What a redis:// or rediss:// URL says."""

    host: str
    port: int
    user: str
    password: str
    database: int
    tls: ssl.SSLContext | None

    def greeting(self) -> list[tuple[Argument, ...]]:
        """What is sent first. PING comes last, so that a server that still loads is not ready."""
        commands: list[tuple[Argument, ...]] = []
        if self.password:
            commands.append(("AUTH", *filter(None, [self.user]), self.password))
        if self.database:
            commands.append(("SELECT", self.database))
        return [*commands, ("PING",)]


def parse(url: str) -> RedisAddress:
    """The address in `url`; `ssl_ca_certs` and `ssl_cert_reqs=none` are options, as in redis-py."""
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss"}:
        raise ValueError(f"not a redis:// or rediss:// URL: {parts.scheme}://")
    options = parse_qs(parts.query)
    return RedisAddress(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 6379,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=int(parts.path.strip("/") or 0),
        tls=_tls(options) if parts.scheme == "rediss" else None,
    )


def _tls(options: dict[str, list[str]]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=options.get("ssl_ca_certs", [None])[0])
    if options.get("ssl_cert_reqs") == ["none"]:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class RedisLink(asyncio.Protocol):
    """One connection, from its making to its loss. `lost` is called once, at its end."""

    def __init__(self, seconds: float, lost: Callable[[RedisLink, str], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._lost = lost
        self._reader = hiredis.Reader()
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []
        # The oldest command first: who waits for its answer, and until when.
        self._waiting: deque[tuple[asyncio.Future[Any], float]] = deque()
        self._watch: asyncio.TimerHandle | None = None
        self._due = 0.0
        # Why the link ended; empty while it lives.
        self.broken = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        # asyncio and uvloop set TCP_NODELAY themselves.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def send(self, packed: bytes) -> asyncio.Future[Any]:
        """Queue one packed command for the end of this loop turn; the future is its answer."""
        future = self._loop.create_future()
        if self.broken:
            future.set_exception(KVError(self.broken))
            return future
        if not self._unsent:
            self._due = self._loop.time() + self._seconds
            self._loop.call_soon(self._flush)
        self._unsent.append(packed)
        # A caller that is cancelled stays in the row: its answer still comes and is dropped.
        self._waiting.append((future, self._due))
        return future

    def _flush(self) -> None:
        if self.broken:
            return
        assert self._transport is not None
        try:
            self._transport.write(b"".join(self._unsent))
        except RuntimeError as error:
            # So says uvloop of writing to what was reset since.
            self.drop(f"link to Redis lost: {error}")
            return
        self._unsent.clear()
        if self._watch is None:
            self._watch = self._loop.call_at(self._waiting[0][1], self._check)

    def _check(self) -> None:
        # One timer for the oldest command stands for all: a timer per command would cost
        # more than the command.
        self._watch = None
        if not self._waiting:
            return
        due = self._waiting[0][1]
        if due > self._loop.time():
            self._watch = self._loop.call_at(due, self._check)
        else:
            self.drop(f"Redis did not answer in {self._seconds:g} s")

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            while (answer := self._reader.gets()) is not False:
                self._hand_out(answer)
        except (hiredis.ProtocolError, IndexError) as error:
            self.drop(f"Redis sent what nobody asked for: {error}")

    def _hand_out(self, answer: Any) -> None:
        future, _ = self._waiting.popleft()
        if not isinstance(answer, hiredis.ReplyError):
            if not future.done():
                future.set_result(answer)
            return
        if not future.done():
            future.set_exception(KVError(f"Redis: {answer}"))
        if str(answer).startswith("READONLY"):
            # Our master has become a replica; the name may lead to the new master by now.
            self.drop("Redis is read-only")

    def connection_lost(self, exc: Exception | None) -> None:
        self.drop(f"link to Redis lost: {exc or 'closed by Redis'}")

    def drop(self, reason: str) -> None:
        """End the link; every command without an answer fails with `reason`."""
        if self.broken:
            return
        self.broken = reason
        if self._watch is not None:
            self._watch.cancel()
        if self._transport is not None:
            self._transport.abort()
        for future, _ in self._waiting:
            if not future.done():
                future.set_exception(KVError(reason))
        self._waiting.clear()
        self._lost(self, reason)


class RedisCommands:
    """Sends commands for any number of callers over one link; belongs to the loop that uses it.

    Connects at the first command and again after a loss. While Redis is away commands fail at
    once, but for the one try in `RETRY_SECONDS`.
    """

    def __init__(self, url: str, command_seconds: float) -> None:
        self._address = parse(url)
        self._seconds = command_seconds
        self._link: RedisLink | None = None
        self._try: asyncio.Task[None] | None = None
        self._next_try = 0.0
        # Why the last link or try failed; empty while Redis is there as far as we know.
        self._away = ""
        self._closed = False

    async def close(self) -> None:
        self._closed = True
        if (attempt := self._try) is not None:
            attempt.cancel()
            await asyncio.wait([attempt])
        if self._link is not None:
            self._link.drop(CLOSED)

    async def ask(self, *command: Argument) -> Any:
        """Redis's answer; `KVError` where that is an error, or where none comes."""
        packed = _pack(command)
        return await (self._link or await self._connected()).send(packed)

    async def ask_all(self, commands: list[tuple[Argument, ...]]) -> None:
        """Send several together; `KVError` where one of the answers is one, or does not come."""
        link = self._link or await self._connected()
        await asyncio.gather(*[link.send(_pack(command)) for command in commands])

    async def _connected(self) -> RedisLink:
        """The link, after waiting for the try that is under way or for a new one."""
        if self._try is None:
            self._try = self._new_try()
        # A first link may take its time; while Redis is known to be away nobody is kept waiting.
        await asyncio.wait([self._try], timeout=RETRY_SECONDS if self._away else self._seconds)
        if self._link is None:
            raise KVError(self._away or "Redis is away")
        return self._link

    def _new_try(self) -> asyncio.Task[None]:
        if self._closed:
            raise KVError(CLOSED)
        now = asyncio.get_running_loop().time()
        if now < self._next_try:
            raise KVError(self._away or "Redis is away")
        self._next_try = now + RETRY_SECONDS
        return asyncio.create_task(self._connect())

    async def _connect(self) -> None:
        link = RedisLink(self._seconds, self._link_lost)
        try:
            async with asyncio.timeout(self._seconds):
                await self._greet(link)
        # UnicodeError: a host name that no resolver takes.
        except (OSError, UnicodeError, KVError) as error:
            self._note_away(str(error) or "Redis did not answer in time")
        else:
            self._link = link
            if self._away:
                log.info("Redis is back")
            self._away = ""
        finally:
            self._try = None
            if self._link is not link:
                link.drop("no link to Redis")

    async def _greet(self, link: RedisLink) -> None:
        address = self._address
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: link, address.host, address.port, ssl=address.tls)
        await asyncio.gather(*(link.send(_pack(command)) for command in address.greeting()))
        if link.broken:
            raise KVError(link.broken)

    def _link_lost(self, link: RedisLink, reason: str) -> None:
        if self._link is link:
            self._link = None
            self._note_away(reason)

    def _note_away(self, reason: str) -> None:
        if not self._away and not self._closed:
            log.warning("Redis is away: %s", reason)
        self._away = reason


class RedisKV:
    """`KV` in a Redis of version 6.2 or later; belongs to the loop that uses it."""

    def __init__(self, url: str, command_seconds: float = 2.0) -> None:
        self._commands = RedisCommands(url, command_seconds)
        self._ask = self._commands.ask

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._commands.close()

    async def get(self, key: str) -> bytes | None:
        value: bytes | None = await self._ask("GET", key)
        return value

    async def get_all(self, *keys: str) -> list[bytes | None]:
        values: list[bytes | None] = await self._ask("MGET", *keys) if keys else []
        return values

    async def set(self, key: str, value: bytes, ttl: float) -> None:
        await self._ask("SET", key, value, "PX", _milliseconds(ttl))

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        return await self._ask("SET", key, value, "NX", "PX", _milliseconds(ttl)) is not None

    async def touch(self, key: str, ttl: float) -> bytes | None:
        value: bytes | None = await self._ask("GETEX", key, "PX", _milliseconds(ttl))
        return value

    async def touch_all(self, *keys: str, ttl: float) -> None:
        milliseconds = _milliseconds(ttl)
        await self._commands.ask_all([("PEXPIRE", key, milliseconds) for key in keys])

    async def take(self, key: str) -> bytes | None:
        value: bytes | None = await self._ask("GETDEL", key)
        return value

    async def delete(self, *keys: str) -> None:
        if keys:
            await self._ask("DEL", *keys)

    async def increment(self, key: str, ttl: float, by: int = 1) -> tuple[int, float]:
        count, left = await self._ask("EVAL", INCREMENT, 1, key, _milliseconds(ttl), by)
        return count, left / 1000

    async def increment_both(
        self, key: str, other: str, unless: str, ttl: float, most: int
    ) -> tuple[int, int, float]:
        first, second, left = await self._ask(
            "EVAL", INCREMENT_BOTH, 3, key, other, unless, _milliseconds(ttl), most
        )
        return first, second, left / 1000

    async def decrement_and_set(self, counters: list[str], key: str, ttl: float) -> None:
        await self._ask(
            "EVAL", DECREMENT_AND_SET, len(counters) + 1, *counters, key, _milliseconds(ttl)
        )

    async def decrement(self, *keys: str) -> None:
        if keys:
            await self._ask("EVAL", DECREMENT, len(keys), *keys)

    async def left(self, key: str) -> float:
        milliseconds: int = await self._ask("PTTL", key)
        return max(milliseconds, 0) / 1000

    async def ping(self) -> None:
        await self._ask("PING")

    async def has_log(self) -> bool:
        """Whether Redis writes what it is told to a log (AOF), and so survives a restart."""
        return b"aof_enabled:1" in await self._ask("INFO", "persistence")


def _pack(command: tuple[Argument, ...]) -> bytes:
    packed: bytes = hiredis.pack_command(command)  # type: ignore[arg-type]  # declared for one word
    return packed


def _milliseconds(ttl: float) -> int:
    # Redis refuses 0; what is to live no time at all lives the shortest time there is.
    return max(1, round(ttl * 1000))
