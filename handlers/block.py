"""block: whom the caller does not want to see nor hear from. Ours."""

from __future__ import annotations

from handlers.answers import both
from handlers.travel_fields import LONG_PAGE, Id, Limit, PageNum
from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.caller import Caller
from services.community.paging import NEWEST, Part
from services.community.replies import BlockedUsers
from status_codes import BlockAdd, BlockRemove

table = Table("block")


@table.on("add", access=Access.USER, local=BlockAdd, rest=both("/block/{uid}/add"))
async def add(caller: Caller, *, uid: Id) -> Nothing:
    """Block a user; doing it again changes nothing."""
    await caller.services.community.blocks.add(caller.user_id, uid)
    return {}


@table.on("remove", access=Access.USER, local=BlockRemove, rest=both("/block/{uid}/remove"))
async def remove(caller: Caller, *, uid: Id) -> Nothing:
    """Block a user no more."""
    await caller.services.community.blocks.remove(caller.user_id, uid)
    return {}


@table.on("list", access=Access.USER, rest="GET /block/list")
async def list_(caller: Caller, *, limit: Limit = LONG_PAGE, page_num: PageNum = 1) -> BlockedUsers:
    """Whom the caller has blocked, the last one first."""
    part = Part(NEWEST, limit, page_num)
    return await caller.services.community.blocks.page(caller.user_id, part)
