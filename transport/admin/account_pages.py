"""/admin/users: accounts, one with what belongs to it, and what is done to it."""

from __future__ import annotations

from services.admin.rules import USER_ACTIONS
from status_codes import AdminOnly, ApiError
from stores.admin_tables import ACCOUNTS
from stores.audit import ENTRIES
from transport.admin.admin_pages import PageRequest, Redirect, TemplatePage
from transport.admin.list_queries import browse_query, choice, list_values, number
from transport.admin.redirects import redirect_back

ROLES = ("admin", "suspended")


async def users(visit: PageRequest) -> TemplatePage:
    role = choice(visit, "role", ROLES)
    filters: dict[str, object] = {role: True} if role else {}
    words = visit.query.get("q", "").strip()
    if words and visit.query.get("by", "id") not in ACCOUNTS.names:
        filters["id"] = number(words)
    wanted = browse_query(visit, ACCOUNTS, filters)
    page = await visit.services.admin.lists.page(ACCOUNTS, wanted)
    return TemplatePage("users.html", list_values(visit, page, wanted, role=role, roles=ROLES))


async def user(visit: PageRequest) -> TemplatePage:
    lists, user_id = visit.services.admin.lists, visit.number()
    found = await lists.one(ACCOUNTS, user_id)
    if found is None:
        raise ApiError(AdminOnly.NOT_FOUND)
    counts = await lists.counts(user_id)
    entries = await lists.some(ENTRIES, 20, target="user", target_id=user_id)
    return TemplatePage("user.html", {"user": found, "counts": counts, "entries": entries})


async def act_on_user(visit: PageRequest) -> TemplatePage | Redirect:
    action, user_id = visit.request.match_info["action"], visit.number()
    if action not in USER_ACTIONS:
        raise ApiError(AdminOnly.NOT_FOUND)
    actions, note = visit.services.admin.actions, visit.form.get("note", "")
    grant = await actions.on_user(visit.actor, action, user_id, note.strip()[:200])
    if grant is None:
        return redirect_back(visit, action)
    seconds = visit.services.running.config.recovery.admin_seconds
    return TemplatePage(
        "grant.html", {"grant": grant, "user_id": user_id, "minutes": seconds // 60}
    )
