"""Messages as a worker sends them: "sending" is written before anything leaves, an end once.

What certainly did not leave is queued again, later each time; what may have left is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from time import monotonic
from typing import Any, Final, NamedTuple, Protocol

import structlog

from config import WorkerSettings
from services.messages.delivery import HEARD, Sealing, Undelivered
from services.messages.rules import pause_before
from services.running.clock import now_ms
from services.running.logs import WORKER
from services.running.metrics import MESSAGES, Metrics
from services.running.queue import channel
from services.running.seals import SealBroken, Seals
from stores.jobs import Claim, QueuedJob
from stores.kv import KVError
from stores.messages import EVER, QUEUED, MessageRows
from stores.signals import Signals
from stores.sql import Database, SqlError

AGAIN_SECONDS: Final = 0.5

log = structlog.get_logger(WORKER)


class Carrier(Protocol):
    """A provider, and the limit that its messages count against."""

    async def carry(self, content: list[Any]) -> None:
        """Hand it to the provider. Raises `Undelivered`."""

    async def refund(self, content: list[Any]) -> None:
        """It did not go out after all: it does not count against whom it was for."""


class TakenMessage(NamedTuple):
    """A message that this worker has claimed; after `deadline_ms` its code is of no use."""

    claim: Claim
    kind: str
    deadline_ms: int
    content: list[Any]


class Sending:
    def __init__(
        self,
        database: Database,
        signals: Signals,
        seals: Seals,
        carriers: Mapping[str, Callable[[], Carrier]],
        answer_seconds: float,
        settings: WorkerSettings,
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._metrics = metrics
        self._rows = MessageRows(database)
        self._signals = signals
        self._sealing = Sealing(seals)
        # Made at the first message: only a worker pays for a provider's SDK.
        self._carriers = {kind: cache(make) for kind, make in carriers.items()}
        # Renewed by nobody: a provider that says nothing is given up within its own time.
        self._lease_ms = int((answer_seconds + settings.lease_seconds) * 1000)
        self._settings = settings

    async def send(self, job_id: int, worker: str) -> float | None:
        """Send if it is still to be sent; the seconds after which to come again, if at all."""
        letter = await self._take(job_id, worker)
        if letter is None:
            return None
        claim = letter.claim
        said = log.bind(job_id=job_id, kind=letter.kind, attempt=claim.attempt, trace=claim.trace)
        begun = monotonic()
        try:
            if letter.deadline_ms <= now_ms():
                raise Undelivered([], note="its code has expired")
            await self._carriers[letter.kind]().carry(letter.content)
        except Undelivered as error:
            pause = self._pause(letter, error)
            self._count(letter, _end_of(error, pause), _reason(error), begun)
            said.warning("message not sent", error=error.note, again=pause is not None)
            await self._insist(letter, error, pause)
            return pause
        said.info("message sent")
        self._count(letter, "sent", "", begun)
        await self._insist(letter, None, None)
        return None

    def _count(self, letter: TakenMessage, end: str, reason: str, begun: float) -> None:
        self._metrics.timed(MESSAGES, letter.kind, end, reason).add(monotonic() - begun)

    async def lose(self, *, everyone: bool) -> int:
        """End what a lost worker was sending: nobody knows whether it went out; how many.

        With `everyone` nobody else can be sending, so that all of it is lost.
        """
        lost = await self._rows.lost(EVER if everyone else now_ms())
        for claim in lost:
            error = Undelivered([], left=True, note="its worker was lost")
            if (letter := await self._opened(claim)) is not None:
                await self._end(letter, error, None)
        return len(lost)

    async def waiting(self, seconds: float) -> list[QueuedJob]:
        """What has been due for so long, and nobody sends."""
        return await self._rows.waiting(now_ms() - int(seconds * 1000))

    async def _take(self, job_id: int, worker: str) -> TakenMessage | None:
        now = now_ms()
        async with self._database.transaction() as session:
            until = now + self._lease_ms
            claim = await self._rows.take(session, job_id, worker, now=now, until=until)
        return None if claim is None else await self._opened(claim)

    async def _opened(self, claim: Claim) -> TakenMessage | None:
        """What a claimed row says; None, and the row ended, when it is not ours to open."""
        kind, deadline, sealed = claim.args
        if kind not in self._carriers:
            await self._write(claim, "failed", [], "no gateway for it", 0)
            return None
        try:
            content = self._sealing.open(str(kind), str(sealed))
        except SealBroken:
            # Of another secrets.key: every process must have the same.
            log.error("message cannot be opened", job_id=claim.job_id)
            await self._write(claim, "failed", [], "sealed under another key", 0)
            return None
        return TakenMessage(claim, str(kind), int(deadline), content)

    def _pause(self, letter: TakenMessage, error: Undelivered) -> float | None:
        """Seconds until the next try; None where there is to be none."""
        attempt = letter.claim.attempt
        if not error.again or attempt >= self._settings.message_attempts:
            return None
        pause = pause_before(attempt, self._settings.message_pause_seconds)
        return pause if now_ms() + pause * 1000 < letter.deadline_ms else None

    async def _insist(
        self, letter: TakenMessage, error: Undelivered | None, pause: float | None
    ) -> None:
        """Write an end until the database takes it; the lease ends what it never takes."""
        ends = asyncio.get_running_loop().time() + self._settings.lease_seconds
        while True:
            try:
                return await self._end(letter, error, pause)
            except SqlError as failure:
                log.warning("end not written", job_id=letter.claim.job_id, error=str(failure))
                if asyncio.get_running_loop().time() > ends:
                    return
                await asyncio.sleep(AGAIN_SECONDS)

    async def _end(
        self, letter: TakenMessage, error: Undelivered | None, pause: float | None
    ) -> None:
        claim = letter.claim
        if error is None:
            await self._write(claim, "done", [], "", 0)
        elif pause is not None:
            due = now_ms() + int(pause * 1000)
            await self._write(claim, QUEUED, claim.args, error.note, due)
        else:
            state = "unknown" if error.left else "failed"
            said = [self._sealing.close("said", error.said)]
            # Who asked takes the first outcome, and with it the count; nobody hears of later ones.
            unheard = claim.attempt > 1 or len(letter.content) > HEARD
            if await self._write(claim, state, said, error.note, 0) and unheard:
                await self._refund(letter)

    async def _write(
        self, claim: Claim, state: str, args: Sequence[int | str], error: str, due: int
    ) -> bool:
        async with self._database.transaction() as session:
            mine = await self._rows.end(
                session, claim, state=state, args=[*args], error=error, now=now_ms(), due=due
            )
        await self._signals.publish(channel(claim.job_id), b"")
        return mine

    async def _refund(self, letter: TakenMessage) -> None:
        try:
            await self._carriers[letter.kind]().refund(letter.content)
        except KVError as error:
            log.warning("message not refunded", job_id=letter.claim.job_id, error=str(error))


def _end_of(error: Undelivered, pause: float | None) -> str:
    """What became of a try, as it is counted."""
    if pause is not None:
        return "again"
    return "unknown" if error.left else "refused"


def _reason(error: Undelivered) -> str:
    """The kind of refusal, of which there are few; whom it was for is never counted."""
    return str(error.said[0]).partition("(")[0] if error.said else "expired"
