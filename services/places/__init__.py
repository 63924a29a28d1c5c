"""The wing of places: where a point lies. Its face is its one part."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.places.places import Places
from services.running import Running

__all__ = ["Places", "open"]


@asynccontextmanager
async def open(running: Running) -> AsyncIterator[Places]:
    """Start the thread that looks; the boundaries are loaded at the first question."""
    places = Places(running.config.places)
    try:
        yield places
    finally:
        places.close()
