"""The clients that exist get through, by their own rules; where one cannot, it is known why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.clients.profiles import CLIENTS, DOCUMENT, NEVER, PROFILES
from tests.clients.replay import replay, steps_of
from tests.conftest import WAYS
from tests.postcard import Postcard
from tests.special import serving

# By the name of the step: why it is broken; "" where it is not.
Replayed = dict[str, str]
STEPS = {f"{client.__name__}-{one.name}": one for client in CLIENTS for one in steps_of(client)}
TESTS = [(profile, name) for profile in PROFILES for name in STEPS]


@pytest.fixture(scope="module")
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=WAYS)
def replayed(request: pytest.FixtureRequest, profile: str) -> Iterator[Replayed]:
    """Every step of every client, in that profile."""
    with serving(request.param, request, PROFILES[profile]) as postcard:
        postcard.start()
        yield asyncio.run(_all(postcard))


async def _all(postcard: Postcard) -> Replayed:
    return {
        f"{client.__name__}-{name}": why
        for client in CLIENTS
        for name, why in (await replay(client(postcard))).items()
    }


@pytest.mark.parametrize(("profile", "name"), TESTS, indirect=["profile"])
def test_a_step(profile: str, name: str, replayed: Replayed) -> None:
    """It passes; one that needs another setting than the profile has is as broken as told."""
    why = replayed[name]
    is_known = name in NEVER or (profile == DOCUMENT and STEPS[name].needs != "")

    assert (why != "") == is_known, why or "it passes, though it is said to need a setting"
