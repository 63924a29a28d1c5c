"""Which file of a work is shown to whom: its owner the originals, others no place, no device."""

from __future__ import annotations

import asyncio
from typing import Final

from services.running.looker import Looker
from services.works.views import folder, results
from stores.media import Media, StorageError, StoredFile
from stores.standing import StandingRows
from stores.targets import TargetRows
from stores.works import WorkRows
from studio.look.sniffing import PictureError

# Before the name of a picture for others; our own names begin with a digit or are words.
STRIPPED: Final = "shown-"
# Behind the name of a copy that is being written.
PART: Final = ".part"


class Showing:
    def __init__(
        self,
        works: WorkRows,
        targets: TargetRows,
        standing: StandingRows,
        media: Media,
        looker: Looker,
    ) -> None:
        self._works = works
        self._targets = targets
        self._standing = standing
        self._media = media
        self._looker = looker
        self._making: dict[str, asyncio.Task[None]] = {}

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
        copy = f"{folder(kind, work_id)}/{STRIPPED}{stem}.jpg"
        # Who made a picture that is dear to draw waits for it, and nobody else.
        return await self._stripped(f"guest:{target.owner}", key, copy)

    async def file_of_owner(
        self, owner: int, kind: str, work_id: int, name: str
    ) -> StoredFile | None:
        """The same as its owner has it, who gave the address away; None when they may not."""
        target = await self._targets.find(kind, work_id, owner)
        if target is None or not target.here or target.owner != owner:
            return None
        if not await self._standing.stands(owner):
            return None
        return await self._media.look(f"{folder(kind, work_id)}/{name}")

    async def _stripped(self, guest: str, original: str, key: str) -> StoredFile | None:
        """The copy for others, made when the first of them asks; whoever else asks waits for it."""
        if found := await self._media.look(key):
            return found
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._strip(guest, original, key))
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

    async def _strip(self, guest: str, original: str, key: str) -> None:
        copy, made = self._media.scratch(), self._media.scratch()
        try:
            path = await self._media.fetch(original, copy)
            if path is None:
                return
            await self._looker.look(guest, {"do": "strip", "path": path, "out": made})
            await self._media.publish(made, key)
        except OSError as error:
            raise StorageError(str(error)) from error
        finally:
            for path in (copy, made, made.with_name(made.name + PART)):
                path.unlink(missing_ok=True)
