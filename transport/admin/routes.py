"""The addresses of the admin pages: one row each."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from status_codes import AdminOnly, ApiError
from transport.admin import gate, people, pieces, upkeep, writings
from transport.admin.door import HOME, Door, Shown, View, Visit
from transport.admin.drawing import static
from transport.files import Files

# What is read.
PAGES: Final[dict[str, View]] = {
    "": upkeep.today,
    "users": people.users,
    r"users/{id:\d{1,19}}": people.user,
    "posts": writings.posts,
    r"posts/{id:\d{1,19}}": writings.post,
    "comments": writings.comments,
    r"comments/{id:\d{1,19}}": writings.comment,
    "works": pieces.works,
    r"works/{id:\d{1,19}}": pieces.work,
    "reports": upkeep.reports,
    "queue": upkeep.queue,
    "audit": upkeep.audit,
}
# What is done.
ACTIONS: Final[dict[str, View]] = {
    "sign-out": gate.sign_out,
    r"users/{id:\d{1,19}}/{action}": people.act_on_user,
    r"posts/{id:\d{1,19}}/{action}": writings.act_on_post,
    r"comments/{id:\d{1,19}}/{action}": writings.act_on_comment,
    r"works/{id:\d{1,19}}/{action}": pieces.act_on_work,
    r"reports/{id:\d{1,19}}/{action}": upkeep.act_on_report,
    r"jobs/{id:\d{1,19}}/retry": upkeep.retry_job,
}


def admin_routes(door: Door, files: Files) -> list[web.RouteDef]:
    """Every address below /admin/."""

    async def file(request: web.Request) -> web.StreamResponse:
        """A file of a work, to a signed-in admin."""
        return await files.for_admin(request, await door.admitted(request))

    return [
        web.get("/admin", _home),
        web.get(f"{HOME}sign-in", door.open(gate.sign_in_form)),
        web.post(f"{HOME}sign-in", door.open(gate.sign_in)),
        web.get(HOME + r"recover/{name:[0-9a-f]{32}}", door.open(gate.recover_form)),
        web.post(HOME + r"recover/{name:[0-9a-f]{32}}", door.open(gate.recover)),
        web.get(HOME + r"static/{name:[a-z]+\.[a-z]+}", static),
        web.get(HOME + r"files/{folder:movies|photos}/{work_id:\d{1,19}}/{name}", file),
        *(web.get(HOME + path, door.closed(view)) for path, view in PAGES.items()),
        *(web.post(HOME + path, door.closed(view)) for path, view in ACTIONS.items()),
        web.route("*", HOME + "{tail:(?s:.*)}", door.closed(nowhere)),
    ]


async def _home(_: web.Request) -> web.Response:
    return web.Response(status=308, headers={"Location": HOME})


async def nowhere(_: Visit) -> Shown:
    """An address that leads nowhere."""
    raise ApiError(AdminOnly.NOT_FOUND)
