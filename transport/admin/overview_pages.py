"""/admin/, /admin/reports, /admin/queue and /admin/audit: today, complaints, jobs, the log."""

from __future__ import annotations

from typing import Any, Final

from services.admin.actions import work_of
from services.admin.lists import QUEUES
from services.admin.lists import STATES as JOB_STATES
from services.admin.rules import REPORT_ACTIONS
from status_codes import AdminOnly, ApiError
from stores.admin_tables import JOBS, REPORTS
from stores.audit import ENTRIES
from stores.reports import ReportState
from transport.admin.admin_pages import PageRequest, Redirect, TemplatePage
from transport.admin.list_queries import browse_query, choice, list_values, number
from transport.admin.redirects import redirect_back

TARGETS: Final = ("post", "comment", "movie", "photo")
STATES: Final = {state.name.lower(): int(state) for state in ReportState}
NAMES: Final = {number: name for name, number in STATES.items()}
# What can be done to a report in each state.
REVIEWS: Final = {
    "open": ("hide", "dismiss"),
    "hidden": ("restore",),
    "dismissed": ("hide",),
    "restored": ("hide",),
}


async def today(visit: PageRequest) -> TemplatePage:
    admin = visit.services.admin
    return TemplatePage(
        "today.html",
        {
            "numbers": await admin.today.numbers(),
            "standing": await admin.lists.standing(),
            "reports": await admin.lists.some(REPORTS, 5, state=STATES["open"]),
        },
    )


async def reports(visit: PageRequest) -> TemplatePage:
    # The queue is what is open, unless another state is asked for.
    asked = visit.query.get("state", "open")
    state = asked if asked in STATES else ""
    filters: dict[str, Any] = {}
    if target := choice(visit, "target", TARGETS):
        filters["target"] = target
        if target_id := number(visit.query.get("target_id", "")):
            # All that was said of one thing, whatever became of it.
            filters["target_id"], state = target_id, ""
    if state:
        filters["state"] = STATES[state]
    if author := number(visit.query.get("author", "")):
        filters["author"] = author
    wanted = browse_query(visit, REPORTS, filters)
    page = await visit.services.admin.lists.page(REPORTS, wanted)
    values = list_values(
        visit,
        page,
        wanted,
        state=state,
        states=tuple(STATES),
        state_names=NAMES,
        target=target,
        targets=TARGETS,
        reviews=REVIEWS,
    )
    return TemplatePage("reports.html", values)


async def act_on_report(visit: PageRequest) -> Redirect:
    action = visit.request.match_info["action"]
    if action not in REPORT_ACTIONS:
        raise ApiError(AdminOnly.NOT_FOUND)
    await visit.services.admin.actions.on_report(visit.actor, action, visit.number())
    return redirect_back(visit, action)


async def queue(visit: PageRequest) -> TemplatePage:
    lists = visit.services.admin.lists
    name, state = choice(visit, "queue", QUEUES), choice(visit, "state", JOB_STATES)
    name, state = name or QUEUES[0], state or "failed"
    wanted = browse_query(visit, JOBS, {"queue": name, "state": state})
    page = await lists.page(JOBS, wanted)
    standing = await lists.standing()
    running = {
        line.queue: await lists.some(JOBS, 20, queue=line.queue, state="running")
        for line in standing.lines
    }
    values = list_values(
        visit,
        page,
        wanted,
        standing=standing,
        running=running,
        queue=name,
        queues=QUEUES,
        state=state,
        states=JOB_STATES,
        work_of=work_of,
        now=standing.now_ms,
        refresh=visit.query.get("refresh") == "1",
    )
    return TemplatePage("queue.html", values)


async def retry_job(visit: PageRequest) -> Redirect:
    await visit.services.admin.actions.on_job(visit.actor, visit.number())
    return redirect_back(visit, "retry")


async def audit(visit: PageRequest) -> TemplatePage:
    filters: dict[str, Any] = {}
    if by := number(visit.query.get("admin", "")):
        filters["by"] = by
    if action := visit.query.get("action", "")[:24]:
        filters["action"] = action
    lists = visit.services.admin.lists
    wanted = browse_query(visit, ENTRIES, filters)
    page = await lists.page(ENTRIES, wanted)
    admins = await visit.services.admin.admins.all()
    values = list_values(visit, page, wanted, action=action, by=by, admins=admins)
    return TemplatePage("audit.html", values)
