"""logout: the end of a token. Ours; the document lets tokens only expire."""

from __future__ import annotations

from typing import Any

from protocol.registry import Access, Table
from services.caller import Caller

table = Table("logout", url="/api/user/logout")


@table.on("token", access=Access.USER)
async def token(caller: Caller) -> dict[str, Any]:
    """End the token with which this is asked."""
    await caller.accounts.tokens.drop(caller.token)
    return {}
