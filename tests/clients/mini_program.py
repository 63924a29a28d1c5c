"""The hotel mini program: Taro, envelopes as JSON, `res.data.status` and what lies below it.

Source: HelloAny/Hotel-AI (actions/api.js and the pages of packageA). What it asks of the travel
side that no document has (lockers, faces, real names) is left out.
"""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.clients.replay import Broken, check, code_sent, step
from tests.postcard import Guest, Postcard, picture
from tests.replies import client_session
from tests.special import md5, sent_to

# The page's button is there when so many characters stand in the field, which takes no more.
CODE_CHARACTERS = 5
# What is kept when the server has none.
NICKNAME = "游客B243"


class MiniProgram:
    """A guest's phone: two accounts, one by SMS alone, one with a password."""

    def __init__(self, postcard: Postcard) -> None:
        self.postcard = postcard
        self.phone, self.quick_phone = Guest.new_phone(), Guest.new_phone()
        self.password = "correct horse"
        self.rand = self.code = self.token = ""
        self.user: dict[str, Any] = {}

    async def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """What `res.data` is: the JSON of any answer."""
        headers = {"content-type": "application/json", "Authorization": ""}
        async with client_session(headers=headers) as http:
            url = self.postcard.url + path
            async with http.request(method, url, json=body) as answer:
                check(answer.status == 200, f"HTTP {answer.status}")
                found = await answer.json(content_type=None)
        check(isinstance(found, dict) and "status" in found, f"no status in {found}")
        return dict(found)

    async def _post(self, path: str, type_: str, subtype: str, data: Any) -> dict[str, Any]:
        body = {"id": 1234, "type": type_, "subtype": subtype, "data": data}
        return await self._ask("POST", path, body)

    async def _sms(self, phone: str) -> None:
        """Every page asks for the code of a registration, whatever it is for."""
        data = {"phone": phone, "command_type": 1}
        before = len(sent_to(self.postcard, phone))
        reply = await self._post("/api/captcha/", "sms", "generate", data)
        # Other numbers leave the page under its "loading" curtain.
        check(reply["status"] in (0, 1016), f"sms: {reply}")
        check(reply["status"] == 0, "手机号错误")
        self.rand = reply["data"]["rand"]
        self.code = await code_sent(self.postcard, phone, before)

    def _hash(self, code: str = "") -> str:
        check(self.rand, "no code was asked for")
        return md5(code or self.code, self.rand)

    async def _quick(self, code: str = "") -> dict[str, Any]:
        data = {"username": self.quick_phone, "hash": self._hash(code), "enduring": 1}
        return await self._post("/api/user/login/", "login", "sms", data)

    @step("sms.digits")
    async def types_the_code(self) -> None:
        """Its field takes five characters."""
        await self._sms(self.quick_phone)
        check(len(self.code) == CODE_CHARACTERS, f"{len(self.code)} characters do not fit")

    @step()
    async def hears_that_the_code_is_wrong(self) -> None:
        reply = await self._quick("00000" if self.code != "00000" else "11111")
        check(reply["status"] == -4, f"no word of the code: {reply}")

    @step()
    async def signs_in_by_sms(self) -> None:
        """The first time that makes the account."""
        await self._sms(self.quick_phone)
        reply = await self._quick()
        check(reply["status"] == 0, f"login/sms: {reply}")
        check(reply["data"].get("token"), "undefined is kept as the token")
        check(reply["data"].get("login_type") == "create", f"login_type: {reply}")

    @step()
    async def signs_in_by_sms_again(self) -> None:
        await self._sms(self.quick_phone)
        reply = await self._quick()
        check(reply["status"] == 0 and reply["data"].get("token"), f"login/sms: {reply}")
        check(reply["data"].get("login_type") == "login", f"login_type: {reply}")

    @step()
    async def registers_with_a_password(self) -> None:
        await self._sms(self.phone)
        data = {"username": self.phone, "hash": self._hash(), "pass": self.password}
        body = {"id": 0, "status": 0, "type": "register", "subtype": "phone", "data": data}
        reply = await self._ask("POST", "/api/user/register/", body)
        check(reply["status"] == 0, f"register: {reply}")

    async def _login(self, password: str) -> dict[str, Any]:
        data = {"username": self.phone, "pass": password, "enduring": 1}
        return await self._post("/api/user/login/", "login", "pass", data)

    @step("clients.login_numbers")
    async def hears_that_the_password_is_wrong(self) -> None:
        """It knows that by its number alone, and shows nothing for another."""
        reply = await self._login("wrong")
        check(reply["status"] == 102, f"nothing is shown: {reply}")

    @step()
    async def signs_in_with_a_password(self) -> None:
        reply = await self._login(self.password)
        check(reply["status"] == 0 and reply["data"].get("token"), f"login/pass: {reply}")
        self.token = reply["data"]["token"]

    @step()
    async def is_still_signed_in(self) -> None:
        """Asked before every page, by GET."""
        alive = await self._ask("GET", f"/api/user/doki/?token={self.token}")
        dead = await self._ask("GET", f"/api/user/doki/?token={'0' * 32}")
        check(alive["status"] == 0, f"back to the login: {alive}")
        check(dead["status"] != 0, f"stays with a dead token: {dead}")

    async def _info(self) -> None:
        reply = await self._ask("GET", f"/api/user/info/?token={self.token}")
        check(reply["status"] == 0, f"info: {reply}")
        found = reply["data"]
        self.user = {
            "userName": found["username"],
            "nickName": found.get("nickname") or NICKNAME,
            "email": found.get("email"),
            "phone": found.get("phone"),
        }
        # JSON leaves out what is undefined when it is sent again.
        self.user |= {"ID": found["ID"]} if "ID" in found else {}
        self.user |= {"id": found["id"]} if "id" in found else {}

    @step()
    async def reads_who_it_is(self) -> None:
        await self._info()
        check(self.phone == self.user["userName"] == self.user["phone"], f"{self.user}")

    @step()
    async def has_the_number_of_its_account(self) -> None:
        check(isinstance(self.user.get("id"), int), f"id is undefined: {self.user}")

    async def _update(self, **changed: str) -> None:
        check(self.user, "nothing is known of the user")
        data = {
            "username": self.user["userName"],
            "nickname": self.user["nickName"],
            "email": self.user["email"],
        } | changed
        data |= {"real_auth_id": self.user["ID"]} if "ID" in self.user else {}
        path = f"/api/user/info/?token={self.token}"
        reply = await self._post(path, "info", "update", data)
        check(reply["status"] == 0, f"修改失败: {reply}")

    @step()
    async def changes_its_nickname(self) -> None:
        """With the e-mail that the server gave, which is none yet."""
        await self._update(nickname="Sunny")
        await self._info()
        check(self.user["nickName"] == "Sunny", f"{self.user}")

    @step()
    async def changes_its_email(self) -> None:
        await self._update(email=f"a{self.phone}@example.com")
        await self._info()
        check(self.user["nickName"] == "Sunny", f"{self.user}")

    async def _portrait(self, path: str) -> None:
        """An image component: no token, no header."""
        async with client_session() as http, http.get(self.postcard.url + path) as answer:
            content = await answer.read()
            check(answer.status == 200, f"HTTP {answer.status}")
        try:
            Image.open(io.BytesIO(content)).verify()
        except UnidentifiedImageError:
            raise Broken(f"no picture: {content[:40]!r}") from None

    @step()
    async def shows_a_portrait(self) -> None:
        await self._portrait(f"/api/pic/get/users?name={self.phone}")
        await self._portrait(f"/api/pic/get/users/?name={self.phone}")

    @step()
    async def shows_a_portrait_as_it_did(self) -> None:
        """An older edition of the program asks there."""
        await self._portrait(f"/api/user/portrait/?username={self.phone}")

    @step()
    async def changes_its_portrait_as_it_did(self) -> None:
        """The older edition, with its token."""
        data = {"base64": base64.b64encode(picture(320, 320, 1)).decode()}
        path = f"/api/user/portrait/?token={self.token}"
        reply = await self._post(path, "portrait", "upload", data)
        check(reply["status"] == 0, f"portrait: {reply}")

    @step()
    async def changes_its_portrait(self) -> None:
        """It names the account and proves nothing: whoever knows a number could change it."""
        data = {
            "name": self.phone,
            "content": "头像",
            "type": "jpeg",
            "upload_to": "users",
            "if_local": False,
            "base64": base64.b64encode(picture(320, 320)).decode(),
        }
        reply = await self._post("/api/pic/", "pic", "upload", data)
        check(reply["status"] == 0, f"pic: {reply}")

    @step()
    async def sets_a_new_password(self) -> None:
        """The code is asked after first, and used when the password has been typed twice.

        (The published page asks for the code and fails at its own counter; this is what it means.)
        """
        await self._sms(self.phone)
        data = {"hash": self._hash()}
        asked = await self._post("/api/captcha/", "sms", "validate", data)
        check(asked["status"] == 0, f"验证码错误: {asked}")
        data = {"username": self.phone, "hash": self._hash(), "pass": "another horse"}
        done = await self._post("/api/user/password/", "password", "forget", data)
        check(done["status"] == 0, f"forget: {done}")
        check((await self._login("another horse"))["status"] == 0, "the password is the old one")
