"""The life of a work as its owner drives it: new, upload, start, status, cancel, delete.

movie and photo share all of this; `kind` is a value.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from config import Limits as LimitSettings
from config import Works as Settings
from protocol.registry import Answer
from protocol.upload import FilePart
from services import views
from services.running.clock import now_ms
from services.running.limits import too_many
from services.running.queue import Queue
from services.running.uploads import on_disk
from services.works.accepting import Accepting
from services.works.info_json import MOST_BYTES as INFO_MOST
from services.works.info_json import NAME as INFO_NAME
from services.works.info_json import Info, read_info
from services.works.replies import MovieStatus, PhotoStatus, Queued, Uploaded, WorkChange
from services.works.watching import Watching
from status_codes import (
    ApiError,
    Global,
    WorkCancel,
    WorkFind,
    WorkRender,
    WorkStart,
    WorkStarted,
    WorkUpload,
)
from stores.jobs import Job, Jobs
from stores.media import Media, StorageError
from stores.signals import Signals
from stores.sql import Database, Duplicate, Session
from stores.works import Settings as Written
from stores.works import State, Upload, Work, Works

DAY_MS = 86_400_000
# `clean` runs every hour; a storage may be away for longer.
GONE_MS = DAY_MS
# What a cancelled work says; by it `start` knows one from a work never started.
CANCELLED = "已取消"
# The words of a waiting and of a running task in the documented text 已在 … 队列中.
TASK_STATES = {State.QUEUED: "PENDING", State.RUNNING: "STARTED"}
JOBS = {"movie": Job.RENDER, "photo": Job.RENDER}
# What has expired, in the documented text …已过期，请重新新建.
EXPIRED = {"movie": "影集", "photo": "任务"}


class Albums:
    """Works as their owners see them. Every method answers for works of `user_id` alone."""

    def __init__(
        self,
        database: Database,
        works: Works,
        jobs: Jobs,
        media: Media,
        queue: Queue,
        signals: Signals,
        settings: Settings,
        limits: LimitSettings,
    ) -> None:
        self._database = database
        self._works = works
        self._jobs = jobs
        self._media = media
        self._queue = queue
        self._watching = Watching(signals, self.change)
        self._settings = settings
        self._limits = limits
        self._accepting = Accepting(settings)

    def close(self) -> None:
        self._watching.close()
        self._accepting.close()

    async def new(self, user_id: int, kind: str) -> int:
        """A new work and its folder. Raises -429 beyond the day's number."""
        most = self._limits.works_per_user_day
        now = now_ms()
        if most and await self._works.made_since(user_id, now - DAY_MS) >= most:
            raise too_many(DAY_MS / 1000 / most)
        try:
            work_id = await self._works.add(kind, user_id, now)
        except Duplicate:
            # The only key that a new work can break: its owner's, who was removed.
            raise ApiError(Global.USER_GONE) from None
        try:
            await self._media.make_folder(views.folder(kind, work_id))
        except StorageError:
            async with self._database.transaction() as session:
                await self._works.gone(session, work_id, now)
            raise
        return work_id

    async def find(self, user_id: int, kind: str, work_id: int) -> Work:
        """The caller's work; anybody else's is not found."""
        work = await self._works.get(work_id)
        if work is None or work.kind != kind or work.user_id != user_id:
            raise ApiError(WorkFind.NOT_FOUND)
        return work

    async def upload(self, user_id: int, kind: str, work_id: int, file: FilePart) -> Uploaded:
        """Take in a picture, a clip or info.json; the name under which it lies."""
        work = await self.find(user_id, kind, work_id)
        if work.state not in (State.NEW, State.FAILED):
            raise ApiError(WorkUpload.STARTED)
        _refuse_paths(file.name)
        path = await on_disk(self._media, file)
        try:
            if file.name.lower() == INFO_NAME:
                if path.stat().st_size > INFO_MOST:
                    raise ApiError(Global.FILE_TOO_LARGE, limit=INFO_MOST)
                async with self._media.staged(path, ".json"), self._held_open(work):
                    await self._media.publish(path, f"{views.folder(kind, work_id)}/{INFO_NAME}")
                name = INFO_NAME
            else:
                name = await self._take_in(work, file.name, path)
        finally:
            path.unlink(missing_ok=True)
        return {"filename": name, "url": views.link(work, name)}

    async def _take_in(self, work: Work, original: str, path: Path) -> str:
        self._refuse_full(await self._works.count_uploads(work.id))
        size = path.stat().st_size
        found = await self._accepting.look(path)
        suffix = f".{found.extension}"
        async with self._media.staged(path, suffix), self._held_open(work) as session:
            now, there = now_ms(), await self._works.uploads(work.id, session)
            self._refuse_full(len(there))
            name = f"{_next_number(there, now)}{suffix}"
            # The file before the row: a row whose file is missing would fail the work later.
            await self._media.publish(path, f"{views.folder(work.kind, work.id)}/{name}")
            upload = Upload(name, original[:255], size, found.width, found.height)
            await self._works.add_upload(session, work.id, upload, now)
        return name

    @asynccontextmanager
    async def _held_open(self, work: Work) -> AsyncIterator[Session]:
        # One upload of a work at a time from here on: two that arrive together must not take one
        # name, nor the last place twice; nor may one slip in behind a start.
        async with self._database.transaction() as session:
            if not await self._works.hold_open(session, work.id, now_ms()):
                raise ApiError(WorkUpload.STARTED)
            yield session

    def _refuse_full(self, there: int) -> None:
        if there >= self._settings.pictures:
            raise ApiError(WorkUpload.FULL, limit=self._settings.pictures)

    async def start(self, user_id: int, kind: str, work_id: int, trace: str) -> Answer[Queued]:
        """Queue the work, according to the documented table of states."""
        work = await self.find(user_id, kind, work_id)
        if work.state == State.DONE:
            raise ApiError(WorkStart.DONE)
        if work.state == State.GONE or not await self._has_folder(work):
            raise ApiError(WorkStart.EXPIRED, what=EXPIRED[kind])
        if work.state in TASK_STATES:
            return await self._start_again(work, trace)
        info = await self._read_info(work)
        written = Written(
            title=info.title,
            description=info.description,
            tag=info.tag,
            share=None if info.share is None else int(info.share),
            seed=work.id if info.seed is None else info.seed,
        )
        now = now_ms()
        async with self._database.transaction() as session:
            if not await self._works.start(session, work.id, work.state, written, now):
                raise ApiError(WorkStart.ALREADY, state=TASK_STATES[State.QUEUED])
            job_id = await self._add_job(session, work, trace, now)
        return await self._woken(work, job_id, _started(work))

    async def render_again(self, work: Work, storyboard: str, trace: str) -> Answer[Queued]:
        """Queue a finished work, to be made by that storyboard; its old result stays until then."""
        now = now_ms()
        async with self._database.transaction() as session:
            if not await self._works.render_again(session, work.id, storyboard, now):
                raise ApiError(WorkRender.ALREADY, state=TASK_STATES[State.QUEUED])
            job_id = await self._add_job(session, work, trace, now)
        return await self._woken(work, job_id, WorkStarted.QUEUED)

    async def _add_job(self, session: Session, work: Work, trace: str, now: int) -> int:
        job_id = await self._jobs.add(session, JOBS[work.kind], [work.id], trace=trace, now=now)
        await self._works.set_job(session, work.id, job_id)
        return job_id

    async def _start_again(self, work: Work, trace: str) -> Answer[Queued]:
        state = TASK_STATES[State(work.state)]
        if work.job_id is not None and await self._jobs.is_live(work.job_id):
            raise ApiError(WorkStart.ALREADY, state=state)
        now = now_ms()
        async with self._database.transaction() as session:
            if not await self._works.resend(session, work.id, work.job_id, now):
                raise ApiError(WorkStart.ALREADY, state=state)
            job_id = await self._add_job(session, work, trace, now)
        return await self._woken(work, job_id, WorkStarted.REQUEUED)

    async def _woken(self, work: Work, job_id: int, outcome: WorkStarted) -> Answer[Queued]:
        job = JOBS[work.kind]
        await self.tell(work.id)
        await self._queue.send(job.actor, job.queue, job_id)
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

    async def status(self, user_id: int, kind: str, work_id: int) -> MovieStatus | PhotoStatus:
        """Where the work is, in the document's words."""
        return await self._described(await self.find(user_id, kind, work_id))

    async def _described(self, work: Work) -> MovieStatus | PhotoStatus:
        uploads = await self._works.uploads(work.id)
        lost = work.state in TASK_STATES and (
            work.job_id is None or not await self._jobs.is_live(work.job_id)
        )
        position = await self._position(work)
        return views.status(work, uploads, queue_position=position, lost=lost)

    async def _position(self, work: Work) -> int:
        if work.state != State.QUEUED or work.job_id is None:
            return 0
        return await self._jobs.ahead(JOBS[work.kind].queue, work.job_id) + 1

    async def cancel(self, user_id: int, kind: str, work_id: int) -> None:
        """Stop a waiting or running work; it can be changed and started again."""
        work = await self.find(user_id, kind, work_id)
        now = now_ms()
        async with self._database.transaction() as session:
            # The job before the work, here and wherever both change: never a deadlock.
            if work.job_id is not None:
                await self._jobs.cancel(session, work.job_id, now)
            if not await self._works.cancel(session, work.id, CANCELLED, now):
                raise ApiError(WorkCancel.NOT_RUNNING)
        await self.tell(work.id)

    async def delete(self, user_id: int, kind: str, work_id: int) -> None:
        """Stop the work, keep its row, remove its files."""
        await self._remove(await self.find(user_id, kind, work_id))

    async def _remove(self, work: Work) -> None:
        folder = views.folder(work.kind, work.id)
        # A storage that is away says so here, while there is still something to delete.
        await self._media.has_folder(folder)
        await self._mark_gone(work)
        await self._media.remove_folder(folder)

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
        stale = await self._works.stale(now - self._settings.keep_unstarted_days * DAY_MS)
        for work_id, _ in stale:
            work = await self._works.get(work_id)
            if work is not None:
                await self._remove(work)
        return len(stale)

    async def watch(
        self, user_id: int, kind: str, work_id: int, deliver: Callable[[bytes], None]
    ) -> tuple[WorkChange, Callable[[], None]]:
        """The state now, and every change to `deliver` from now on; the second item ends it."""
        work = await self.find(user_id, kind, work_id)
        return await self._watching.begin(work.id, deliver)

    async def change(self, work_id: int) -> WorkChange:
        """The state of a work as watchers are told it."""
        work = await self._works.get(work_id)
        assert work is not None
        return views.change(work, queue_position=await self._position(work))

    async def tell(self, work_id: int) -> None:
        """Tell those who watch the work that it changed."""
        await self._watching.tell(work_id)


def _started(work: Work) -> WorkStarted:
    if work.state == State.FAILED:
        return WorkStarted.AFTER_FAILURE
    return WorkStarted.AGAIN_AFTER_CANCEL if work.error == CANCELLED else WorkStarted.QUEUED


def _next_number(there: list[Upload], now: int) -> int:
    # Microseconds, as the documented names; two in one instant differ by the clock's count.
    taken = {int(upload.filename.partition(".")[0]) for upload in there}
    number = now * 1000
    while number in taken:
        number += 1
    return number


def _refuse_paths(name: str) -> None:
    # A name that is no text (bytes that are not UTF-8) comes as lone surrogates.
    odd = any(
        c in "/\\:" or ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000 for c in name
    )
    if odd or name in (".", "..") or len(name) > 255:
        raise ApiError(WorkUpload.NAME)
