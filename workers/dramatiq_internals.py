"""Everything here that leans on what Dramatiq does not promise to keep.

Read in dramatiq 2.2.1, whose version is pinned. tests/test_seams.py has a test of each line, so
that an upgrade which breaks one says which:

1. An `EventLoopThread` that was never started runs coroutines on the loop in its attribute `loop`.
2. A `StubBroker` keeps its queues in `queues`, by name, and looks there for each message.
3. `Worker.workers` are its threads; one that was told to `stop()` takes no further message.
4. Time limits do nothing until a broker has said that its process has booted, which Dramatiq's
   command line does by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from dramatiq import Broker, Worker
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread, set_event_loop_thread
from dramatiq.brokers.stub import StubBroker


class _RunningLoop(EventLoopThread):
    """Stands where Dramatiq expects a loop thread of its own; never started."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(logging.getLogger(__name__))
        self.loop.close()
        self.loop = loop


def use_running_loop() -> None:
    """Have the actors of this process run their coroutines on the loop that runs now."""
    set_event_loop_thread(_RunningLoop(asyncio.get_running_loop()))


def run_on_loop(step: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine on the loop of the actors, from another thread; its result."""
    thread = get_event_loop_thread()
    assert thread is not None
    return thread.run_coroutine(step)


def share_queue(queue: str, of: StubBroker, to: StubBroker) -> None:
    """Let two brokers of this process see one queue."""
    to.queues[queue] = of.queues[queue]


def start_time_limits(broker: Broker) -> None:
    """Let the time limits of a broker's actors count."""
    broker.emit_after("process_boot")


def take_no_more(worker: Worker) -> None:
    """Let a worker end what it does and take no further message."""
    for thread in worker.workers:
        thread.stop()
