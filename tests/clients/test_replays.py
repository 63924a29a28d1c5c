"""The clients that exist get through, by their own rules; where one cannot, it is known why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.clients.profiles import CLIENTS, DOCUMENT, NEVER, PROFILES
from tests.clients.replay import replay, steps_of
from tests.conftest import WAYS
from tests.postcard import Postcard
from tests.special import serving

WHOLE = [
    pytest.param((profile, way), id=f"{profile}-{way}") for profile in PROFILES for way in WAYS
]
STEPS = {f"{client.__name__}-{one.name}": one for client in CLIENTS for one in steps_of(client)}


class Replayed(NamedTuple):
    """why: by the name of the step, why it is broken; "" where it is not."""

    profile: str
    why: dict[str, str]


@pytest.fixture(scope="module", params=WHOLE)
def replayed(request: pytest.FixtureRequest) -> Iterator[Replayed]:
    """Every step of every client, in that profile; takes a minute, and serves all tests of it."""
    profile, way = request.param
    with serving(way, request, PROFILES[profile]) as postcard:
        postcard.start()
        yield Replayed(profile, asyncio.run(_all(postcard)))


async def _all(postcard: Postcard) -> dict[str, str]:
    return {
        f"{client.__name__}-{name}": why
        for client in CLIENTS
        for name, why in (await replay(client(postcard))).items()
    }


@pytest.mark.parametrize("name", STEPS)
def test_a_step(name: str, replayed: Replayed) -> None:
    """It passes; one that needs another setting than the profile has is as broken as told."""
    why = replayed.why[name]
    needs_another = replayed.profile == DOCUMENT and STEPS[name].needs != ""

    assert (why != "") == (name in NEVER or needs_another), (
        why or "it passes, though it is said to need a setting"
    )
