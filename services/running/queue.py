"""Messages that wake workers. Losing one costs time, never work: the job's row stays."""

from __future__ import annotations

import asyncio

import structlog
from dramatiq import Broker, Message

log = structlog.get_logger()


def channel(job_id: int) -> str:
    """The signals' channel in which it is told that a job is over, or was tried."""
    return f"job:{job_id}"


class Queue:
    """Sends by actor name, so that asking for work never imports the worker's code."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    async def send(self, actor: str, queue: str, job_id: int) -> bool:
        """Wake a worker for the job; False when the queue is away (the reconciler tries again)."""
        message: Message[None] = Message(
            queue_name=queue, actor_name=actor, args=(job_id,), kwargs={}, options={}
        )
        try:
            await asyncio.to_thread(self._broker.enqueue, message)
        except Exception as error:  # each broker has its own exceptions
            log.warning("message not sent", job_id=job_id, error=str(error))
            return False
        return True
