"""Whoever is at a browser and has cookies: travellers, and admins at their pages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.admin import Desk, signed_in
from tests.postcard import Postcard
from tests.traveller import Traveller, travelling


@pytest.fixture
async def visitor(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody without an account."""
    async with travelling(postcard) as found:
        yield found


@pytest.fixture
async def traveller(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody who has registered and signed in."""
    async with travelling(postcard) as found:
        await found.sign_up()
        yield found


@pytest.fixture
async def other(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody else who has registered and signed in."""
    async with travelling(postcard) as found:
        await found.sign_up()
        yield found


@pytest.fixture
async def admin(postcard: Postcard) -> AsyncIterator[Desk]:
    """A browser in which a new admin has signed in."""
    async with signed_in(postcard) as found:
        yield found
