"""ping: is anybody there?"""

from __future__ import annotations

from typing import Any

from protocol.registry import Table
from services.caller import Caller
from status_codes import Pong

table = Table("ping", url="/api/ping")


@table.on("ping", ok=Pong.PONG)
async def ping(_: Caller) -> dict[str, Any]:
    """Answer pong."""
    return {}
