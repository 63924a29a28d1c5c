"""report: telling of what is wrong, and what an admin does about it. Ours."""

from __future__ import annotations

from typing import Literal

from handlers.travel_fields import LONG_PAGE, Id, Limit, PageNum, Reason
from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.caller import Caller
from services.community.replies import NewReport, ReportList
from services.community.rules import NEWEST, PageQuery
from status_codes import ReportNew, ReportReview

table = Table("report")


@table.on(
    "new",
    access=Access.USER,
    local=ReportNew,
    rest="POST /report/new",
    wrong={"target_id": ReportNew.NOT_FOUND},
)
async def new(
    caller: Caller,
    *,
    target: Literal["post", "movie", "photo", "comment"],
    target_id: Id,
    reason: Reason,
) -> NewReport:
    """Report something that the caller sees; the report's number."""
    made = await caller.community.reports.new(caller, target, target_id, reason)
    return {"report_id": made}


@table.on("list", access=Access.ADMIN, rest="GET /report/list")
async def list_(
    caller: Caller,
    *,
    state: Literal["open", "hidden", "dismissed", "restored"] = "open",
    before: Id = NEWEST,
    limit: Limit = LONG_PAGE,
    page_num: PageNum = 1,
) -> ReportList:
    """Reports in one state, newest first, with the words that they are about."""
    part = PageQuery(before, limit, page_num)
    return await caller.community.reports.page(state, part)


@table.on(
    "review",
    access=Access.ADMIN,
    local=ReportReview,
    rest="POST /report/{report_id}/review",
    wrong={"report_id": ReportReview.NOT_FOUND},
)
async def review(
    caller: Caller, *, report_id: Id, action: Literal["hide", "dismiss", "restore"]
) -> Nothing:
    """Hide what was reported, dismiss the report, or show again what was hidden."""
    await caller.community.reports.review(caller, report_id, action)
    return {}
