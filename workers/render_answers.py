"""What a render asks on its way: models and places, within a time limit.

A render can do without: what fails, is not installed or comes too late is answered with None.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from config import ROOT
from services import WorkerServices
from services.places.coordinates import Point
from services.places.places import KnownTown, Place
from services.places.rules import ELSEWHERE
from workers.child_processes import ChildDied
from workers.model_queue import ModelQueue

PLACE: Final = "place"

Request = dict[str, Any]
Answer = dict[str, Any] | None


class RenderAnswers:
    """Answers to one render; those of models are written to its own scratch folder on the way."""

    def __init__(
        self, services: WorkerServices, model_queue: ModelQueue, folder: Path, said: Any
    ) -> None:
        self._places = services.places
        self._model_queue = model_queue
        self._folder = folder
        self._said = said
        self._seconds = services.running.config.works.answer_seconds
        self._most = services.running.config.models.at_once

    async def to(self, what: str, requests: Sequence[Request]) -> list[Answer]:
        """An answer to each request, None where there is none; never raises."""
        answers: list[Answer] = []
        try:
            async with asyncio.timeout(self._seconds):
                if what == PLACE:
                    answers += await self._locate(requests)
                else:
                    await self._ask_model(what, requests, answers)
        except TimeoutError:
            self._said.warning("no answer in time", ask=what, answered=len(answers))
        except Exception:  # whatever it is, the film is made all the same
            self._said.exception("no answer", ask=what, answered=len(answers))
        return answers + [None] * (len(requests) - len(answers))

    async def _locate(self, requests: Sequence[Request]) -> list[Answer]:
        points = [_point(one) for one in requests]
        known = [point for point in points if point is not None]
        # The map is loaded at the first question; a trip that says nothing of places asks none.
        found = iter(await self._described(known) if known else [])
        return [None if point is None else next(found) for point in points]

    async def _described(self, points: Sequence[Point]) -> list[Answer]:
        places = await self._places.find(points)
        outside = [point for point, place in zip(points, places, strict=True) if not place.province]
        abroad = iter(await self._places.find_abroad(outside) if outside else [])
        return [_at_home(place) if place.province else _abroad(next(abroad)) for place in places]

    async def _ask_model(
        self, model: str, requests: Sequence[Request], answers: list[Answer]
    ) -> None:
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        for first in range(0, len(requests), self._most):
            # A part at a time: a caller of the API must not wait for two hundred pictures.
            part = requests[first : first + self._most]
            try:
                answers += await self._ask_part(model, part)
            except ChildDied as error:
                self._said.warning("model process died", model=model, error=str(error))
                answers += [None] * len(part)

    async def _ask_part(self, model: str, part: Sequence[Request]) -> list[Answer]:
        outs = [self._folder / f"answer-{number}.json" for number, _ in enumerate(part)]
        asked = [_asked(one, out) for one, out in zip(part, outs, strict=True)]
        ends = await self._model_queue.run_model(model, asked)
        return [await self._read(model, out, end) for out, end in zip(outs, ends, strict=True)]

    async def _read(self, model: str, out: Path, end: dict[str, str]) -> Answer:
        if end:
            self._said.warning("model has no answer", model=model, **end)
            return None
        answer: Answer = orjson.loads(await asyncio.to_thread(out.read_bytes))
        await asyncio.to_thread(out.unlink)
        return answer


def _asked(request: Request, out: Path) -> dict[str, Any]:
    rest = {key: value for key, value in request.items() if key != "picture"}
    return {"request": rest, "picture": request.get("picture"), "out": out}


def _point(request: Request) -> Point | None:
    longitude, latitude = request["longitude"], request["latitude"]
    # What is no number (NaN) has become null on its way.
    if longitude is None or latitude is None or not math.isfinite(longitude + latitude):
        return None
    return longitude, latitude


def _at_home(place: Place) -> Answer:
    return {
        "province": place.province,
        "city": place.city,
        "county": place.county,
        "picture": _picture(place.image),
    }


def _abroad(town: KnownTown | None) -> Answer:
    """Of what nobody knows not even a picture is shown."""
    if town is None:
        return None
    return {"country": town.country, "town": town.town, "picture": _picture(ELSEWHERE)}


def _picture(address: str) -> str:
    picture = ROOT / address.lstrip("/")
    return str(picture) if picture.is_file() else ""
