"""ping: is anybody there?"""

from __future__ import annotations

from protocol.registry import Table
from protocol.replies import Nothing
from services.caller import Caller
from status_codes import Pong

table = Table("ping", url="/api/ping")


@table.on("ping", ok=Pong.PONG)
async def ping(_: Caller) -> Nothing:
    """Answer pong."""
    return {}
