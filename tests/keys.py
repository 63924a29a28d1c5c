"""Requests that bring a key of their own."""

from __future__ import annotations

import uuid
from typing import Any

from tests.postcard import Guest


def new_key() -> str:
    return str(uuid.uuid4())


def envelope(type_: str, subtype: str, key: Any, **data: Any) -> dict[str, Any]:
    return {"id": 1, "key": key, "type": type_, "subtype": subtype, "data": data}


async def ask(guest: Guest, type_: str, subtype: str, key: Any, **data: Any) -> dict[str, Any]:
    """One envelope with a key."""
    return await guest.post("/api", envelope(type_, subtype, key, **data))
