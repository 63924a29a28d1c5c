"""Which file of a work is shown to whom: its owner the originals, others no place, no device."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from services.works.views import folder, results
from stores.media import Media, StorageError, StoredFile
from stores.targets import TargetRows
from stores.works import WorkRows
from studio.look.develop import strip
from studio.look.intake import PictureError
from studio.threads import lowest_priority

# Before the name of a picture for others; our own names begin with a digit or are words.
STRIPPED: Final = "shown-"


class Showing:
    def __init__(self, works: WorkRows, targets: TargetRows, media: Media) -> None:
        self._works = works
        self._targets = targets
        self._media = media
        self._thread = ThreadPoolExecutor(1, "strip", initializer=lowest_priority)
        self._making: dict[str, asyncio.Task[None]] = {}

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    async def file_of(
        self, viewer_id: int, kind: str, work_id: int, name: str
    ) -> StoredFile | None:
        """A file of a work as the viewer (0: a stranger) may have it; None when they may not."""
        target = await self._targets.find(kind, work_id, viewer_id)
        if target is None or not target.here:
            return None
        key = f"{folder(kind, work_id)}/{name}"
        if target.owner == viewer_id or target.admin:
            return await self._media.look(key)
        work = await self._works.get(work_id)
        if work is None or not target.open or target.refused:
            return None
        if name in (*results(work), work.cover):
            return await self._media.look(key)
        if name not in {upload.filename for upload in await self._works.uploads(work_id)}:
            return None
        stem = name.partition(".")[0]
        return await self._stripped(key, f"{folder(kind, work_id)}/{STRIPPED}{stem}.jpg")

    async def _stripped(self, original: str, key: str) -> StoredFile | None:
        """The copy for others, made when the first of them asks; whoever else asks waits for it."""
        if found := await self._media.look(key):
            return found
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._strip(original, key))
            task.add_done_callback(lambda _: self._making.pop(key))
        try:
            await asyncio.shield(task)
        except PictureError:
            return None
        except StorageError:
            # The work was deleted meanwhile, and its folder with it.
            if await self._media.look(original):
                raise
            return None
        return await self._media.look(key)

    async def _strip(self, original: str, key: str) -> None:
        copy, made = self._media.scratch(), self._media.scratch()
        try:
            path = await self._media.fetch(original, copy)
            if path is None:
                return
            await asyncio.get_running_loop().run_in_executor(self._thread, strip, path, made)
            await self._media.publish(made, key)
        except OSError as error:
            raise StorageError(str(error)) from error
        finally:
            for path in (copy, made):
                path.unlink(missing_ok=True)
