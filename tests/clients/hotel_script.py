"""The script with which the makers of the hotel API tried it: Python, requests, no checks.

Source: FatBallFish/Service-Outsourcing, its test file of the time of the hotel document. It prints
each answer and takes the token without asking whether there is one.
"""

from __future__ import annotations

import json
from typing import Any

from tests.clients.replay import Broken, check, code_sent, step
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import md5


class HotelScript:
    """A traveller's phone, a code that is typed in, and one token for the rest."""

    def __init__(self, postcard: Postcard) -> None:
        self.postcard = postcard
        self.phone = Guest.new_phone()
        self.password = "wlc570Q0"
        self.hash = self.token = ""

    async def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        # requests sends the text of json.dumps, without a type unless a header names one.
        data = None if body is None else json.dumps(body).encode()
        async with client_session() as http:
            url = f"{self.postcard.url}/api{path}"
            async with http.request(method, url, data=data) as answer:
                try:
                    reply = json.loads(await answer.text())
                except ValueError:
                    raise Broken(f"{path} answers no JSON") from None
        check(isinstance(reply, dict), f"{path} answers no object")
        return dict(reply)

    def _of_token(self, path: str) -> str:
        check(self.token, "there is no token")
        return f"{path}?token={self.token}"

    @step()
    async def sends_a_code(self) -> None:
        """Without a command_type, to an address that ends in a slash."""
        data = {"phone": self.phone}
        body = {"id": 0, "status": 0, "type": "sms", "subtype": "generate", "data": data}
        reply = await self._ask("POST", "/captcha/", body)
        check(reply["status"] == 0, f"sms: {reply}")
        code = await code_sent(self.postcard, self.phone, 0)
        self.hash = md5(code, reply["data"]["rand"])

    @step()
    async def registers(self) -> None:
        data = {"username": self.phone, "hash": self.hash, "pass": self.password}
        body = {"id": 0, "status": 0, "type": "register", "subtype": "phone", "data": data}
        reply = await self._ask("POST", "/user/register/", body)
        check(reply["status"] == 0, f"register: {reply}")

    @step()
    async def signs_in(self) -> None:
        data = {"username": self.phone, "pass": self.password, "enduring": 0}
        body = {"id": 1234, "type": "login", "subtype": "pass", "data": data}
        reply = await self._ask("POST", "/user/login/", body)
        check(isinstance(reply["data"].get("token"), str), f"KeyError: 'token' in {reply}")
        self.token = reply["data"]["token"]

    @step()
    async def keeps_its_token(self) -> None:
        """By GET and by POST, both without a body."""
        for method in ("GET", "POST"):
            reply = await self._ask(method, self._of_token("/user/doki/"))
            check(reply["status"] == 0, f"doki by {method}: {reply}")

    @step()
    async def reads_who_it_is(self) -> None:
        data = {"username": self.phone}
        body = {"id": 1234, "type": "info", "subtype": "get", "data": data}
        asked = await self._ask("POST", self._of_token("/user/info/"), body)
        own = await self._ask("GET", self._of_token("/user/info/"))
        check(asked["status"] == own["status"] == 0, f"info: {asked} {own}")
        check(self.phone == asked["data"]["username"] == own["data"]["username"], "another one")

    @step()
    async def writes_who_it_is(self) -> None:
        data = {
            "username": self.phone,
            "name": "王小明",
            "gender": "male",
            "email": f"{self.phone}@example.com",
        }
        body = {"id": 1234, "type": "info", "subtype": "update", "data": data}
        reply = await self._ask("POST", self._of_token("/user/info/"), body)
        check(reply["status"] == 0, f"update: {reply}")
