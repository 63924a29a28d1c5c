"""The life of a work as its owner drives it: new, start, status, cancel, delete, watched.

movie and photo share all of this; `kind` is a value.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import orjson

from config import LimitsSettings, WorksSettings
from protocol.caller import Caller
from protocol.registry import Answer
from services.running.clock import now_ms
from services.running.limits import too_many
from services.running.queue import Queue
from services.works import views
from services.works.addresses import Addresses
from services.works.coming import ComingFiles
from services.works.info_json import NAME as INFO_NAME
from services.works.info_json import Info, read_info
from services.works.quota import Quota
from services.works.replies import MovieStatus, PhotoStatus, Queued, WorkChange
from services.works.rules import (
    CANCELLED,
    DAY_MS,
    EXPIRED,
    GONE_MS,
    JOBS,
    TASK_STATES,
    started,
)
from services.works.watching import Watching
from status_codes import (
    ApiError,
    Global,
    WorkCancel,
    WorkFind,
    WorkRender,
    WorkStart,
    WorkStarted,
)
from stores.allowances import add_work, hold_owner
from stores.jobs import JobRows
from stores.media import Media, StorageError
from stores.signals import Signals
from stores.sql import Database, Duplicate, Session
from stores.units import settled
from stores.works import StartedWork, Work, WorkRows, WorkState


class OwnedWorks:
    """Works as their owners see them. What takes a caller answers for their works alone."""

    def __init__(
        self,
        database: Database,
        works: WorkRows,
        jobs: JobRows,
        media: Media,
        queue: Queue,
        signals: Signals,
        settings: WorksSettings,
        limits: LimitsSettings,
        quota: Quota,
        addresses: Addresses,
        coming: ComingFiles,
        *,
        film_tag: int,
    ) -> None:
        self._database = database
        self._works = works
        self._jobs = jobs
        self._media = media
        self._queue = queue
        self._watching = Watching(signals, self.change)
        self._keep_ms = settings.keep_unstarted_days * DAY_MS
        self._limits = limits
        self._quota = quota
        # What a film is listed by, or a long picture, where info.json says nothing of it.
        self._tags = {"movie": film_tag, "photo": 0}
        self._addresses = addresses
        self._coming = coming

    def close(self) -> None:
        self._watching.close()

    async def new(self, caller: Caller, kind: str) -> int:
        """A new work and its folder. Raises -429 beyond the day's number."""
        now = now_ms()
        work_id = await self._add(caller.user_id, kind, now)
        try:
            await self._media.make_folder(views.folder(kind, work_id))
        except StorageError:
            async with self._database.transaction() as session:
                await self._works.gone(session, work_id, now)
            raise
        return work_id

    async def _add(self, user_id: int, kind: str, now: int) -> int:
        most = self._limits.works_per_user_day
        if not most:
            try:
                return await self._works.add(kind, user_id, now)
            except Duplicate:
                # The only key that a new work can break: its owner's, who was removed.
                raise ApiError(Global.USER_GONE) from None
        async with self._database.transaction() as session:
            # Of works that are asked for together each must see those before.
            if not await hold_owner(session, user_id):
                raise ApiError(Global.USER_GONE)
            work_id = await add_work(session, kind, user_id, most=most, since=now - DAY_MS, now=now)
        if work_id is None:
            raise too_many(DAY_MS / 1000 / most)
        return work_id

    async def find(self, caller: Caller, kind: str, work_id: int) -> Work:
        """The caller's work; anybody else's is not found."""
        work = await self._works.get(work_id)
        if work is None or work.kind != kind or work.user_id != caller.user_id:
            raise ApiError(WorkFind.NOT_FOUND)
        return work

    async def start(self, caller: Caller, kind: str, work_id: int) -> Answer[Queued]:
        """Queue the work, according to the documented table of states.

        What is on its way to it is waited for: an info.json that comes meanwhile is heard.
        """
        await self._coming.over(caller, work_id)
        work = await self.find(caller, kind, work_id)
        if work.state == WorkState.DONE:
            raise ApiError(WorkStart.DONE)
        if work.state == WorkState.GONE or not await self._has_folder(work):
            raise ApiError(WorkStart.EXPIRED, what=EXPIRED[kind])
        if work.state in TASK_STATES:
            return await self._start_again(caller, work)
        await self._quota.refuse_full(work.user_id)
        info = await self._read_info(work)
        written = StartedWork(
            title=info.title,
            description=info.description,
            tag=self._tags[kind] if info.tag is None else info.tag,
            share=None if info.share is None else int(info.share),
            seed=work.id if info.seed is None else info.seed,
            warnings=orjson.dumps(info.warnings).decode(),
        )
        now = now_ms()
        async with self._database.transaction() as session:
            if not await self._works.start(session, work.id, work.state, written, now):
                raise ApiError(WorkStart.ALREADY, state=TASK_STATES[WorkState.QUEUED])
            job_id = await self._add_job(session, caller, work, now)
        return await self._woken(work, job_id, started(work))

    async def render_again(self, caller: Caller, work: Work, storyboard: str) -> Answer[Queued]:
        """Queue a finished work, to be made by that storyboard; its old result stays until then."""
        await self._quota.refuse_full(work.user_id)
        now = now_ms()
        async with self._database.transaction() as session:
            if not await self._works.render_again(session, work.id, storyboard, now):
                raise ApiError(WorkRender.ALREADY, state=TASK_STATES[WorkState.QUEUED])
            job_id = await self._add_job(session, caller, work, now)
        return await self._woken(work, job_id, WorkStarted.QUEUED)

    async def _add_job(self, session: Session, caller: Caller, work: Work, now: int) -> int:
        job = JOBS[work.kind]
        job_id = await self._jobs.add(
            session, job, [work.id], trace=caller.trace, now=now, guest=caller.user_id
        )
        await self._works.set_job(session, work.id, job_id)
        return job_id

    async def _start_again(self, caller: Caller, work: Work) -> Answer[Queued]:
        state = TASK_STATES[WorkState(work.state)]
        if work.job_id is not None and await self._jobs.is_live(work.job_id):
            raise ApiError(WorkStart.ALREADY, state=state)
        now = now_ms()
        async with self._database.transaction() as session:
            if not await self._works.resend(session, work.id, work.job_id, now):
                raise ApiError(WorkStart.ALREADY, state=state)
            job_id = await self._add_job(session, caller, work, now)
        return await self._woken(work, job_id, WorkStarted.REQUEUED)

    async def _woken(self, work: Work, job_id: int, outcome: WorkStarted) -> Answer[Queued]:
        job = JOBS[work.kind]
        await self.tell(work.id)
        await settled(partial(self._queue.send, job.actor, job.queue, job_id))
        return Answer(outcome, {"info": str(job_id)})

    async def _has_folder(self, work: Work) -> bool:
        if await self._media.has_folder(views.folder(work.kind, work.id)):
            return True
        await self._mark_gone(work)
        return False

    async def _read_info(self, work: Work) -> Info:
        uploads = await self._works.uploads(work.id)
        note = await self._media.read(f"{views.folder(work.kind, work.id)}/{INFO_NAME}")
        return await asyncio.to_thread(read_info, note, uploads)

    async def status(
        self, caller: Caller, kind: str, work_id: int, *, by_stage: bool = False
    ) -> MovieStatus | PhotoStatus:
        """Where the work is, in the document's words; `by_stage` with the numbers of lists."""
        return await self._described(await self.find(caller, kind, work_id), by_stage)

    async def _described(self, work: Work, by_stage: bool) -> MovieStatus | PhotoStatus:
        uploads = await self._works.uploads(work.id)
        lost = work.state in TASK_STATES and (
            work.job_id is None or not await self._jobs.is_live(work.job_id)
        )
        position = await self._position(work)
        found = views.status(work, uploads, queue_position=position, lost=lost, by_stage=by_stage)
        return self._addresses.of_owner(work.user_id, found)

    async def _position(self, work: Work) -> int:
        if work.state != WorkState.QUEUED or work.job_id is None:
            return 0
        return await self._jobs.place(JOBS[work.kind], work.job_id)

    async def cancel(self, caller: Caller, kind: str, work_id: int) -> None:
        """Stop a waiting or running work; it can be changed and started again."""
        work = await self.find(caller, kind, work_id)
        now = now_ms()
        async with self._database.transaction() as session:
            # The job before the work, here and wherever both change: never a deadlock.
            if work.job_id is not None:
                await self._jobs.cancel(session, work.job_id, now)
            if not await self._works.cancel(session, work.id, CANCELLED, now):
                raise ApiError(WorkCancel.NOT_RUNNING)
        await self.tell(work.id)

    async def delete(self, caller: Caller, kind: str, work_id: int) -> None:
        """Stop the work, keep its row, remove its files."""
        await self._remove(await self.find(caller, kind, work_id))

    async def _remove(self, work: Work) -> None:
        folder = views.folder(work.kind, work.id)
        # A storage that is away says so here, while there is still something to delete.
        await self._media.has_folder(folder)
        await self._mark_gone(work)
        await settled(partial(self._media.remove_folder, folder))

    async def _mark_gone(self, work: Work) -> None:
        now = now_ms()
        async with self._database.transaction() as session:
            if work.job_id is not None:
                await self._jobs.cancel(session, work.job_id, now)
            await self._works.gone(session, work.id, now)
        await self.tell(work.id)

    async def clean(self) -> int:
        """Remove works never started, or failed, for too long; how many."""
        now = now_ms()
        # Whoever removed one may have been killed, or the storage gone away, before its files went.
        for work_id, kind in await self._works.gone_since(now - GONE_MS):
            await self._media.remove_folder(views.folder(kind, work_id))
        stale = await self._works.stale(now - self._keep_ms)
        for work_id, _ in stale:
            work = await self._works.get(work_id)
            if work is not None:
                await self._remove(work)
        return len(stale)

    async def watch(
        self, caller: Caller, kind: str, work_id: int, deliver: Callable[[bytes], None]
    ) -> tuple[WorkChange, Callable[[], None]]:
        """The state now, and every change to `deliver` from now on; the second item ends it."""

        async def look() -> WorkChange:
            return await self._change(await self.find(caller, kind, work_id))

        return await self._watching.begin(work_id, look, deliver)

    async def change(self, work_id: int) -> WorkChange:
        """The state of a work as watchers are told it."""
        work = await self._works.get(work_id)
        assert work is not None
        return await self._change(work)

    async def _change(self, work: Work) -> WorkChange:
        found = views.change(work, queue_position=await self._position(work))
        # Nobody but its owner watches a work.
        return self._addresses.of_owner(work.user_id, found)

    async def tell(self, work_id: int) -> None:
        """Tell those who watch the work that it changed."""
        await settled(partial(self._watching.tell, work_id))
