"""A browser without a screen at the admin pages: its cookies, and the token of the last form."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp

from tests.community import someone
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import execute, make_admin

CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
COOKIE = "admin"


class Seen(NamedTuple):
    """An answer: `text` is the HTML, `said` what a reader sees of it."""

    status: int
    text: str
    headers: Any

    @property
    def said(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.text)).split())

    @property
    def to(self) -> str:
        return str(self.headers.get("Location", ""))


class Desk:
    """Somebody at the admin pages."""

    def __init__(self, postcard: Postcard, session: aiohttp.ClientSession) -> None:
        self.postcard = postcard
        self.http = session
        self.csrf = ""

    async def get(self, path: str, **more: Any) -> Seen:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Seen:
        """Send a form, with the token of the last page unless another is among `fields`."""
        data = {"csrf": self.csrf, "back": "/admin/"} | (fields or {})
        return await self.ask("POST", path, data=data, **more)

    async def ask(self, method: str, path: str, **more: Any) -> Seen:
        url = self.postcard.url + path
        async with self.http.request(method, url, allow_redirects=False, **more) as answer:
            seen = Seen(answer.status, await answer.text(), answer.headers)
        if found := CSRF.search(seen.text):
            self.csrf = found[1]
        return seen

    async def sign_in(self, name: str, password: str, **more: Any) -> Seen:
        await self.get("/admin/sign-in")
        return await self.post("/admin/sign-in", {"name": name, "password": password}, **more)

    @property
    def cookie(self) -> str:
        """What the browser keeps of the session."""
        return next((c.value for c in self.http.cookie_jar if c.key == COOKIE), "")


@asynccontextmanager
async def desk_of(postcard: Postcard, language: str = "en") -> AsyncIterator[Desk]:
    """A browser of its own."""
    jar = aiohttp.CookieJar(unsafe=True)
    headers = {"Accept-Language": language}
    async with client_session(cookie_jar=jar, headers=headers) as session:
        yield Desk(postcard, session)


@asynccontextmanager
async def signed_in(postcard: Postcard, language: str = "en") -> AsyncIterator[Desk]:
    """A browser in which a new admin has signed in."""
    async with desk_of(postcard, language) as desk:
        guest = await someone(postcard, desk.http)
        make_admin(guest)
        seen = await desk.sign_in(guest.phone, guest.password)
        assert (303, "/admin/") == (seen.status, seen.to), seen.said
        # The page that it leads to has the token of the new session.
        assert 200 == (await desk.get("/admin/")).status
        yield desk


def deeds(postcard: Postcard, target: str, target_id: int) -> list[tuple[Any, ...]]:
    """(action, how it ended) of the audit log about one thing, oldest first."""
    return [
        tuple(row)
        for row in execute(
            postcard,
            "SELECT action, ended FROM audit WHERE target = ? AND target_id = ? ORDER BY id",
            *(target, target_id),
        )
    ]


def user_id_of(guest: Guest) -> int:
    return int(execute(guest.postcard, "SELECT id FROM users WHERE phone = ?", guest.phone)[0][0])


async def fail_work(guest: Guest, work_id: int) -> int:
    """Make a work fail, as far as its rows tell; its job."""
    execute(
        guest.postcard,
        "INSERT INTO jobs (actor, queue, args, state, error, created_ms, updated_ms) "
        "VALUES ('render', 'media', ?, 'failed', 'no light', 1, 2501)",
        f"[{work_id}]",
    )
    job_id = execute(guest.postcard, "SELECT max(id) FROM jobs WHERE actor = 'render'")[0][0]
    execute(
        guest.postcard,
        "UPDATE works SET state = -1, error = 'no light', job_id = ? WHERE id = ?",
        *(job_id, work_id),
    )
    return int(job_id)
