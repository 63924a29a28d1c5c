"""What a render asks on its way: an answer or None to each request, whatever becomes of models."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from config import load_config
from services import Services, open_services
from tests.postcard import picture
from workers.broker import make_broker
from workers.child_folders import Folders
from workers.child_processes import ChildProcesses
from workers.model_queue import ModelQueue
from workers.render_answers import RenderAnswers

HANGZHOU = {"latitude": 30.25, "longitude": 120.15}
KYOTO = {"latitude": 35.0, "longitude": 135.77}
SEA = {"latitude": 0.0, "longitude": 0.0}
NOWHERE = {"latitude": math.nan, "longitude": 120.15}


class Thinkers(ChildProcesses):
    """Remembers the processes that it starts."""

    def __init__(self, folder: Path) -> None:
        super().__init__("workers.model_process", Folders(write=(folder,)))
        self.pids: list[int] = []

    async def run(self, *args: Any) -> Any:
        child = await self._take()
        self._idle.append(child)
        self.pids.append(child.pid)
        return await super().run(*args)


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    config = load_config(storage={"dir": tmp_path})
    async with open_services(config, make_broker(config)) as made:
        yield made


@pytest.fixture
async def thinkers(tmp_path: Path) -> Thinkers:
    return Thinkers(tmp_path)


@pytest.fixture
async def desk(services: Services, thinkers: Thinkers) -> AsyncIterator[ModelQueue]:
    made = ModelQueue(services, "test", thinkers)
    yield made
    await made.close()


def answers(services: Services, desk: ModelQueue, folder: Path) -> RenderAnswers:
    return RenderAnswers(services, desk, folder / "render", structlog.get_logger())


def photos(folder: Path, count: int) -> list[dict[str, str]]:
    """Requests for the weather in so many pictures."""
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(picture(64, 48, seed=number))
    return [{"picture": str(path)} for path in paths]


async def test_each_picture_has_an_answer(
    services: Services, desk: ModelQueue, tmp_path: Path
) -> None:
    """More than the model takes at once, one of them damaged: each is answered in its place."""
    asked = photos(tmp_path, services.running.config.models.at_once + 2)
    Path(asked[3]["picture"]).write_bytes(b"\xff\xd8\xff no picture")

    found = await answers(services, desk, tmp_path).to("weather", asked)

    assert [number == 3 for number in range(len(asked))] == [answer is None for answer in found]
    assert {True} == {"weather" in answer for answer in found if answer}
    assert [] == list((tmp_path / "render").iterdir())


async def test_a_model_that_is_not_there_answers_nothing(
    services: Services, desk: ModelQueue, tmp_path: Path
) -> None:
    """A name that no model has is no fault."""
    found = await answers(services, desk, tmp_path).to("ghosts", [{"a": 1}, {"a": 2}])

    assert [None, None] == found


async def test_killed_models_answer_nothing_and_come_back(
    services: Services, desk: ModelQueue, thinkers: Thinkers, tmp_path: Path
) -> None:
    """The part that a killed process had is None; the next part has a new process."""
    asked = photos(tmp_path, services.running.config.models.at_once + 1)
    asking = asyncio.create_task(answers(services, desk, tmp_path).to("weather", asked))
    while not thinkers.pids:
        await asyncio.sleep(0.01)

    os.kill(thinkers.pids[0], signal.SIGKILL)
    found = await asking

    assert [None] * services.running.config.models.at_once == found[:-1]
    assert found[-1] is not None


async def test_no_answer_comes_later_than_the_limit(tmp_path: Path) -> None:
    """After works.answer_seconds whoever asks goes on without."""
    config = load_config(storage={"dir": tmp_path}, works={"answer_seconds": 0.3})
    async with open_services(config, make_broker(config)) as services:
        desk = ModelQueue(services, "test", ChildProcesses("workers.model_process", Folders()))
        started = time.monotonic()

        found = await answers(services, desk, tmp_path).to("weather", photos(tmp_path, 2))

        await desk.close()
    assert [None, None] == found
    assert time.monotonic() - started < 30


async def test_places_are_answered(services: Services, desk: ModelQueue, tmp_path: Path) -> None:
    """Names and the picture on disk, in China and abroad; None for the sea and for no point."""
    asker = answers(services, desk, tmp_path)

    city, abroad, sea, nowhere = await asker.to("place", [HANGZHOU, KYOTO, SEA, NOWHERE])

    assert city is not None
    assert ("浙江省", "杭州市") == (city["province"], city["city"])
    assert Path(city["picture"]).is_file()
    assert abroad is not None
    assert ("日本", "京都") == (abroad["country"], abroad["town"])
    assert Path(abroad["picture"]).is_file()
    assert (None, None) == (sea, nowhere)
    assert [[], [None]] == [await asker.to("place", some) for some in ([], [NOWHERE])]
