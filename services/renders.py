"""The life of a work as its renderer drives it: claim, progress, an end that happens once.

Every write is fenced by (job, attempt): a renderer that lost its lease can change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from config import Config
from services import views
from services.clock import now_ms
from services.info_json import NAME as INFO_NAME
from services.info_json import read_info
from services.orders import make_order
from services.works import Albums
from status_codes import ApiError
from stores.jobs import Claim, Jobs
from stores.media import Media
from stores.sql import Database
from stores.works import Result, Work, Works
from studio.order import Made, Order

SCRATCH: Final = "render-"
# An upload or a removal that is still going on after an hour has been killed.
OLD_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Render:
    """A claimed work and the order for the studio."""

    claim: Claim
    work: Work
    order: Order


class Lost(Exception):
    """Raised when the work is no longer the renderer's: cancelled, deleted, or taken over."""


class Renders:
    def __init__(
        self,
        database: Database,
        works: Works,
        jobs: Jobs,
        media: Media,
        albums: Albums,
        config: Config,
    ) -> None:
        self._database = database
        self._works = works
        self._jobs = jobs
        self._media = media
        self._albums = albums
        self._config = config

    async def claim(self, job_id: int, worker: str) -> Render | None:
        """Take the job; None when it is taken, over, or was cancelled."""
        now = now_ms()
        async with self._database.transaction() as session:
            until = self._lease_until(now)
            claim = await self._jobs.claim(session, job_id, worker, now=now, until=until)
            if claim is None:
                return None
            work_id = int(claim.args[0])
            taken = await self._works.claim(session, work_id, job_id, claim.attempt, now)
            if not taken:
                await self._jobs.end(session, claim, state="cancelled", now=now)
                return None
        work = await self._works.get(work_id)
        if work is None:
            return None
        await self._albums.tell(work_id)
        try:
            order = await self._order(work, claim)
        except ApiError as error:
            # What start had proved is gone since; tried again, it would fail again, for ever.
            await self._fail(claim, work_id, error.outcome.msg.format_map(error.texts))
            return None
        return Render(claim, work, order)

    async def _order(self, work: Work, claim: Claim) -> Order:
        folder = views.folder(work.kind, work.id)
        uploads = await self._works.uploads(work.id)
        info = read_info(self._media.path(f"{folder}/{INFO_NAME}"), uploads)
        board = await self._works.storyboard(work.id)
        return make_order(
            work,
            uploads,
            info,
            lambda name: self._media.path(f"{folder}/{name}"),
            # Of this attempt alone: a renderer that lost its lease writes where nobody looks.
            self._media.scratch(_scratch_name(claim.job_id, claim.attempt)),
            self._config.works,
            orjson.loads(board) if board else None,
        )

    def _lease_until(self, now: int) -> int:
        return now + int(self._config.worker.lease_seconds * 1000)

    async def renew(self, render: Render) -> None:
        """Lengthen the lease; raises `Lost`."""
        if not await self._jobs.renew(render.claim, self._lease_until(now_ms())):
            raise Lost

    async def check(self, render: Render) -> None:
        """Raises `Lost` when the job was taken away."""
        if not await self._jobs.still_mine(render.claim):
            raise Lost

    async def progress(self, render: Render, stage: int, progress: int) -> None:
        """Note and tell how far it is; raises `Lost`."""
        claim, work_id = render.claim, render.work.id
        if not await self._works.progress(
            work_id, claim.job_id, claim.attempt, stage=stage, progress=progress, now=now_ms()
        ):
            raise Lost
        await self._albums.tell(work_id)

    async def done(self, render: Render, made: Made) -> None:
        """Put what was made where it can be fetched and end the work; raises `Lost`."""
        await self.check(render)
        folder = views.folder(render.work.kind, render.work.id)
        # The result itself last: what lies beside it is there when it changes.
        for file in (*made.extras, made.cover, made.file):
            await self._publish(file, f"{folder}/{file.name}")
        result = Result(
            result=made.file.name,
            cover=made.cover.name,
            cover_width=made.cover_width,
            cover_height=made.cover_height,
            width=made.width,
            height=made.height,
            warnings=orjson.dumps(made.warnings).decode(),
            extras=orjson.dumps([file.name for file in made.extras]).decode(),
        )
        claim, now = render.claim, now_ms()
        async with self._database.transaction() as session:
            work_id = render.work.id
            if not await self._jobs.end(session, claim, state="done", now=now):
                raise Lost
            if not await self._works.done(
                session, work_id, claim.job_id, claim.attempt, result, now
            ):
                raise Lost
        await self._albums.tell(render.work.id)

    async def _publish(self, source: Path, key: str) -> None:
        # Absent when an earlier try at ending this render got as far as moving it.
        if source.exists():
            await self._media.publish(source, key)

    async def fail(self, render: Render, error: str) -> None:
        """End the work as failed, with a text for its owner."""
        await self._fail(render.claim, render.work.id, error)

    async def _fail(self, claim: Claim, work_id: int, error: str) -> None:
        now = now_ms()
        async with self._database.transaction() as session:
            await self._jobs.end(session, claim, state="failed", now=now, error=error[:500])
            await self._works.fail(session, work_id, claim.job_id, claim.attempt, error, now)
        await self._albums.tell(work_id)

    async def hand_back(self, render: Render) -> None:
        """Queue the work again, for another worker or a later start."""
        claim, now = render.claim, now_ms()
        async with self._database.transaction() as session:
            await self._jobs.end(session, claim, state="queued", now=now)
            await self._works.requeue(session, render.work.id, claim.job_id, claim.attempt, now)
        await self._albums.tell(render.work.id)

    async def sweep(self) -> None:
        """Remove from scratch what killed processes left there."""
        # Listed before the rows are read: a folder that is there now was claimed before.
        names, old = await self._media.scratch_names(), await self._media.scratch_names(OLD_SECONDS)
        running = {_scratch_name(*claimed) for claimed in await self._jobs.running()}
        dead = {name for name in names if name.startswith(SCRATCH) and name not in running}
        for name in dead | {name for name in old if not name.startswith(SCRATCH)}:
            await self._media.drop_scratch(name)


def _scratch_name(job_id: int, attempt: int) -> str:
    return f"{SCRATCH}{job_id}-{attempt}"
