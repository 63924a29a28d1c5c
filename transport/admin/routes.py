"""The addresses of the admin pages: one row each."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from status_codes import AdminOnly, ApiError
from transport.admin import (
    account_pages,
    community_pages,
    overview_pages,
    sign_in_pages,
    work_pages,
)
from transport.admin.admin_pages import HOME, AdminPages, PageRequest, TemplatePage, View
from transport.admin.page_templates import static
from transport.files import Files

# What is read.
PAGES: Final[dict[str, View]] = {
    "": overview_pages.today,
    "users": account_pages.users,
    r"users/{id:\d{1,19}}": account_pages.user,
    "posts": community_pages.posts,
    r"posts/{id:\d{1,19}}": community_pages.post,
    "comments": community_pages.comments,
    r"comments/{id:\d{1,19}}": community_pages.comment,
    "works": work_pages.works,
    r"works/{id:\d{1,19}}": work_pages.work,
    "reports": overview_pages.reports,
    "queue": overview_pages.queue,
    "audit": overview_pages.audit,
}
# What is done.
ACTIONS: Final[dict[str, View]] = {
    "sign-out": sign_in_pages.sign_out,
    r"users/{id:\d{1,19}}/{action}": account_pages.act_on_user,
    r"posts/{id:\d{1,19}}/{action}": community_pages.act_on_post,
    r"comments/{id:\d{1,19}}/{action}": community_pages.act_on_comment,
    r"works/{id:\d{1,19}}/{action}": work_pages.act_on_work,
    r"reports/{id:\d{1,19}}/{action}": overview_pages.act_on_report,
    r"jobs/{id:\d{1,19}}/retry": overview_pages.retry_job,
}


def admin_routes(pages: AdminPages, files: Files) -> list[web.RouteDef]:
    """Every address below /admin/."""

    async def file(request: web.Request) -> web.StreamResponse:
        """A file of a work, to a signed-in admin."""
        return await files.for_admin(request, await pages.admitted(request))

    return [
        web.get("/admin", _home),
        web.get(f"{HOME}sign-in", pages.open(sign_in_pages.sign_in_form)),
        web.post(f"{HOME}sign-in", pages.open(sign_in_pages.sign_in)),
        web.get(HOME + r"recover/{name:[0-9a-f]{32}}", pages.open(sign_in_pages.recover_form)),
        web.post(HOME + r"recover/{name:[0-9a-f]{32}}", pages.open(sign_in_pages.recover)),
        web.get(HOME + r"static/{name:[a-z]+\.[a-z]+}", static),
        web.get(HOME + r"files/{folder:movies|photos}/{work_id:\d{1,19}}/{name}", file),
        *(web.get(HOME + path, pages.closed(view)) for path, view in PAGES.items()),
        *(web.post(HOME + path, pages.closed(view)) for path, view in ACTIONS.items()),
        web.route("*", HOME + "{tail:(?s:.*)}", pages.closed(nowhere)),
    ]


async def _home(_: web.Request) -> web.Response:
    return web.Response(status=308, headers={"Location": HOME})


async def nowhere(_: PageRequest) -> TemplatePage:
    """An address that leads nowhere."""
    raise ApiError(AdminOnly.NOT_FOUND)
