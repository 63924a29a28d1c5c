"""Rule: what guests send is looked at in confined processes, a few at once, in fair turns.

They are started when the first file comes, kept while more follow, and killed where a look takes
too long or its request is over.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import structlog

from config import Config
from services.running.looker import LookOrder
from status_codes import ApiError, Global
from studio.look.sniffing import (
    BrokenPicture,
    NotAPicture,
    PictureError,
    PictureTooLarge,
    UnsupportedCodec,
)
from workers.child_folders import folders_of
from workers.child_processes import ChildDied, ChildProcesses, unheard
from workers.sandbox import ProcessLimits
from workers.turns import Turns

LAST: Final = frozenset({"found", "refused", "failed"})
# A phone that sends its photos one after the other finds the process of the one before.
IDLE_SECONDS: Final = 30.0
# What a look writes is a picture: an avatar, or a copy for others.
FILE_BYTES: Final = 256 << 20
OPEN_FILES: Final = 128
REFUSALS: Final[dict[str, type[PictureError]]] = {
    error.__name__: error
    for error in (NotAPicture, BrokenPicture, PictureTooLarge, UnsupportedCodec)
}

log = structlog.get_logger()


class Looking:
    """The `Looker` of a process that takes in files."""

    def __init__(self, config: Config) -> None:
        works = config.works
        self._children = ChildProcesses(
            "workers.look_process", folders_of(config), idle_seconds=IDLE_SECONDS
        )
        self._turns = Turns(works.looks_at_once, works.look_wait_seconds)
        self._seconds = works.look_seconds
        self._limits = ProcessLimits(
            works.look_memory_bytes, FILE_BYTES, OPEN_FILES, works.look_cpu_seconds
        )._asdict()

    async def close(self) -> None:
        await self._children.close()

    async def look(self, guest: str, order: LookOrder, /) -> dict[str, Any]:
        """What was found; see `Looker`."""
        async with self._turns.turn(guest):
            event = await self._again(order)
        if "found" in event:
            found: dict[str, Any] = event["found"]
            return found
        if "failed" in event:
            log.error("look failed", error=event["failed"], do=order["do"])
            raise ApiError(Global.INTERNAL)
        raise _refusal(event)

    async def _again(self, order: LookOrder) -> dict[str, Any]:
        """What killed the process need not be the file: it has a second one."""
        try:
            return await self._run(order)
        except ChildDied as error:
            log.warning("look process died", error=str(error), do=order["do"])
        try:
            return await self._run(order)
        except ChildDied as error:
            log.warning("look process died again", error=str(error), do=order["do"])
            return {"refused": BrokenPicture.__name__, "told": [str(error)]}

    async def _run(self, order: LookOrder) -> dict[str, Any]:
        job = {**order, "limits": self._limits}
        try:
            async with asyncio.timeout(self._seconds):
                event: dict[str, Any] = await self._children.run(job, unheard, LAST)
                return event
        except TimeoutError:
            log.warning("look took too long", do=order["do"])
            raise ApiError(Global.TIMEOUT) from None
        except ChildDied as error:
            if not error.out_of_time:
                raise
            log.warning("look took too much processor time", do=order["do"])
            raise ApiError(Global.TIMEOUT) from None


def _refusal(event: dict[str, Any]) -> PictureError:
    return REFUSALS[event["refused"]](*event["told"])
