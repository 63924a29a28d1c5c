"""What the tests of the community share: the three things that hold comments, alike to a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.postcard import Guest, Postcard
from tests.special import execute

ITEM = {"uid": int, "uname": str, "gender": int, "avatar": str, "time": str, "like_num": int}
COMMENT = ITEM | {"comment_id": int, "text": str}


@dataclass(frozen=True)
class Holder:
    """A post, a film or a long picture, and the REST paths of what is done to it."""

    name: str
    missing: str

    @property
    def type(self) -> str:
        return "forum" if self.name == "post" else self.name

    async def new(self, guest: Guest) -> int:
        """One that everybody sees."""
        if self.name == "post":
            return await new_post(guest)
        return await shared(guest, self.name)

    async def hide(self, guest: Guest, id_: int) -> None:
        """The owner takes it away."""
        if self.name == "post":
            reply = await guest.rest("POST", f"/forum/post/{id_}/delete")
        else:
            reply = await share(guest, self.name, id_, False)
        assert 200 == reply["code"], reply

    def at(self, id_: int) -> str:
        return f"/forum/post/{id_}" if self.name == "post" else f"/{self.name}/{id_}"

    async def comment(self, guest: Guest, id_: int, text: Any = "写得好") -> dict[str, Any]:
        if self.name == "post":
            return await guest.rest("POST", "/forum/comment/new", json={"pid": id_, "text": text})
        return await guest.rest("POST", f"{self.at(id_)}/comment/new", json={"text": text})

    async def commented(self, guest: Guest, id_: int, text: Any = "写得好") -> int:
        """A new comment's number."""
        reply = await self.comment(guest, id_, text)
        assert (200, "操作成功") == (reply["code"], reply["msg"]), reply
        return int(reply["data"]["comment_id"])

    async def comments(self, guest: Guest, id_: int, **asked: Any) -> dict[str, Any]:
        """The reply that has its comments."""
        path = self.at(id_) if self.name == "post" else f"{self.at(id_)}/comment"
        return await guest.rest("GET", path, params=asked)

    async def on_comment(
        self, guest: Guest, cid: int, does: str, method: str = "POST", **data: Any
    ) -> tuple[int, str]:
        path = f"/{self.type}/comment/{cid}/{does}"
        reply = await guest.rest(method, path, **({"json": data} if data else {}))
        return reply["code"], reply["msg"]


HOLDERS = (
    Holder("post", "找不到文章"),
    Holder("movie", "找不到影集"),
    Holder("photo", "找不到长图"),
)
each_holder = pytest.mark.parametrize("holder", HOLDERS, ids=lambda h: h.name)


async def someone(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    """Another member."""
    guest = Guest(postcard, http)
    await guest.sign_up()
    return guest


async def uid_of(guest: Guest) -> int:
    return int((await guest.rest("GET", "/movie/list"))["data"]["uid"])


async def new_post(guest: Guest, **more: Any) -> int:
    data = {"title": "题", "type": 1, "text": "正文"} | more
    reply = await guest.rest("POST", "/forum/post/new", json=data)
    assert (200, "操作成功") == (reply["code"], reply["msg"]), reply
    return int(reply["data"]["post_id"])


async def share(guest: Guest, kind: str, work_id: int, on: Any = True) -> dict[str, Any]:
    return await guest.rest("POST", f"/{kind}/{work_id}/share", json={"share": on})


async def finished(guest: Guest, kind: str, tag: int = 0) -> int:
    """A work that is done, as far as its row tells."""
    work_id = int((await guest.rest("GET", f"/{kind}/new"))["data"]["work_id"])
    result = {"movie": "result.mp4", "photo": "result.jpg"}[kind]
    execute(
        guest.postcard,
        "UPDATE works SET state = 3, stage = 200, progress = 100, result = ?, cover = ?, tag = ?, "
        "title = ? WHERE id = ?",
        *(result, "cover.jpg", tag, "山水", work_id),
    )
    return work_id


async def shared(guest: Guest, kind: str, tag: int = 0) -> int:
    """A work that is done and shared."""
    work_id = await finished(guest, kind, tag)
    reply = await share(guest, kind, work_id)
    assert (200, "操作成功") == (reply["code"], reply["msg"]), reply
    return work_id


def shape(item: dict[str, Any], *, like: dict[str, type]) -> dict[str, type]:
    """The types of those fields that are documented."""
    return {key: type(value) for key, value in item.items() if key in like}
