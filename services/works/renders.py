"""The life of a work as its renderer drives it: claim, progress, an end that happens once.

Every write is fenced by (job, attempt): a renderer that lost its lease can change nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from config import Config
from services.running.clock import now_ms
from services.works import views
from services.works.info_json import NAME as INFO_NAME
from services.works.info_json import read_info
from services.works.orders import make_order, names_of
from services.works.owned import OwnedWorks
from services.works.sending import Sending, files_of, made_so_far
from stores.jobs import Claim, Job, JobRows
from stores.media import Media, TooSlow
from stores.sql import Database
from stores.works import RenderResult, Work, WorkRows
from studio.order import Made, Order
from studio.progress import RENDERING

SCRATCH: Final = "render-"
# Below the scratch folder of an attempt: copies of what lies in a bucket.
UPLOADS: Final = "uploads"
FETCHES_AT_ONCE: Final = 8
# An upload or a removal that is still going on after an hour has been killed.
OLD_SECONDS: Final = 3600
# So often what is fetched, or was made, may take too long on its way.
SLOW_TRIES: Final = 3
TOO_SLOW_IN: Final = "读取图片超时，请稍后重试"
TOO_SLOW: Final = "保存作品超时，请稍后重试"


@dataclass(frozen=True, slots=True)
class Render:
    """A claimed work; `out` is where this attempt alone may write."""

    claim: Claim
    work: Work
    out: Path


class Lost(Exception):
    """Raised when the work is no longer the renderer's: cancelled, deleted, or taken over."""


class Renders:
    def __init__(
        self,
        database: Database,
        works: WorkRows,
        jobs: JobRows,
        media: Media,
        owned: OwnedWorks,
        config: Config,
    ) -> None:
        self._database = database
        self._works = works
        self._jobs = jobs
        self._media = media
        self._owned = owned
        self._config = config
        # How often what a job needs, or made, did not arrive in time.
        self._slow: dict[int, int] = {}

    async def claim(self, worker: str) -> Render | None:
        """Take the waiting work whose turn it is; None when none waits."""
        while (claim := await self._claimed(worker)) is not None:
            work_id = int(claim.args[0])
            work = await self._works.get(work_id)
            if work is not None and (work.job_id, work.attempt) == (claim.job_id, claim.attempt):
                break
        else:
            return None
        await self._owned.tell(work_id)
        # Of this attempt alone: a renderer that lost its lease writes where nobody looks.
        out = self._media.scratch(_scratch_name(claim.job_id, claim.attempt))
        return Render(claim, work, out)

    async def _claimed(self, worker: str) -> Claim | None:
        now = now_ms()
        claiming = self._jobs.claimed(Job.RENDER, worker, now=now, until=self._lease_until(now))
        async with claiming as taken:
            if taken is None:
                return None
            session, claim = taken
            work_id = int(claim.args[0])
            if not await self._works.claim(session, work_id, claim.job_id, claim.attempt, now):
                # The work knows nothing of it any more.
                await self._jobs.end(session, claim, state="cancelled", now=now)
            return claim

    async def order(self, render: Render) -> Order:
        """The order for the studio, with all files of it on this machine.

        Raises `ApiError` where what `start` had proved is gone since, `StorageError` where the
        storage is away; asked again then, it fetches only what has not come yet. Raises `Lost`
        where that took too long too often, and the work has failed.
        """
        async with self._in_time(render, TOO_SLOW_IN):
            return await self._order(render)

    async def _order(self, render: Render) -> Order:
        work = render.work
        folder = views.folder(work.kind, work.id)
        uploads = await self._works.uploads(work.id)
        info = read_info(await self._media.read(f"{folder}/{INFO_NAME}"), uploads)
        text = await self._works.storyboard(work.id)
        board = orjson.loads(text) if text else None
        names = names_of(uploads, info, board)
        files = await self._fetched(folder, names, render.out / UPLOADS)
        settings = self._config.works
        return make_order(work, uploads, info, files.get, render.out, settings, board)

    async def _fetched(self, folder: str, names: list[str], into: Path) -> dict[str, Path | None]:
        """Where each upload lies on this machine."""
        files: dict[str, Path | None] = {}
        left = iter(names)

        async def fetch() -> None:
            for name in left:
                path = into / name
                files[name] = (
                    path if path.exists() else await self._media.fetch(f"{folder}/{name}", path)
                )

        ends = await asyncio.gather(
            *(fetch() for _ in range(FETCHES_AT_ONCE)), return_exceptions=True
        )
        for error in ends:
            if error is not None:
                raise error
        return files

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
        """Note and tell how far the making is; raises `Lost`."""
        await self._progress(render, stage, made_so_far(progress) if self.is_far else progress)

    @property
    def is_far(self) -> bool:
        """Whether what is made takes time on its way to where it is kept."""
        return self._media.is_far

    async def leaving(self, render: Render, sending: Sending) -> None:
        """Note and tell how much of what was made has left; raises `Lost`."""
        await self._progress(render, RENDERING, sending.percent)

    async def _progress(self, render: Render, stage: int, progress: int) -> None:
        claim, work_id = render.claim, render.work.id
        if not await self._works.progress(
            work_id, claim.job_id, claim.attempt, stage=stage, progress=progress, now=now_ms()
        ):
            raise Lost
        await self._owned.tell(work_id)

    async def publish(self, render: Render, made: Made, sending: Sending) -> None:
        """Put what was made where it can be fetched. Raises `Lost`, also where that took too long
        too often and the work has failed."""
        await self.check(render)
        folder = views.folder(render.work.kind, render.work.id)
        async with self._in_time(render, TOO_SLOW):
            for file in files_of(made):
                # Absent when an earlier try at ending this render got as far as moving it.
                if file.exists():
                    key = f"{folder}/{file.name}"
                    await self._media.publish(file, key, sending.tell(file))

    @asynccontextmanager
    async def _in_time(self, render: Render, text: str) -> AsyncIterator[None]:
        """Let a transfer be `TooSlow` a few times; then the work has failed, with that text."""
        job_id = render.claim.job_id
        try:
            yield
        except TooSlow:
            tries = self._slow[job_id] = self._slow.get(job_id, 0) + 1
            if tries < SLOW_TRIES:
                raise
            await self.fail(render, text)
            del self._slow[job_id]
            raise Lost from None
        self._slow.pop(job_id, None)

    async def done(self, render: Render, made: Made) -> None:
        """End the work whose files are published; raises `Lost`."""
        result = RenderResult(
            result=made.file.name,
            cover=made.cover.name,
            cover_width=made.cover_width,
            cover_height=made.cover_height,
            width=made.width,
            height=made.height,
            warnings=orjson.dumps(made.warnings).decode(),
            extras=orjson.dumps([file.name for file in made.extras]).decode(),
        )
        kept = await self._kept(render, made)
        claim, now = render.claim, now_ms()
        async with self._database.transaction() as session:
            work_id = render.work.id
            if not await self._jobs.end(session, claim, state="done", now=now):
                raise Lost
            if not await self._works.done(
                session, work_id, claim.job_id, claim.attempt, result, now, result_bytes=kept
            ):
                raise Lost
        await self._owned.tell(render.work.id)

    async def _kept(self, render: Render, made: Made) -> int:
        """How many bytes lie where they are kept."""
        folder = views.folder(render.work.kind, render.work.id)
        found = [await self._media.look(f"{folder}/{file.name}") for file in files_of(made)]
        return sum(stored.size for stored in found if stored is not None)

    async def fail(self, render: Render, error: str) -> None:
        """End the work as failed, with a text for its owner; raises `Lost`."""
        claim, work_id, now = render.claim, render.work.id, now_ms()
        async with self._database.transaction() as session:
            # Of a job that was freed the work knows our attempt still: somebody will make it.
            if not await self._jobs.end(session, claim, state="failed", now=now, error=error[:500]):
                raise Lost
            await self._works.fail(session, work_id, claim.job_id, claim.attempt, error, now)
        await self._owned.tell(work_id)

    async def hand_back(self, render: Render, *, crashed: bool = False) -> None:
        """Queue the work again, for another worker or a later start."""
        claim, now = render.claim, now_ms()
        async with self._database.transaction() as session:
            give = self._jobs.crashed if crashed else self._jobs.hand_back
            if not await give(session, claim, now):
                return
            await self._works.requeue(session, render.work.id, claim.job_id, claim.attempt, now)
        await self._owned.tell(render.work.id)

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
