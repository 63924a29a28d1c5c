"""/admin/users: accounts, one with what belongs to it, and what is done to it."""

from __future__ import annotations

from services.admin.rules import USER_ACTIONS
from status_codes import AdminOnly, ApiError
from stores.audit import ENTRIES
from stores.books import ACCOUNTS
from transport.admin.doing import done
from transport.admin.door import Moved, Shown, Visit
from transport.admin.tables import choice, listed, look_of, number

ROLES = ("admin", "suspended")


async def users(visit: Visit) -> Shown:
    role = choice(visit, "role", ROLES)
    filters: dict[str, object] = {role: True} if role else {}
    words = visit.query.get("q", "").strip()
    if words and visit.query.get("by", "id") not in ACCOUNTS.names:
        filters["id"] = number(words)
    look = look_of(visit, ACCOUNTS, filters)
    page = await visit.services.admin.lists.page(ACCOUNTS, look)
    return Shown("users.html", listed(visit, page, look, role=role, roles=ROLES))


async def user(visit: Visit) -> Shown:
    lists, user_id = visit.services.admin.lists, visit.number()
    found = await lists.one(ACCOUNTS, user_id)
    if found is None:
        raise ApiError(AdminOnly.NOT_FOUND)
    counts = await lists.counts(user_id)
    entries = await lists.some(ENTRIES, 20, target="user", target_id=user_id)
    return Shown("user.html", {"user": found, "counts": counts, "entries": entries})


async def act_on_user(visit: Visit) -> Shown | Moved:
    action, user_id = visit.request.match_info["action"], visit.number()
    if action not in USER_ACTIONS:
        raise ApiError(AdminOnly.NOT_FOUND)
    actions, note = visit.services.admin.actions, visit.form.get("note", "")
    grant = await actions.on_user(visit.actor, action, user_id, note.strip()[:200])
    if grant is None:
        return done(visit, action)
    seconds = visit.services.running.config.recovery.admin_seconds
    return Shown("grant.html", {"grant": grant, "user_id": user_id, "minutes": seconds // 60})
