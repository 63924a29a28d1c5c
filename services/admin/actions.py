"""What admins do to accounts, texts, works, reports and jobs; each leaves a line in the audit log.

Admins themselves are changed on the command line alone: no stolen session can make another.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple

import orjson

from services.accounts import Accounts
from services.admin.audit import Actor, AuditLog
from services.admin.rules import CHANGES
from services.community.reports import Reports
from services.running.clock import now_ms
from services.works.owned import OwnedWorks
from services.works.rules import CANCELLED, TASK_STATES
from status_codes import AdminOnly, ApiError
from stores.admin_tables import (
    ACCOUNTS,
    COMMENTS,
    JOBS,
    POSTS,
    REPORTS,
    WORKS,
    BrowsedAccount,
    BrowsedJob,
    BrowsedWork,
)
from stores.browsing import BrowsableTable, BrowseQuery, R, browse
from stores.jobs import Job
from stores.sql import Database
from stores.targets import COMMENT, POST, TargetRows, VisibilityChange
from stores.works import WorkState


class Grant(NamedTuple):
    """A recovery to be handed out: the name under which it is waited for, and its code."""

    name: str
    code: str


class Actions:
    def __init__(
        self,
        database: Database,
        log: AuditLog,
        accounts: Accounts,
        reports: Reports,
        owned: OwnedWorks,
    ) -> None:
        self._database = database
        self._log = log
        self._credentials = accounts.credentials
        self._tokens = accounts.tokens
        self._recovery = accounts.recovery
        self._targets = TargetRows(database)
        self._reports = reports
        self._owned = owned

    async def on_user(self, actor: Actor, action: str, user_id: int, note: str) -> Grant | None:
        """One of USER_ACTIONS; a reset gives what is to be handed out."""
        found = await self._one(ACCOUNTS, user_id)
        said = " · ".join(text for text in (found.uname or found.nickname, note) if text)
        async with self._log.deed(actor, action, "user", user_id, said):
            if found.admin:
                raise ApiError(AdminOnly.ADMIN)
            if action == "reset":
                return await self._reset(found)
            if action == "sign_out":
                await self._tokens.end_all(user_id)
            else:
                await self._tokens.suspend(user_id, action == "suspend")
        return None

    async def _reset(self, found: BrowsedAccount) -> Grant:
        # Nobody knows this one: the old password ends with the sessions.
        await self._credentials.set_password(found.id, secrets.token_hex(32))
        return Grant._make(await self._recovery.grant(found.id))

    async def on_post(self, actor: Actor, action: str, post_id: int) -> None:
        """One of CHANGES."""
        found = await self._one(POSTS, post_id)
        async with self._log.deed(actor, action, POST, post_id, found.title):
            async with self._database.transaction() as session:
                change = CHANGES[action]
                if not await self._targets.change(session, POST, post_id, change, now_ms()):
                    raise ApiError(AdminOnly.CHANGED)

    async def on_comment(self, actor: Actor, action: str, comment_id: int) -> None:
        """One of CHANGES, on a comment of any kind."""
        found = await self._one(COMMENTS, comment_id)
        async with self._log.deed(actor, action, COMMENT, comment_id, found.text):
            async with self._database.transaction() as session:
                if not await self._targets.change_comment(
                    session, found.target, comment_id, CHANGES[action], now_ms()
                ):
                    raise ApiError(AdminOnly.CHANGED)

    async def on_work(self, actor: Actor, action: str, work_id: int) -> None:
        """One of WORK_ACTIONS."""
        found = await self._one(WORKS, work_id)
        async with self._log.deed(actor, action, found.kind, work_id, found.title):
            if action in CHANGES and action != "delete":
                await self._change_work(found, CHANGES[action])
            elif action == "retry":
                await self._retry(actor, found)
            elif action == "cancel":
                await self._owned.cancel(actor.as_owner(found.author), found.kind, work_id)
            else:
                await self._owned.delete(actor.as_owner(found.author), found.kind, work_id)

    async def _change_work(self, found: BrowsedWork, change: VisibilityChange) -> None:
        async with self._database.transaction() as session:
            if not await self._targets.change(session, found.kind, found.id, change, now_ms()):
                raise ApiError(AdminOnly.CHANGED)

    async def _retry(self, actor: Actor, found: BrowsedWork) -> None:
        # A work that its owner has not started is theirs to start.
        was_stopped = found.state == WorkState.NEW and found.error == CANCELLED
        if not (found.state == WorkState.FAILED or found.state in TASK_STATES or was_stopped):
            raise ApiError(AdminOnly.NO_RETRY)
        await self._owned.start(actor.as_owner(found.author), found.kind, found.id)

    async def on_report(self, actor: Actor, action: str, report_id: int) -> None:
        """One of REPORT_ACTIONS."""
        found = await self._one(REPORTS, report_id)
        said = f"{found.target} {found.target_id} · {found.reason}"
        async with self._log.deed(actor, action, "report", report_id, said):
            await self._reports.review(actor, report_id, action)

    async def on_job(self, actor: Actor, job_id: int) -> None:
        """Try again what failed: the work that a render was of. Nobody waits for other jobs."""
        found = await self._one(JOBS, job_id)
        async with self._log.deed(actor, "retry", "job", job_id, found.error):
            work_id = work_of(found)
            if not work_id:
                raise ApiError(AdminOnly.NO_RETRY)
            await self._retry(actor, await self._one(WORKS, work_id))

    async def _one(self, book: BrowsableTable[R], id_: int) -> R:
        found = await browse(self._database, book, BrowseQuery({"id": id_}, limit=1))
        if not found:
            raise ApiError(AdminOnly.NOT_FOUND)
        return found[0]


def work_of(job: BrowsedJob) -> int:
    """The work that a job renders; 0 when it is another job."""
    return int(orjson.loads(job.args)[0]) if job.actor == Job.RENDER.actor else 0
