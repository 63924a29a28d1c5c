"""Codes that a guest reads from a picture or a message, and the hashes that prove it.

hash = md5(code + rand) in lower-case hex, with image codes lower-cased first. The server
computes it when the code is made, so the client's hash is looked up, never compared in steps.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import orjson

from protocol.caller import Caller
from services.accounts.rules import SENT_DIGITS, new_rand, picture_code, sent_code
from services.messages.outbox import Outbox
from services.running.clock import now_ms
from services.running.cpu_work import CpuOrder, CpuWork
from services.running.limits import RateLimits
from services.running.rules import DAY
from settings import CaptchaSettings
from status_codes import ApiError, Global, Outcome
from stores.kv import KV

DRAWN_AHEAD = 32
# In one order: who comes while none is there waits for so many.
DRAWN_AT_ONCE = 8
SESSION = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-fA-F]{32}")


class Drawn(NamedTuple):
    """A code, and its picture in base64."""

    code: str
    png: str


class CaptchaAnswer(NamedTuple):
    """A picture's code as it came back, and whether none is needed (a developer's switch)."""

    session: str
    code: str
    waived: bool


class CodeRefusals(NamedTuple):
    """What an endpoint answers to a code that is missing, has expired, or is wrong."""

    missing: Outcome
    expired: Outcome
    wrong: Outcome


class CaptchaDrawer:
    """Draws image captchas ahead, in a process apart: drawing holds up no request."""

    def __init__(self, work: CpuWork, settings: CaptchaSettings) -> None:
        self._work = work
        self._settings = settings
        self._ready: deque[Drawn] = deque()
        self._drawing = asyncio.Lock()
        self._refilling: asyncio.Task[None] | None = None

    async def close(self) -> None:
        if self._refilling is not None:
            self._refilling.cancel()
            await asyncio.gather(self._refilling, return_exceptions=True)

    async def take(self) -> Drawn:
        while not self._ready:
            # Whoever comes meanwhile waits for the same pictures.
            async with self._drawing:
                if not self._ready:
                    await self._draw()
        if len(self._ready) <= DRAWN_AHEAD // 2 and not self._is_refilling:
            self._refilling = asyncio.create_task(self._refill())
        return self._ready.popleft()

    @property
    def _is_refilling(self) -> bool:
        return self._refilling is not None and not self._refilling.done()

    async def _refill(self) -> None:
        async with self._drawing:
            while len(self._ready) < DRAWN_AHEAD:
                await self._draw()

    async def _draw(self) -> None:
        alphabet, length = self._settings.alphabet, self._settings.length
        codes = [picture_code(alphabet, length) for _ in range(DRAWN_AT_ONCE)]
        drawn = await self._work.do(CpuOrder(do="draw", codes=codes))
        self._ready.extend(map(Drawn, codes, drawn["pngs"]))


class Captcha:
    """Makes, checks and spends codes."""

    def __init__(
        self,
        kv: KV,
        limits: RateLimits,
        drawer: CaptchaDrawer,
        outbox: Outbox | None,
        settings: CaptchaSettings,
        digits: int,
    ) -> None:
        self._kv = kv
        self._limits = limits
        self._drawer = drawer
        self._outbox = outbox
        self._settings = settings
        self._digits = digits

    @property
    def seconds(self) -> int:
        """How long a code lives."""
        return self._settings.seconds

    @property
    def may_be_waived(self) -> bool:
        """Whether a developer may do without a picture's code."""
        return self._outbox is not None

    async def image(self) -> tuple[str, str]:
        """(base64 PNG, rand) of a new picture."""
        drawn = await self._drawer.take()
        rand = new_rand()
        hash_ = captcha_hash(drawn.code.lower(), rand)
        await self._kv.set(f"img:{hash_}", b"1", self._settings.seconds)
        if self._outbox is not None:
            await self._outbox.write(
                {"channel": "captcha", "rand": rand, "code": drawn.code, "at": now_ms()}
            )
        return drawn.png, rand

    async def validate_image(self, caller: Caller, hash_: str) -> bool:
        """Whether the hash is right; says so once, and does not spend the code."""
        return await self._say_once(caller, self._is_image, hash_.lower())

    async def spend_before_sms(self, hash_: Any) -> None:
        """Use a code up where the settings want one before each SMS.

        Raises -202, -201 or -203 where there is no hash, -4 when it is wrong or dead.
        """
        if not self._settings.before_sms:
            return
        if hash_ is None:
            raise ApiError(Global.ARG_MISSING)
        if hash_ == "":
            raise ApiError(Global.ARG_EMPTY)
        if not isinstance(hash_, str):
            raise ApiError(Global.ARG_TYPE)
        if not HASH.fullmatch(hash_) or await self._kv.take(f"img:{hash_.lower()}") is None:
            raise ApiError(Global.HASH)

    async def picture(self) -> tuple[str, str]:
        """(base64 PNG, session) of a new picture whose code itself is to be sent back."""
        drawn = await self._drawer.take()
        session = secrets.token_hex(16)
        await self._kv.set(f"pic:{session}", drawn.code.encode(), self._settings.seconds)
        if self._outbox is not None:
            await self._outbox.write(
                {"channel": "captcha", "session": session, "code": drawn.code, "at": now_ms()}
            )
        return drawn.png, session

    async def spend_picture(self, proof: CaptchaAnswer, refusals: CodeRefusals) -> None:
        """Use a picture's code up, rightly or wrongly; raises one of `refusals`."""
        if proof.waived:
            return
        if not proof.code:
            raise ApiError(refusals.missing)
        known = SESSION.fullmatch(proof.session)
        found = await self._kv.take(f"pic:{proof.session}") if known else None
        if found is None:
            raise ApiError(refusals.expired)
        given = proof.code.strip().upper().encode("utf-8", "surrogatepass")
        if not secrets.compare_digest(found, given):
            raise ApiError(refusals.wrong)

    async def sms(self, phone: str, purpose: str, bound: str = "") -> tuple[str, str]:
        """(code, rand) of a new code for `phone`; the one before it for that purpose is dead.

        Whoever spends it is given `bound` back.
        """
        code = sent_code(self._digits)
        rand = new_rand()
        hash_ = captcha_hash(code, rand)
        seconds = self._settings.seconds
        await self._kv.set(f"sms:{purpose}:{phone}", f"{hash_} {bound}".encode(), seconds)
        where = orjson.dumps([purpose, phone])
        await self._kv.set(f"smshash:{hash_}", where, seconds)
        return code, rand

    async def validate_sms(self, caller: Caller, hash_: str) -> bool:
        """Whether the hash is right; says so once, and does not spend the code."""
        # Of a code that is shorter as many guesses find more: they are counted for longer.
        longer = 10 ** (SENT_DIGITS - self._digits)
        return await self._say_once(caller, self._is_sms, hash_.lower(), longer)

    async def forget_sms(self, phone: str, purpose: str) -> None:
        """End the code that was sent to that phone, if there is one."""
        await self._kv.delete(f"sms:{purpose}:{phone}")

    async def spend_sms(self, caller: Caller, phone: str, purpose: str, hash_: str) -> str:
        """Use up the code sent to that very phone for that purpose; what it is bound to.

        Raises -4. Wrong tries count against whoever makes them: a stranger's few end no guest's
        code. They are counted before the hash is looked at: five side by side are five. Of short
        codes they are those of a day: ten codes of a phone together are guessed no more often.
        """
        key, settings = f"sms:{purpose}:{phone}", self._settings
        found = await self._kv.get(key)
        if found is None:
            raise ApiError(Global.HASH)
        expected, _, bound = found.decode().partition(" ")
        short = self._digits < SENT_DIGITS
        tries, window = (
            (f"tries:{phone}", DAY) if short else (f"tries:{expected}", settings.seconds)
        )
        mine, _ = await self._kv.increment(f"{tries}:{caller.address}", window)
        if mine > settings.tries:
            raise ApiError(Global.HASH)
        everyones, _ = await self._kv.increment(tries, window)
        given = hash_.lower().encode("utf-8", "surrogatepass")
        right = secrets.compare_digest(expected.encode(), given)
        if everyones > settings.tries_all or (not right and everyones == settings.tries_all):
            await self._kv.delete(key)
            raise ApiError(Global.HASH)
        # Of two who know the code, one spends it.
        if not right or await self._kv.take(key) != found:
            raise ApiError(Global.HASH)
        # What all have guessed in a day is not forgotten for one who knew the code.
        ended = [f"{tries}:{caller.address}", f"smshash:{expected}"]
        await self._kv.delete(*(ended if short else [tries, *ended]))
        return bound

    async def spend_either(self, caller: Caller, phone: str, hash_: str) -> str:
        """The same of a code for either purpose; a wrong try counts against both. Raises -4."""
        for purpose in ("reset", "register"):
            try:
                return await self.spend_sms(caller, phone, purpose, hash_)
            except ApiError as error:
                if error.outcome is not Global.HASH:
                    raise
        raise ApiError(Global.HASH)

    async def _is_image(self, hash_: str) -> bool:
        return await self._kv.get(f"img:{hash_}") is not None

    async def _is_sms(self, hash_: str) -> bool:
        """Whether it is that of its phone's newest code, and the code is not ended."""
        where = await self._kv.get(f"smshash:{hash_}")
        if where is None:
            return False
        purpose, phone = orjson.loads(where)
        found = await self._kv.get(f"sms:{purpose}:{phone}")
        return found is not None and found.partition(b" ")[0] == hash_.encode()

    async def _say_once(
        self,
        caller: Caller,
        is_right: Callable[[str], Awaitable[bool]],
        hash_: str,
        longer: int = 1,
    ) -> bool:
        settings = self._settings
        # Under a name of its own: what is counted for longer is not mixed with the rest.
        name = "captcha" if longer == 1 else "captcha:sms"
        limit = (f"{name}:{caller.address}", settings.tries, settings.seconds * longer)
        await self._limits.spend(*limit)
        known = await is_right(hash_)
        right = known and await self._kv.add(f"said:{hash_}", b"1", settings.seconds)
        if right:
            await self._limits.refund(limit)
        return right


def captcha_hash(code: str, rand: str) -> str:
    """md5(code + rand), as the clients compute it."""
    return hashlib.md5((code + rand).encode(), usedforsecurity=False).hexdigest()
