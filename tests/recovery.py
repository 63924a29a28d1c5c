"""The two steps of user/reset, as a traveller takes them."""

from __future__ import annotations

from typing import Any

from tests.postcard import Postcard
from tests.special import sent_to
from tests.traveller import Traveller

NEW = "a new password"


async def ask(who: Traveller, **data: str) -> dict[str, Any]:
    """The first step, with a right captcha unless `data` says otherwise."""
    given = {"captcha": await who.captcha()} if "captcha" not in data else {}
    return await who.ask("POST", "/user/reset", data=given | data)


async def answer(who: Traveller, code: str, new: str = NEW, **data: str) -> tuple[int, str]:
    """The second step."""
    given = {"captcha": await who.captcha()} if "captcha" not in data else {}
    return await who.say(
        "POST", "/user/reset", data=given | {"code": code, "new_password": new} | data
    )


def code_to(postcard: Postcard, to: str) -> str:
    return str(sent_to(postcard, to)[-1]["code"])
