"""Taking in what a work is made of: pictures, clips and info.json, under names of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from config import WorksSettings
from protocol.caller import Caller
from protocol.upload import FilePart
from services.running.clock import now_ms
from services.running.looker import Looker, lane
from services.running.refusals import megabytes
from services.running.uploads import on_disk
from services.works import views
from services.works.accepting import Accepting
from services.works.addresses import Addresses
from services.works.coming import ComingFiles
from services.works.info_json import MOST_BYTES as INFO_MOST
from services.works.info_json import NAME as INFO_NAME
from services.works.owned import OwnedWorks
from services.works.quota import Quota
from services.works.replies import Uploaded
from services.works.rules import is_filename, next_number
from status_codes import ApiError, Global, WorkUpload
from stores.allowances import count_info
from stores.media import Media
from stores.sql import Database, Session
from stores.works import Upload, Work, WorkRows, WorkState


class Uploading:
    def __init__(
        self,
        database: Database,
        works: WorkRows,
        media: Media,
        owned: OwnedWorks,
        looker: Looker,
        quota: Quota,
        addresses: Addresses,
        coming: ComingFiles,
        settings: WorksSettings,
    ) -> None:
        self._database = database
        self._works = works
        self._media = media
        self._owned = owned
        self._quota = quota
        self._addresses = addresses
        self._coming = coming
        self._settings = settings
        self._accepting = Accepting(looker, settings)

    async def add(self, caller: Caller, kind: str, work_id: int, file: FilePart) -> Uploaded:
        """Take in a picture, a clip or info.json; the name under which it lies."""
        async with self._coming.counted(caller, work_id):
            return await self._add(caller, kind, work_id, file)

    async def _add(self, caller: Caller, kind: str, work_id: int, file: FilePart) -> Uploaded:
        work = await self._owned.find(caller, kind, work_id)
        if work.state not in (WorkState.NEW, WorkState.FAILED):
            raise ApiError(WorkUpload.STARTED)
        if not is_filename(file.name):
            raise ApiError(WorkUpload.NAME)
        path = await on_disk(self._media, file)
        try:
            if file.name.lower() == INFO_NAME:
                name = await self._take_info(work, path)
            else:
                name = await self._take_in(work, lane(caller), file.name, path)
        finally:
            path.unlink(missing_ok=True)
        taken: Uploaded = {"filename": name, "url": views.link(work, name)}
        return self._addresses.of_owner(work.user_id, taken)

    async def _take_info(self, work: Work, path: Path) -> str:
        size = path.stat().st_size
        if size > INFO_MOST:
            raise ApiError(Global.FILE_TOO_LARGE, limit=megabytes(INFO_MOST))
        async with self._media.staged(path, ".json"), self._held_open(work) as session:
            await count_info(session, work.id, size)
            await self._quota.settle(session, work.user_id, size)
            await self._media.publish(path, f"{views.folder(work.kind, work.id)}/{INFO_NAME}")
        return INFO_NAME

    async def _take_in(self, work: Work, guest: str, original: str, path: Path) -> str:
        self._refuse_full(await self._works.count_uploads(work.id))
        size = path.stat().st_size
        await self._quota.refuse_full(work.user_id, size)
        found = await self._accepting.look(guest, path)
        suffix = f".{found.extension}"
        async with self._media.staged(path, suffix), self._held_open(work) as session:
            now, there = now_ms(), await self._works.uploads(work.id, session)
            self._refuse_full(len(there))
            name = f"{next_number(there, now)}{suffix}"
            upload = Upload(name, original[:255], size, found.width, found.height)
            await self._works.add_upload(session, work.id, upload, now)
            await self._quota.settle(session, work.user_id, size)
            # Before the row is seen: one whose file is missing would fail the work later.
            await self._media.publish(path, f"{views.folder(work.kind, work.id)}/{name}")
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
