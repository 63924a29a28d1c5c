"""logout: the end of a token. Ours; the document lets tokens only expire."""

from __future__ import annotations

from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.caller import Caller

table = Table("logout", url="/api/user/logout")


@table.on("token", access=Access.USER, keyed=True)
async def token(caller: Caller) -> Nothing:
    """End the token with which this is asked."""
    await caller.accounts.tokens.drop(caller.token)
    return {}
