"""token: is it alive?"""

from __future__ import annotations

from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.caller import Caller

table = Table("token", url="/api/user/doki")


@table.on("doki", access=Access.USER)
async def doki(_: Caller) -> Nothing:
    """Start the token's life again; like every other use does."""
    return {}
