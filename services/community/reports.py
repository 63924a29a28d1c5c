"""Reports: somebody finds something wrong; an admin hides it, or not, or shows it again."""

from __future__ import annotations

from config import LimitsSettings
from protocol.caller import Caller
from services.community import views
from services.community.replies import ReportList
from services.community.rules import NOT_FOUND, REVIEWS, PageQuery
from services.community.visibility import Visibility
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import DAY
from status_codes import ApiError, ReportNew, ReportReview
from stores import reports
from stores.reports import ReportState, ReportSubject
from stores.sql import Database, Duplicate, Session
from stores.targets import COMMENT, TargetRows, VisibilityChange


class Reports:
    """The rules about reports."""

    def __init__(
        self,
        database: Database,
        rows: reports.ReportRows,
        targets: TargetRows,
        visibility: Visibility,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._database = database
        self._rows = rows
        self._targets = targets
        self._visibility = visibility
        self._limits = limits
        self._settings = settings

    async def new(self, caller: Caller, target: str, target_id: int, reason: str) -> int:
        """Report what the caller sees; the report's id."""
        per_day = self._settings.reports_per_user_day
        await self._limits.spend(f"report:{caller.user_id}", per_day, DAY)
        try:
            await self._see(caller, target, target_id)
        except ApiError as error:
            if error.outcome in NOT_FOUND.values():
                raise ApiError(ReportNew.NOT_FOUND) from None
            raise
        try:
            return await self._rows.add(target, target_id, caller.user_id, reason, now_ms())
        except Duplicate:
            raise ApiError(ReportNew.ALREADY) from None

    async def _see(self, caller: Caller, target: str, target_id: int) -> None:
        if target != COMMENT:
            await self._visibility.see(caller, target, target_id)
            return
        holder = await self._targets.holder_of(target_id)
        if holder is None:
            raise ApiError(ReportNew.NOT_FOUND)
        await self._visibility.see_comment(caller, holder, target_id)

    async def page(self, state: str, part: PageQuery) -> ReportList:
        """How many reports are in that state, and a part of them."""
        number = ReportState[state.upper()]
        total = await self._rows.count(number)
        found = await self._rows.page(
            number, before=part.before, limit=part.limit, offset=part.offset
        )
        return {"report_num": total, "reports": [views.report(report) for report in found]}

    async def review(self, caller: Caller, report_id: int, action: str) -> None:
        """Do what the admin decided. It ends every open report about the same thing."""
        subject = await self._rows.subject(report_id)
        if subject is None:
            raise ApiError(ReportReview.NOT_FOUND)
        change, state = REVIEWS[action]
        now = now_ms()
        async with self._database.transaction() as session:
            if change is not None:
                await self._change(session, subject, change, now)
            await self._rows.close(session, report_id, subject, state, caller.user_id, now)

    async def _change(
        self, session: Session, subject: ReportSubject, change: VisibilityChange, now: int
    ) -> None:
        # Nothing to do when it is so already, or its author has deleted it since.
        if subject.holder is not None:
            await self._targets.change_comment(
                session, subject.holder, subject.target_id, change, now
            )
        else:
            await self._targets.change(session, subject.target, subject.target_id, change, now)
