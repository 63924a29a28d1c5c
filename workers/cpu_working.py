"""Rule: what takes processor time and touches no file is done in confined processes.

They are started when the first guest signs in, and end where none has for a while.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import structlog

from services.running.cpu_work import CpuOrder
from workers.child_folders import Folders
from workers.child_processes import ChildDied, ChildProcesses, unheard

LAST: Final = frozenset({"done"})
IDLE_SECONDS: Final = 300.0
# A hash takes a twentieth of a second; a process that is silent for so long stands still.
STALL_SECONDS: Final = 30.0

log = structlog.get_logger()


class CpuWorking:
    """The `CpuWork` of a process that signs guests in; who asks says how many run at once."""

    def __init__(self) -> None:
        self._children = ChildProcesses("workers.cpu_process", Folders(), idle_seconds=IDLE_SECONDS)
        self._running: set[asyncio.Task[dict[str, Any]]] = set()

    async def close(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._children.close()

    async def do(self, order: CpuOrder, /) -> dict[str, Any]:
        """What came of it; see `CpuWork`."""
        # A client that leaves must not cost a process, whose start costs more than its work.
        task = asyncio.create_task(self._again(order))
        self._running.add(task)
        task.add_done_callback(self._over)
        return await asyncio.shield(task)

    def _over(self, task: asyncio.Task[dict[str, Any]]) -> None:
        self._running.discard(task)
        # Who has left is not told; asyncio would log that nobody was.
        if not task.cancelled():
            task.exception()

    async def _again(self, order: CpuOrder) -> dict[str, Any]:
        """What killed the process need not be the work: it has a second one."""
        try:
            return await self._run(order)
        except ChildDied as error:
            log.warning("cpu process died", error=str(error), do=order["do"])
        return await self._run(order)

    async def _run(self, order: CpuOrder) -> dict[str, Any]:
        event: dict[str, dict[str, Any]] = await self._children.run(
            dict(order), unheard, LAST, STALL_SECONDS
        )
        return event["done"]
