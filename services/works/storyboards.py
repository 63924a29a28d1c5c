"""The storyboard of what is finished: fetched, edited, and rendered again; owners and admins only.

The studio's reader of storyboards loads numpy and all templates. It is loaded when the first
edited one comes, in a thread, and a process that is never sent one stays small.
"""

from __future__ import annotations

import asyncio
from typing import Any

import orjson

from protocol.caller import Caller
from protocol.registry import Answer
from services.running.limits import RateLimits
from services.running.rules import DAY
from services.works.info_json import SIZES
from services.works.orders import known_names
from services.works.owned import OwnedWorks
from services.works.replies import Queued
from services.works.rules import EXPIRED, TASK_STATES
from services.works.views import STORYBOARD, folder
from status_codes import ApiError, Outcome, WorkFind, WorkRender, WorkStoryboard
from stores.media import Media
from stores.targets import TargetRows
from stores.works import Work, WorkRows, WorkState
from studio.plan.storyboard_reader import StoryboardError
from studio.plan.storyboard_types import StoryboardDocument


class Storyboards:
    def __init__(
        self,
        works: WorkRows,
        targets: TargetRows,
        media: Media,
        owned: OwnedWorks,
        limits: RateLimits,
        *,
        per_day: int,
    ) -> None:
        self._works = works
        self._targets = targets
        self._media = media
        self._owned = owned
        self._limits = limits
        self._per_day = per_day

    async def get(self, caller: Caller, kind: str, work_id: int) -> StoryboardDocument:
        """The document that the last finished render followed."""
        work = await self._find(caller, kind, work_id, WorkStoryboard.EXPIRED)
        if not work.result:
            raise ApiError(WorkStoryboard.NOT_DONE)
        document = await self._media.read(f"{folder(kind, work_id)}/{STORYBOARD}")
        if document is None:
            raise ApiError(WorkStoryboard.ABSENT)
        found: StoryboardDocument = await asyncio.to_thread(orjson.loads, document)
        return found

    async def render(
        self, caller: Caller, kind: str, work_id: int, storyboard: dict[str, Any]
    ) -> Answer[Queued]:
        """Queue a finished work once more, to be made by an edited storyboard."""
        work = await self._find(caller, kind, work_id, WorkRender.EXPIRED)
        if work.state in TASK_STATES:
            raise ApiError(WorkRender.ALREADY, state=TASK_STATES[WorkState(work.state)])
        if work.state != WorkState.DONE:
            raise ApiError(WorkRender.NOT_DONE)
        names = frozenset(known_names(await self._works.uploads(work_id)).values())
        checked = await asyncio.to_thread(_checked, storyboard, names)
        await self._limits.spend(f"render:{caller.user_id}", self._per_day, DAY)
        return await self._owned.render_again(caller, work, checked)

    async def _find(self, caller: Caller, kind: str, work_id: int, expired: Outcome) -> Work:
        target = await self._targets.find(kind, work_id, caller.user_id)
        if target is None or not (target.owner == caller.user_id or target.admin):
            raise ApiError(WorkFind.NOT_FOUND)
        work = await self._works.get(work_id)
        if work is None or work.state == WorkState.GONE:
            raise ApiError(expired, what=EXPIRED[kind])
        return work


def _checked(storyboard: dict[str, Any], names: frozenset[str]) -> str:
    """The storyboard as it is kept. Raises 分镜有误, with the place in it."""
    from studio.plan.storyboard import document, read

    try:
        board = read(storyboard, names)
    except StoryboardError as error:
        raise ApiError(WorkRender.WRONG, reason=str(error)) from None
    if board.size not in SIZES.values():
        raise ApiError(WorkRender.WRONG, reason=f"size 应为 {'、'.join(SIZES)} 之一")
    return orjson.dumps(document(board)).decode()
