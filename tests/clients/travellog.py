"""The travel app for Android: its screens one after the other.

Source: nancheng58/Travellog-for-android (core/view, core/data/repository). Where a step is broken
the next ones are given what they need from elsewhere, so that each says something of its own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from tests.clients.phone import Phone, is_picture, part
from tests.clients.replay import Broken, check, code_sent, step
from tests.clients.travellog_shapes import (
    BANNER,
    BASE,
    CAPTCHA,
    FILMS,
    LONGS,
    OWN_FILMS,
    USER,
)
from tests.postcard import Guest, Postcard, picture
from tests.special import sent_to
from tests.traveller import code_of, new_name

# Its fields take so many characters and no fewer.
CAPTCHA_CHARACTERS = 4
RECOVERY_CHARACTERS = 6
TAGS = range(1, 5)


def md5(text: str) -> str:
    """Passwords leave the app like this."""
    return hashlib.md5(text.encode()).hexdigest()


def decoded(text: str | None) -> bytes:
    check(text, "decode(null)")
    try:
        return base64.b64decode(text or "", validate=True)
    except binascii.Error:
        raise Broken(f"no Base64: {str(text)[:20]}") from None


class TravelApp:
    """A traveller with the app: from the first start to a password that was forgotten."""

    def __init__(self, postcard: Postcard) -> None:
        self.postcard = postcard
        self.phone = Phone(postcard)
        # Six to twelve characters.
        self.uname = new_name("t")[-12:]
        self.number = Guest.new_phone()
        self.email = f"{self.number}@example.com"
        self.password = "correct1"
        self.kept: dict[str, Any] = {}

    async def _captcha(self) -> str:
        """The code that the traveller reads, whatever shape the picture came in."""
        try:
            await self.phone.call(CAPTCHA, "GET", "/user/captcha")
        except Broken:
            # Elsewhere a browser shows it.
            pass
        session = self.phone.cookie("captcha")
        check(session, "nothing ties the picture to what is typed")
        return await code_of(self.postcard, session)

    def _keep(self, found: dict[str, Any]) -> None:
        """Numbers are unboxed, the address of the avatar is looked at: none may be null."""
        data = found["data"]
        check(data is not None, "NullPointerException: data")
        for key in ("uid", "gender", "avatar"):
            check(data[key] is not None, f"NullPointerException: {key}")
        self.kept = data

    async def _login(self, password: str, name: str = "") -> dict[str, Any]:
        fields = {"user": name or self.uname, "password": md5(password)}
        fields["captcha"] = await self._captcha()
        return await self.phone.call(USER, "POST", "/user/login", data=fields)

    @step("clients.captcha_json")
    async def shows_a_captcha(self) -> None:
        """JSON with the picture in it; the first of a list."""
        found = await self.phone.succeed(CAPTCHA, "GET", "/user/captcha")
        check(found["data"], "IndexOutOfBoundsException")
        is_picture(decoded(found["data"][0]["img"]))

    @step("captcha.length")
    async def takes_the_captcha(self) -> None:
        code = await self._captcha()
        check(len(code) == CAPTCHA_CHARACTERS, f"验证码为4位: {len(code)} characters")
        check(code.isdecimal(), f"the keyboard has digits alone: {code}")

    @step()
    async def registers(self) -> None:
        fields = {
            "uname": self.uname,
            "password": md5(self.password),
            "phone": self.number,
            "email": self.email,
            "captcha": await self._captcha(),
        }
        await self.phone.succeed(USER, "POST", "/user/register", data=fields)

    @step()
    async def registers_without_a_phone(self) -> None:
        """Its field may stay empty, and is sent then too."""
        fields = {
            "uname": new_name("u")[-12:],
            "password": md5(self.password),
            "phone": "",
            "email": f"e{self.number}@example.com",
            "captcha": await self._captcha(),
        }
        await self.phone.succeed(USER, "POST", "/user/register", data=fields)

    @step("rest.always_200")
    async def shows_why_it_is_refused(self) -> None:
        """A class may have a list or a text where others have an object."""
        found = await self._login("wrong password")
        check(found["code"] != 200 and found["msg"] == "密码错误", f"shows {found['msg']}")
        unknown = await self.phone.call(OWN_FILMS, "GET", "/movie/list")
        check(unknown["code"] != 200 and unknown["msg"], f"shows {unknown['msg']}")
        await self.phone.call(CAPTCHA, "GET", "/movie/list")

    @step()
    async def signs_in(self) -> None:
        found = await self._login(self.password)
        check(found["code"] == 200, f"shows {found['msg']}")
        self._keep(found)

    @step()
    async def starts_signed_in(self) -> None:
        self._keep(await self.phone.succeed(USER, "GET", "/user/info"))
        await self.phone.show(self.kept["avatar"])

    @step()
    async def is_signed_in_after_a_restart(self) -> None:
        """Whatever has no date is not kept."""
        self.phone.restart()
        try:
            await self.phone.succeed(USER, "GET", "/user/info")
        finally:
            if not self.phone.cookie("session"):
                await self._login(self.password)

    async def _banner(self) -> None:
        found = await self.phone.call(BANNER, "GET", "/static/banner.json")
        check(found["images"] is not None, "NullPointerException: images")
        for address in found["images"]:
            await self.phone.show(address)

    @step()
    async def shows_the_banner(self) -> None:
        """First in the chain of three of the four tabs, which end with it."""
        await self._banner()

    @step()
    async def shows_the_first_tab(self) -> None:
        """Own films and long pictures, of which there may be none."""
        films = await self.phone.call(OWN_FILMS, "GET", "/movie/list")
        longs = await self.phone.call(LONGS, "GET", "/photo/list")
        check(films["data"] and films["data"]["movies"] is not None, f"films: {films}")
        check(longs["data"] and longs["data"]["photos"] is not None, f"long pictures: {longs}")

    @step()
    async def shows_shared_films(self) -> None:
        """All, and those of four tags."""
        for path in ("all", *(f"tag/{tag}" for tag in TAGS)):
            found = await self.phone.call(FILMS, "GET", f"/movie/{path}")
            check(found["data"] and found["data"]["movies"] is not None, f"{path}: {found}")

    @step()
    async def shows_shared_long_pictures(self) -> None:
        found = await self.phone.call(LONGS, "GET", "/photo/all")
        check(found["data"] and found["data"]["photos"] is not None, f"{found}")

    @step()
    async def changes_the_avatar(self) -> None:
        """With two fields that no document has, and a path for a name."""
        name = "/storage/emulated/0/picCache/1617000000000.jpg"
        form = part(
            "avatar", name, picture(300, 300), "image/*", uid=str(self.kept["uid"]), code="travel"
        )
        await self.phone.succeed(BASE, "POST", "/user/avatar", data=form)
        self._keep(await self.phone.succeed(USER, "GET", "/user/info"))
        await self.phone.show(self.kept["avatar"])

    async def _write(self, **fields: str) -> None:
        found = await self.phone.succeed(USER, "POST", "/user/info", data=fields)
        self._keep(found)

    @step()
    async def changes_what_is_known(self) -> None:
        """It goes on to what came back also where the code is none of success."""
        await self._write(gender="2", phone=self.number, email=self.email, intro="去过很多地方")
        check(self.kept["gender"] == 2, f"gender: {self.kept}")

    @step()
    async def changes_the_password(self) -> None:
        """And is still signed in."""
        fields = {"old_password": md5(self.password), "new_password": md5("another1")}
        await self.phone.succeed(BASE, "POST", "/user/password", data=fields)
        self.password = "another1"
        try:
            await self.phone.succeed(USER, "GET", "/user/info")
        except Broken:
            await self._login(self.password)
            raise

    @step()
    async def changes_what_is_known_with_empty_fields(self) -> None:
        """All four are sent, whatever was typed."""
        await self._write(gender="0", phone="", email="", intro="去过很多地方")

    @step()
    async def recovers_by_mail(self) -> None:
        number = Guest.new_phone()
        await self._recover("email", f"{number}@example.com")

    @step()
    async def recovers_by_phone(self) -> None:
        await self._recover("phone", Guest.new_phone())

    async def _recover(self, kind: str, to: str) -> None:
        """Of an account of its own. The field for the recovery code takes six characters."""
        name = new_name("r")[-12:]
        fields = {"uname": name, "password": md5("forgotten"), kind: to}
        fields["captcha"] = await self._captcha()
        await self.phone.succeed(USER, "POST", "/user/register", data=fields)
        before = len(sent_to(self.postcard, to))
        fields = {kind: to, "captcha": await self._captcha()}
        await self.phone.succeed(BASE, "POST", "/user/reset", data=fields)
        code = await code_sent(self.postcard, to, before)
        check(len(code) == RECOVERY_CHARACTERS, f"重置验证码为6位: {len(code)} characters")
        fields = {"code": code, "new_password": md5("another2"), "captcha": await self._captcha()}
        await self.phone.succeed(BASE, "POST", "/user/reset", data=fields)
        found = await self._login("another2", name)
        check(found["code"] == 200, f"shows {found['msg']}")
