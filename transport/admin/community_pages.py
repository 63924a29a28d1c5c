"""/admin/posts and /admin/comments: what guests wrote, and hiding, deleting and restoring it."""

from __future__ import annotations

from typing import Any

from services.admin.rules import CHANGES
from status_codes import AdminOnly, ApiError
from stores.admin_tables import COMMENTS, POSTS, REPORTS, BrowsedContribution
from stores.audit import ENTRIES
from stores.browsing import BrowsableTable
from stores.targets import HOLDERS
from transport.admin.admin_pages import PageRequest, Redirect, TemplatePage
from transport.admin.list_queries import browse_query, choice, list_values, number
from transport.admin.overview_pages import NAMES as REPORT_NAMES
from transport.admin.redirects import redirect_back

STATES = ("shown", "hidden", "deleted")


async def posts(visit: PageRequest) -> TemplatePage:
    return await _list(visit, POSTS, "posts", {})


async def comments(visit: PageRequest) -> TemplatePage:
    filters: dict[str, Any] = {}
    if target := choice(visit, "target", HOLDERS):
        filters["target"] = target
        if target_id := number(visit.query.get("target_id", "")):
            filters["target_id"] = target_id
    return await _list(visit, COMMENTS, "comments", filters)


async def _list(
    visit: PageRequest,
    browsable: BrowsableTable[BrowsedContribution],
    name: str,
    filters: dict[str, Any],
) -> TemplatePage:
    state = choice(visit, "state", STATES)
    if state:
        filters[state] = True
    if author := number(visit.query.get("author", "")):
        filters["author"] = author
    wanted = browse_query(visit, browsable, filters)
    page = await visit.services.admin.lists.page(browsable, wanted)
    values = list_values(
        visit, page, wanted, name=name, state=state, states=STATES, holders=HOLDERS
    )
    return TemplatePage("writings.html", values)


async def post(visit: PageRequest) -> TemplatePage:
    return await _one(visit, POSTS, "post")


async def comment(visit: PageRequest) -> TemplatePage:
    return await _one(visit, COMMENTS, "comment")


async def _one(
    visit: PageRequest, browsable: BrowsableTable[BrowsedContribution], kind: str
) -> TemplatePage:
    lists, id_ = visit.services.admin.lists, visit.number()
    found = await lists.one(browsable, id_)
    if found is None:
        raise ApiError(AdminOnly.NOT_FOUND)
    return TemplatePage(
        "writing.html",
        {
            "kind": kind,
            "row": found,
            "text": await lists.text(f"{kind}s", id_),
            "reports": await lists.some(REPORTS, 20, target=kind, target_id=id_),
            "report_names": REPORT_NAMES,
            "entries": await lists.some(ENTRIES, 20, target=kind, target_id=id_),
        },
    )


async def act_on_post(visit: PageRequest) -> Redirect:
    await visit.services.admin.actions.on_post(visit.actor, _action(visit), visit.number())
    return redirect_back(visit, _action(visit))


async def act_on_comment(visit: PageRequest) -> Redirect:
    actions = visit.services.admin.actions
    await actions.on_comment(visit.actor, _action(visit), visit.number())
    return redirect_back(visit, _action(visit))


def _action(visit: PageRequest) -> str:
    action = visit.request.match_info["action"]
    if action not in CHANGES:
        raise ApiError(AdminOnly.NOT_FOUND)
    return action
