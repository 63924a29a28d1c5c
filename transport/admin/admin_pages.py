"""What each admin page begins with: who asks, in what language, and whether the form is ours.

A form carries a token that only a page of the same browser holds. It is made of the session's name,
or of another cookie before somebody signs in. So no answer to somebody unknown, who may be an admin
that comes by a link of another site, touches the cookie of a session.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web

from protocol.dispatch import Dispatcher
from protocol.envelope import NO_ID, Malformed, Reply
from protocol.language import LANGUAGES, preferred
from protocol.slices import Slices
from services import Services
from services.admin.admins import Known
from services.admin.audit import Actor
from status_codes import AdminOnly, ApiError, Global, Outcome
from transport.access_log import AccessLog
from transport.admin.page_templates import PageTemplates
from transport.bodies import Bodies
from transport.callers import CallerFactory
from transport.cookies import cookie_of, crosses_sites
from transport.forms import read_form

HOME: Final = "/admin/"
SIGN_IN: Final = "/admin/sign-in"
SESSION_COOKIE: Final = "admin"
FORM_COOKIE: Final = "admin_form"
LANGUAGE_COOKIE: Final = "admin_language"
YEAR_SECONDS: Final = 31_536_000
NAME: Final = re.compile(r"[0-9a-f]{32}")
FIELDS_MOST: Final = 50
# Bytes. The longest note, each character of it escaped, is a quarter of this.
FORM_MOST: Final = 32_768


@dataclass(slots=True)
class PageRequest:
    """One request for a page. `actor.user_id` is 0 where nobody is signed in.

    session: what the browser sent as its name; key: what its forms are bound to.
    """

    request: web.Request
    services: Services
    actor: Actor
    language: str
    session: str
    key: str
    secure: bool
    form: dict[str, str]

    @property
    def csrf(self) -> str:
        """What a form of this browser must carry; it does not tell the session's name."""
        return hashlib.sha256(f"form of {self.key}".encode()).hexdigest()

    @property
    def query(self) -> dict[str, str]:
        return dict(self.request.query)

    def number(self, name: str = "id") -> int:
        """A number of the path. Raises when it can be no id."""
        value = int(self.request.match_info[name])
        if value >= 2**63:
            raise ApiError(AdminOnly.NOT_FOUND)
        return value

    def here(self, **changes: str) -> str:
        """This page's address, with some of its query changed."""
        query = {k: v for k, v in (self.query | changes).items() if v}
        return self.request.path + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A template and its values."""

    template: str
    values: dict[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """Another address to go to, perhaps in another session."""

    path: str
    session: str | None = None


View = Callable[[PageRequest], Awaitable[TemplatePage | Redirect]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AdminPages:
    """Makes handlers of views."""

    def __init__(
        self,
        services: Services,
        dispatcher: Dispatcher,
        callers: CallerFactory,
        bodies: Bodies,
        slices: Slices,
        access_log: AccessLog,
    ) -> None:
        self._services = services
        self._dispatcher = dispatcher
        self._callers = callers
        self._bodies = bodies
        self._slices = slices
        self._access_log = access_log
        self._templates = PageTemplates(services.running.config.admin.utc_offset_minutes)

    def open(self, view: View) -> Handler:
        """For everybody."""
        return self._handler(view, closed=False)

    def closed(self, view: View) -> Handler:
        """For those who are signed in; others are sent to do so."""
        return self._handler(view, closed=True)

    async def admitted(self, request: web.Request) -> int:
        """The id of the admin who asks, 0 for anybody else; for what is no page."""
        known = await self._known(_name(request, SESSION_COOKIE))
        return known.id if known else 0

    async def _known(self, session: str) -> Known | None:
        return await self._services.admin.admins.known(session) if session else None

    def _handler(self, view: View, *, closed: bool) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            started = time.perf_counter()
            caller = self._callers.visitor(request).caller
            language = _language(request)
            visit = PageRequest(
                request,
                self._services,
                Actor(0, "", caller.address, caller.trace, language),
                language,
                _name(request, SESSION_COOKIE),
                _name(request, FORM_COOKIE) or secrets.token_hex(16),
                self._callers.is_secure(request),
                {},
            )
            reply = Reply(NO_ID, Global.SUCCESS, {})
            try:
                async with asyncio.timeout(self._services.running.config.http.handler_seconds):
                    answer = self._answer(visit, await self._enter(visit, view, closed=closed))
            except Exception as error:  # said as a page
                reply = self._dispatcher.failure(error, f"admin {request.path}", caller)
                answer = self._answer(visit, _trouble(visit, reply), _wait(reply))
            reply = reply._replace(user_id=visit.actor.user_id)
            self._access_log.request("admin", ("admin", view.__name__), caller, reply, started)
            self._keep(visit, answer)
            return answer

        return handle

    async def _enter(
        self, visit: PageRequest, view: View, *, closed: bool
    ) -> TemplatePage | Redirect:
        known = await self._known(visit.session)
        if known is not None:
            visit.actor = visit.actor._replace(user_id=known.id, name=known.name)
            visit.key = visit.session
        posts = visit.request.method == "POST"
        if posts:
            visit.form = await self._form(visit.request)
        if closed and known is None:
            wanted = visit.form.get("back", HOME) if posts else visit.request.path_qs
            return Redirect(f"{SIGN_IN}?{urlencode({'next': within(wanted)})}")
        if posts and not self._is_ours(visit):
            raise ApiError(AdminOnly.FORM)
        return await view(visit)

    async def _form(self, request: web.Request) -> dict[str, str]:
        body = await self._bodies.read(request)
        if len(body) > FORM_MOST:
            raise ApiError(AdminOnly.FORM)
        try:
            return await read_form(body, self._slices, FIELDS_MOST)
        except Malformed:
            raise ApiError(AdminOnly.FORM) from None

    def _is_ours(self, visit: PageRequest) -> bool:
        given = visit.form.get("csrf", "").encode("utf-8", "surrogatepass")
        # What the form is bound to came with it: without any cookie it proves nothing.
        came = visit.key in (visit.session, _name(visit.request, FORM_COOKIE))
        right = secrets.compare_digest(given, visit.csrf.encode())
        led = crosses_sites(visit.request) or self._callers.is_misled(visit.request)
        return came and right and not led

    def _answer(
        self,
        visit: PageRequest,
        shown: TemplatePage | Redirect,
        headers: dict[str, str] | None = None,
    ) -> web.Response:
        if isinstance(shown, Redirect):
            if shown.session is not None:
                visit.session = shown.session
            return web.Response(
                status=303, headers={"Location": shown.path, "Cache-Control": "no-store"}
            )
        return self._templates.page(
            shown.template,
            visit.language,
            shown.status,
            headers or {},
            visit=visit,
            other=_other(visit.language),
            **shown.values,
        )

    def _keep(self, visit: PageRequest, answer: web.Response) -> None:
        """Send the cookies that are not in the browser yet."""

        def send(name: str, value: str, seconds: int | None = None) -> None:
            answer.set_cookie(
                name,
                value,
                max_age=seconds,
                path=HOME,
                secure=visit.secure,
                httponly=True,
                samesite="Strict",
            )

        if visit.session != _name(visit.request, SESSION_COOKIE):
            send(SESSION_COOKIE, visit.session, None if visit.session else 0)
        elif visit.key not in (visit.session, _name(visit.request, FORM_COOKIE)):
            send(FORM_COOKIE, visit.key)
        if visit.request.query.get("lang") in LANGUAGES:
            send(LANGUAGE_COOKIE, visit.language, YEAR_SECONDS)


def within(path: str) -> str:
    """An address of ours to go to; whatever else was sent is the first page."""
    odd = any(ord(c) <= 32 or ord(c) == 127 or c == "\\" for c in path)
    return path if path.startswith(HOME) and not odd and "/../" not in path else HOME


def said(outcome: Outcome, language: str) -> str:
    """What an outcome says in a language."""
    return outcome.msg if language == "zh" else outcome.message


def _name(request: web.Request, cookie: str) -> str:
    found = cookie_of(request, cookie)
    return found if NAME.fullmatch(found) else ""


def _language(request: web.Request) -> str:
    for said in (request.query.get("lang"), cookie_of(request, LANGUAGE_COOKIE)):
        if said in LANGUAGES:
            return said
    return preferred(request.headers.get("Accept-Language", ""), "en")


def _other(language: str) -> str:
    return next(name for name in LANGUAGES if name != language)


def _trouble(visit: PageRequest, reply: Reply) -> TemplatePage:
    """A page that says what went wrong, with a way back."""
    text = said(reply.outcome, visit.language).format_map(reply.texts)
    back = within(visit.form.get("back", HOME))
    return TemplatePage("trouble.html", {"said": text, "back": back}, reply.outcome.http)


def _wait(reply: Reply) -> dict[str, str]:
    if reply.outcome is not Global.TOO_MANY:
        return {}
    return {"Retry-After": str(reply.data.get("retry_after", 1))}
