"""Changes to running works, as a renderer makes them. Arguments: works, seconds.

Each work changes once a second, all of them evenly spread. Prints [work, progress, time] of
each change as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import uvloop

from config import load_config
from services import open_services
from services.works.renders import Render
from stores.jobs import Claim
from stores.works import Work
from workers.broker import make_broker

STAGE = 105


async def main(works: int, seconds: int) -> None:
    config = load_config()
    made: list[tuple[int, int, float]] = []
    async with open_services(config, make_broker(config)) as services:
        renders = {number: await _render(services, number) for number in range(1, works + 1)}
        started = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for step in range(works * seconds):
                await asyncio.sleep(max(0.0, started + step / works - time.monotonic()))
                work, progress = step % works + 1, step // works + 1
                made.append((work, progress, time.monotonic()))
                group.create_task(services.works.renders.progress(renders[work], STAGE, progress))
    print(json.dumps(made))


async def _render(services: Any, number: int) -> Render:
    row = await services.works.renders._works.get(number)
    assert isinstance(row, Work)
    return Render(Claim(number, 1, [number], ""), row, Path())


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
