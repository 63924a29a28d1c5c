"""/admin/works: films and long pictures with their pictures, and what is done to them."""

from __future__ import annotations

from typing import Any, Final

import orjson

from services.admin.rules import WORK_ACTIONS
from services.works.views import STAGES
from status_codes import AdminOnly, ApiError
from stores.admin_tables import JOBS, REPORTS, WORKS
from stores.audit import ENTRIES
from stores.works import WorkState
from transport.admin.admin_pages import PageRequest, Redirect, TemplatePage
from transport.admin.list_queries import browse_query, choice, list_values, number
from transport.admin.overview_pages import NAMES as REPORT_NAMES
from transport.admin.redirects import redirect_back

KINDS: Final = ("movie", "photo")
STATES: Final = {state.name.lower(): int(state) for state in WorkState}
NAMES: Final = {number: name for name, number in STATES.items()}


async def works(visit: PageRequest) -> TemplatePage:
    kind, state = choice(visit, "kind", KINDS), choice(visit, "state", (*STATES, "hidden"))
    filters: dict[str, Any] = {"kind": kind} if kind else {}
    if state:
        filters |= {"hidden": True} if state == "hidden" else {"state": STATES[state]}
    if author := number(visit.query.get("author", "")):
        filters["author"] = author
    wanted = browse_query(visit, WORKS, filters)
    page = await visit.services.admin.lists.page(WORKS, wanted)
    values = list_values(
        visit,
        page,
        wanted,
        kind=kind,
        kinds=KINDS,
        state=state,
        states=(*STATES, "hidden"),
        state_names=NAMES,
    )
    return TemplatePage("works.html", values)


async def work(visit: PageRequest) -> TemplatePage:
    lists, work_id = visit.services.admin.lists, visit.number()
    found = await lists.one(WORKS, work_id)
    if found is None:
        raise ApiError(AdminOnly.NOT_FOUND)
    whole, uploads = await lists.work(work_id)
    return TemplatePage(
        "work.html",
        {
            "work": found,
            "whole": whole,
            "uploads": uploads,
            "warnings": orjson.loads(whole.warnings),
            "job": await lists.one(JOBS, found.job_id or 0),
            "state_names": NAMES,
            "stages": STAGES,
            "reports": await lists.some(REPORTS, 20, target=found.kind, target_id=work_id),
            "report_names": REPORT_NAMES,
            "entries": await lists.some(ENTRIES, 20, target=found.kind, target_id=work_id),
        },
    )


async def act_on_work(visit: PageRequest) -> Redirect:
    action = visit.request.match_info["action"]
    if action not in WORK_ACTIONS:
        raise ApiError(AdminOnly.NOT_FOUND)
    await visit.services.admin.actions.on_work(visit.actor, action, visit.number())
    return redirect_back(visit, action)
