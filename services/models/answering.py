"""What is asked of models, as a worker answers it: claim, answer, an end that happens once.

Every write is fenced by (job, attempt), as for renders. Nobody reads an answer that comes late, so
a job past its time is dropped where it is found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
import structlog

from config import ModelsSettings
from services.models.rules import AWAY
from services.running.clock import now_ms
from services.running.logs import WORKER
from services.running.queue import channel
from stores.jobs import Claim, Job, JobRows
from stores.media import Media, StorageError
from stores.signals import Signals
from stores.sql import Database

SCRATCH: Final = "model-"

log = structlog.get_logger(WORKER)


class Asked(NamedTuple):
    """A claimed job: which model, what of it, until when, where picture and answer lie."""

    claim: Claim
    model: str
    request: dict[str, Any]
    deadline_ms: int
    picture: Path | None
    out: Path

    @property
    def seconds_left(self) -> float:
        return (self.deadline_ms - now_ms()) / 1000


def reply_name(job_id: int) -> str:
    """The scratch file that a job's answer is written to."""
    return f"{SCRATCH}{job_id}"


class Answering:
    def __init__(
        self,
        database: Database,
        jobs: JobRows,
        media: Media,
        signals: Signals,
        settings: ModelsSettings,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._media = media
        self._signals = signals
        # Renewed by nobody: whoever asked waits no longer than this.
        self._lease_ms = int(settings.wait_seconds * 1000)

    async def claim(self, job: Job, worker: str) -> Asked | None:
        """Take the waiting call whose turn it is; None when none waits that is to be answered."""
        while (claim := await self._claimed(job, worker)) is not None:
            model, deadline, picture, request = claim.args
            asked = Asked(
                claim,
                str(model),
                orjson.loads(str(request)),
                int(deadline),
                self._media.scratch(str(picture)) if picture else None,
                self._media.scratch(reply_name(claim.job_id)),
            )
            if asked.seconds_left > 0 and await self._has_picture(asked):
                return asked
        return None

    async def _claimed(self, job: Job, worker: str) -> Claim | None:
        now = now_ms()
        claiming = self._jobs.claimed(job, worker, now=now, until=now + self._lease_ms)
        async with claiming as taken:
            if taken is None:
                return None
            session, claim = taken
            if int(claim.args[1]) <= now:
                # Whoever asked has left.
                await self._jobs.end(session, claim, state="cancelled", now=now)
            return claim

    async def _has_picture(self, asked: Asked) -> bool:
        try:
            there = not asked.picture or await self._media.shared(asked.picture.name)
        except StorageError as error:
            await self._failed_away(asked, error)
            return False
        if not there:
            # Taken back: whoever asked has left.
            await self._end(asked, "cancelled")
        return bool(there)

    async def is_wanted(self, asked: Asked) -> bool:
        """Whether somebody still waits for it."""
        return await self._jobs.still_mine(asked.claim)

    async def done(self, asked: Asked) -> None:
        """The answer lies in its file."""
        try:
            await self._media.share(asked.out.name)
        except StorageError as error:
            await self._failed_away(asked, error)
            return
        await self._release(asked)
        if not await self._end(asked, "done"):
            await self._media.unshare(asked.out.name)

    async def failed(self, asked: Asked, reason: str) -> None:
        await self._release(asked)
        await self._end(asked, "failed", reason)

    async def _failed_away(self, asked: Asked, error: StorageError) -> None:
        log.warning("storage is away", job_id=asked.claim.job_id, error=str(error))
        await self.failed(asked, AWAY)

    async def _release(self, asked: Asked) -> None:
        for path in (asked.picture, asked.out):
            if path is not None:
                await self._media.release(path.name)

    async def hand_back(self, asked: Asked) -> None:
        """Queue it again, for another worker."""
        async with self._database.transaction() as session:
            await self._jobs.hand_back(session, asked.claim, now_ms())
        await self._release(asked)

    async def _end(self, asked: Asked, state: str, error: str = "") -> bool:
        async with self._database.transaction() as session:
            mine = await self._jobs.end(
                session, asked.claim, state=state, now=now_ms(), error=error[:500]
            )
        await self._signals.publish(channel(asked.claim.job_id), b"")
        return mine
