"""The jobs of messages: sent, or seen to later; what is on its way is let go to its end."""

from __future__ import annotations

import asyncio
from typing import Final

from services import WorkerServices
from stores.jobs import Job

# A shutdown waits so long for a provider; what it does not hear of by then is not sent again.
LAST_SECONDS: Final = 2.0


class MessageSender:
    """Sends for this worker, and comes again for what did not leave.

    Should this worker be lost meanwhile, the reconciler of another sees that the job waits.
    """

    def __init__(self, services: WorkerServices, worker: str) -> None:
        self._sending = services.messages.sending
        self._queue = services.running.queue
        self._worker = worker
        self._later: set[asyncio.Task[None]] = set()

    async def send(self, job: Job, job_id: int) -> None:
        """Do the job if it is still to be done."""
        work = asyncio.create_task(self._send(job, job_id))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait({work}, timeout=LAST_SECONDS)
            work.cancel()
            raise

    async def close(self) -> None:
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def _send(self, job: Job, job_id: int) -> None:
        pause = await self._sending.send(job_id, self._worker)
        if pause is not None:
            task = asyncio.create_task(self._wake(job, job_id, pause))
            self._later.add(task)
            task.add_done_callback(self._later.discard)

    async def _wake(self, job: Job, job_id: int, pause: float) -> None:
        await asyncio.sleep(pause)
        await self._queue.send(job.actor, job.queue, job_id)
