"""portrait and pic: a guest's picture sent in base64, and found by a phone where that is wanted."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.accounts.avatars import NOBODY
from status_codes import Global, PicUpload, PortraitUpload
from tests.postcard import Guest, Postcard, picture
from tests.replies import client_session
from tests.special import set_up

travellog = set_up(
    {"POSTCARD__CLIENTS__PROFILE": "travellog", "POSTCARD__LIMITS__LOOKUPS_PER_ADDRESS_HOUR": "20"}
)
ENCODED = base64.b64encode(picture()).decode()


@pytest.fixture
async def owner(travellog: Postcard) -> AsyncIterator[Guest]:
    async with client_session() as session:
        found = Guest(travellog, session)
        await found.sign_up()
        yield found


async def portrait(guest: Guest, text: str) -> dict[str, Any]:
    data = {"base64": text, "type": "user", "if_local": False}
    body = {"id": 1234, "type": "portrait", "subtype": "upload", "data": data}
    return await guest.post("/api/user/portrait/", body)


async def pic(guest: Guest, **data: Any) -> dict[str, Any]:
    given = {
        "name": guest.phone,
        "upload_to": "users",
        "base64": ENCODED,
        "content": "",
        "type": "jpg",
    }
    body = {
        "id": 1234,
        "type": "pic",
        "subtype": "upload",
        "data": given | {"if_local": False} | data,
    }
    return await guest.post("/api/pic/", body)


async def way(guest: Guest, address: str, phone: str) -> tuple[int, str]:
    """Where an app is led that asks for the portrait of a phone without a token."""
    url = f"{guest.postcard.url}{address}{phone}"
    async with guest.http.get(url, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", "")


async def test_a_portrait_is_the_guests_avatar(member: Guest) -> None:
    """By either type; with what a data URL begins with, and without."""
    links = []
    for reply in (
        await portrait(member, ENCODED),
        await portrait(member, "image/jpg;base64," + ENCODED),
        await portrait(member, "data:image/jpeg;base64," + ENCODED),
        await pic(member),
        await pic(member, upload_to="users/"),
    ):
        assert (1234, 0, {"url"}) == (reply["id"], reply["status"], reply["data"].keys())
        links.append(reply["data"]["url"])
    info = (await member.call("info", "get"))["data"]

    assert {info["avatar"]} == set(links)
    async with member.http.get(member.postcard.url + links[0]) as answer:
        assert (200, "image/jpeg") == (answer.status, answer.content_type)


async def test_what_is_no_picture(member: Guest) -> None:
    """One status, whatever is wrong with it; the old picture stays."""
    link = (await portrait(member, ENCODED))["data"]["url"]
    texts = ["?", "é", "a" * 7, base64.b64encode(b"no picture").decode(), ENCODED[:400], ","]

    replies = [await portrait(member, text) for text in texts]

    assert [(PortraitUpload.WRONG.code, "Error base64 data")] * len(texts) == [
        (reply["status"], reply["message"]) for reply in replies
    ]
    assert link == (await member.call("info", "get"))["data"]["avatar"]


async def test_a_picture_is_nobody_elses_to_change(member: Guest) -> None:
    """Neither another's nor another kind's; without a token nothing is sent at all."""
    other = Guest.new_phone()
    refused = [
        await pic(member, name=other),
        await pic(member, upload_to="faces_data"),
        await pic(member, upload_to="users/x"),
    ]
    token, member.token = member.token, ""
    strangers = [await pic(member), await portrait(member, ENCODED)]
    member.token = token

    assert [PicUpload.NOT_ALLOWED.code] * 3 == [reply["status"] for reply in refused]
    assert [Global.TOKEN_MISSING.code] * 2 == [reply["status"] for reply in strangers]
    assert "" == (await member.call("info", "get"))["data"]["avatar"]


BOTH = ("/api/user/portrait/?username=", "/api/pic/get/users?name=")


async def test_the_profile_shows_the_portrait_of_a_phone(owner: Guest) -> None:
    """At both addresses, to whoever asks; a phone without account or picture has nobody's."""
    before = [await way(owner, address, owner.phone) for address in BOTH]
    link = (await portrait(owner, ENCODED))["data"]["url"]
    after = [await way(owner, address, owner.phone) for address in BOTH]
    nobody = [await way(owner, address, text) for address in BOTH for text in ("", "x", "1%00")]

    assert [(302, NOBODY)] * 2 == before
    assert [(302, link)] * 2 == after
    assert [(302, NOBODY)] * 6 == nobody


async def test_the_document_shows_nobodys(member: Guest) -> None:
    """Who has a phone's number learns nothing by it unless the operator wants that."""
    await portrait(member, ENCODED)

    assert [(302, NOBODY)] * 2 == [await way(member, address, member.phone) for address in BOTH]


async def test_asking_by_phones_is_limited(owner: Guest) -> None:
    """As every other looking up, known and unknown alike."""
    found = [(await way(owner, BOTH[0], Guest.new_phone()))[0] for _ in range(21)]

    assert 429 == found[-1]
