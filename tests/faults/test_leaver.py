"""A child that ends while its parent thinks, on both loops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import uvloop

from workers.child_folders import Folders
from workers.child_processes import ChildDied, ChildProcess


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def test_a_child_that_is_gone_when_it_is_answered(run: Callable[[Any], Any]) -> None:
    """It has died, whatever the loop says of a pipe that is closed."""

    async def work() -> None:
        child = await ChildProcess.start("tests.faults.leaver", Folders())

        async def answer(_: dict[str, Any]) -> dict[str, Any]:
            while child.alive:
                await asyncio.sleep(0.01)
            # The pipe's own farewell comes a moment later.
            await asyncio.sleep(0.1)
            return {"answers": []}

        with pytest.raises(ChildDied):
            await child.run({}, answer, frozenset({"made"}))

    run(work())
