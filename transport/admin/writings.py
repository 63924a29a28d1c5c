"""/admin/posts and /admin/comments: what guests wrote, and hiding, deleting and restoring it."""

from __future__ import annotations

from typing import Any

from services.admin.rules import CHANGES
from status_codes import AdminOnly, ApiError
from stores.audit import ENTRIES
from stores.books import COMMENTS, POSTS, REPORTS, Written
from stores.browsing import Book
from stores.targets import HOLDERS
from transport.admin.doing import done
from transport.admin.door import Moved, Shown, Visit
from transport.admin.tables import choice, listed, look_of, number
from transport.admin.upkeep import NAMES as REPORT_NAMES

STATES = ("shown", "hidden", "deleted")


async def posts(visit: Visit) -> Shown:
    return await _list(visit, POSTS, "posts", {})


async def comments(visit: Visit) -> Shown:
    filters: dict[str, Any] = {}
    if target := choice(visit, "target", HOLDERS):
        filters["target"] = target
        if target_id := number(visit.query.get("target_id", "")):
            filters["target_id"] = target_id
    return await _list(visit, COMMENTS, "comments", filters)


async def _list(visit: Visit, book: Book[Written], name: str, filters: dict[str, Any]) -> Shown:
    state = choice(visit, "state", STATES)
    if state:
        filters[state] = True
    if author := number(visit.query.get("author", "")):
        filters["author"] = author
    look = look_of(visit, book, filters)
    page = await visit.services.admin.lists.page(book, look)
    values = listed(visit, page, look, name=name, state=state, states=STATES, holders=HOLDERS)
    return Shown("writings.html", values)


async def post(visit: Visit) -> Shown:
    return await _one(visit, POSTS, "post")


async def comment(visit: Visit) -> Shown:
    return await _one(visit, COMMENTS, "comment")


async def _one(visit: Visit, book: Book[Written], kind: str) -> Shown:
    lists, id_ = visit.services.admin.lists, visit.number()
    found = await lists.one(book, id_)
    if found is None:
        raise ApiError(AdminOnly.NOT_FOUND)
    return Shown(
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


async def act_on_post(visit: Visit) -> Moved:
    await visit.services.admin.actions.on_post(visit.actor, _action(visit), visit.number())
    return done(visit, _action(visit))


async def act_on_comment(visit: Visit) -> Moved:
    actions = visit.services.admin.actions
    await actions.on_comment(visit.actor, _action(visit), visit.number())
    return done(visit, _action(visit))


def _action(visit: Visit) -> str:
    action = visit.request.match_info["action"]
    if action not in CHANGES:
        raise ApiError(AdminOnly.NOT_FOUND)
    return action
