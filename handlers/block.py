"""block: whom the caller does not want to see nor hear from. Ours."""

from __future__ import annotations

from handlers.answers import both
from handlers.travel_fields import LONG_PAGE, Id, Limit, PageNum
from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.caller import Caller
from services.community.replies import BlockedUsers
from services.community.rules import NEWEST, PageQuery
from status_codes import BlockAdd, BlockRemove

table = Table("block")


@table.on(
    "add",
    access=Access.USER,
    local=BlockAdd,
    rest=both("/block/{uid}/add"),
    wrong={"uid": BlockAdd.NO_SUCH_USER},
)
async def add(caller: Caller, *, uid: Id) -> Nothing:
    """Block a user; doing it again changes nothing."""
    await caller.community.blocks.add(caller, uid)
    return {}


@table.on(
    "remove",
    access=Access.USER,
    local=BlockRemove,
    rest=both("/block/{uid}/remove"),
    wrong={"uid": BlockRemove.NOT_BLOCKED},
)
async def remove(caller: Caller, *, uid: Id) -> Nothing:
    """Block a user no more."""
    await caller.community.blocks.remove(caller, uid)
    return {}


@table.on("list", access=Access.USER, rest="GET /block/list")
async def list_(caller: Caller, *, limit: Limit = LONG_PAGE, page_num: PageNum = 1) -> BlockedUsers:
    """Whom the caller has blocked, the last one first."""
    part = PageQuery(NEWEST, limit, page_num)
    return await caller.community.blocks.page(caller, part)
