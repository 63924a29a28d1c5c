"""A client of the travel API: REST, forms, and a jar of cookies."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import Morsel
from typing import Any

import aiohttp
from yarl import URL

from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import eventually, execute

_names = itertools.count(int(time.time() * 1000) % 10**10)


def new_name(start: str = "旅人") -> str:
    """A user name that no other test uses."""
    return f"{start}{next(_names)}"


class Traveller:
    """Somebody with a browser. `uname`, `phone`, `email` are of his account, once he has one."""

    def __init__(self, postcard: Postcard, http: aiohttp.ClientSession) -> None:
        self.postcard = postcard
        self.http = http
        self.uid = 0
        self.uname = ""
        self.phone = ""
        self.email = ""
        self.password = "correct horse"

    async def ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """A request with the cookies there are; {code, msg} and perhaps data, code being the HTTP
        status."""
        async with self.http.request(method, self.postcard.url + path, **more) as answer:
            reply: dict[str, Any] = json.loads(await answer.text())
            assert answer.status == reply["code"], reply
            has_data = reply["code"] == 200 or bool(reply.get("data"))
            assert {"code", "msg"} | ({"data"} if has_data else set()) == set(reply)
            return reply

    async def say(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        """(code, msg) of the answer."""
        reply = await self.ask(method, path, **more)
        return reply["code"], reply["msg"]

    def cookie(self, name: str) -> Morsel[str] | None:
        """The cookie as the jar keeps it."""
        return next((c for c in self.http.cookie_jar if c.key == name), None)

    def held(self, name: str) -> Morsel[str]:
        """The cookie, which must be there."""
        cookie = self.cookie(name)
        assert cookie is not None, name
        return cookie

    def keep(self, name: str, value: str) -> None:
        """Have the jar send a cookie as if the server had set it."""
        self.http.cookie_jar.update_cookies({name: value}, URL(self.postcard.url))

    async def captcha(self) -> str:
        """Fetch a picture; its code, from the developer's outbox."""
        async with self.http.get(f"{self.postcard.url}/user/captcha") as answer:
            assert (200, "image/png") == (answer.status, answer.content_type)
            await answer.read()
        return await code_of(self.postcard, self.held("captcha").value)

    async def register(self, **data: str) -> dict[str, Any]:
        """Ask for an account, with a right captcha unless `data` says otherwise."""
        given = {"captcha": await self.captcha()} if "captcha" not in data else {}
        return await self.ask("POST", "/user/register", data=given | data)

    async def login(self, **data: str) -> dict[str, Any]:
        """Sign in, with a right captcha unless `data` says otherwise."""
        given = {"captcha": await self.captcha()} if "captcha" not in data else {}
        return await self.ask("POST", "/user/login", data=given | data)

    async def sign_up(self, *, mailed: bool = True) -> None:
        """Make an account with a name, a phone and an e-mail, and sign in.

        Without `mailed` no code was sent to the e-mail, as to that of an account of old.
        """
        self.uname, self.phone = new_name(), Guest.new_phone()
        self.email = f"{self.phone}@example.com"
        names = {"uname": self.uname, "phone": self.phone, "email": self.email}
        if not mailed:
            del names["email"]
        reply = await self.register(**names, password=self.password)
        assert (200, "注册成功") == (reply["code"], reply["msg"]), reply
        self.uid = reply["data"]["uid"]
        if not mailed:
            execute(self.postcard, "UPDATE users SET email = ? WHERE id = ?", self.email, self.uid)
        await self.sign_in()

    async def sign_in(self) -> None:
        reply = await self.login(user=self.uname, password=self.password)
        assert (200, "登录成功") == (reply["code"], reply["msg"]), reply

    async def is_signed_in(self) -> bool:
        return 200 == (await self.say("GET", "/user/info"))[0]

    def session(self) -> str:
        """The token in the cookie; empty when there is none."""
        cookie = self.cookie("session")
        return cookie.value if cookie else ""


async def code_of(postcard: Postcard, session: str) -> str:
    """The code of a picture, by its session."""
    found = await eventually(
        lambda: [m for m in postcard.messages() if m.get("session") == session]
    )
    return str(found[-1]["code"])


@asynccontextmanager
async def travelling(postcard: Postcard, **headers: str) -> AsyncIterator[Traveller]:
    """A traveller without account, whose every request carries these headers."""
    # The jar of aiohttp keeps no cookies of numeric hosts unless it is told to.
    jar = aiohttp.CookieJar(unsafe=True)
    async with client_session(cookie_jar=jar, headers=headers) as http:
        yield Traveller(postcard, http)
