"""token and logout: is it alive, and its end."""

from __future__ import annotations

import pytest

from status_codes import Global
from tests.documents import covers
from tests.postcard import Guest
from tests.special import forget_user


@pytest.mark.parametrize("path", ["/api/user/doki", "/api/user/doki/"])
@covers("token/doki: method GET")
async def test_get_doki(member: Guest, path: str) -> None:
    """GET is answered with an envelope whose id is -1."""
    replies = []
    for query in (f"?token={member.token}", "", "?token=", "?token=" + "0" * 32):
        async with member.http.get(f"{member.postcard.url}{path}{query}") as answer:
            replies.append(await answer.json())

    assert {"id": -1, "status": 0, "message": "successful", "data": {}} == replies[0]
    assert [(-1, 0), (-1, -100), (-1, -100), (-1, -101)] == [
        (reply["id"], reply["status"]) for reply in replies
    ]


@pytest.mark.parametrize(
    ("body", "id_", "status"),
    [
        (b"", -1, 0),
        (b"{}", -1, 0),
        (b'{"id": 9}', 9, 0),
        (b'{"id": "9"}', -1, 0),
        (b'{"id": 9, "type": "token", "subtype": "doki", "data": {}}', 9, 0),
        (b'{"id": 9, "type": "token", "subtype": "doki"}', 9, -1),
        (b'{"id": 9, "type": "ping", "subtype": "ping", "data": {}}', 9, -2),
        (b"garbage", -1, -1),
        (b"[]", -1, -1),
    ],
)
@covers("token/doki: method POST")
async def test_post_doki(member: Guest, body: bytes, id_: int, status: int) -> None:
    """POST takes an empty body or any object, and echoes an int id."""
    reply = await member.post("/api/user/doki/", body)

    assert (id_, status) == (reply["id"], reply["status"])


async def test_logout(member: Guest) -> None:
    """The token ends at once, enduring or not; the user's other tokens live on."""
    other = member.token
    for enduring in (0, 1):
        token = await member.login(enduring)

        ended = await member.post(
            "/api/user/logout", {"id": 1, "type": "logout", "subtype": "token", "data": {}}
        )
        after = await member.call("token", "doki", token=token)

        assert [0, Global.TOKEN_WRONG.code] == [ended["status"], after["status"]]
    assert 0 == (await member.call("token", "doki", token=other))["status"]


@covers("global: -102")
async def test_a_token_whose_user_is_gone(member: Guest) -> None:
    """Once the account is removed its living token answers -102 where the account is needed."""
    forget_user(member)

    replies = [
        await member.call("info", "get"),
        await member.call("info", "update", {"nickname": "x"}),
        await member.call("password", "update", {"old": "a", "new": "b"}),
    ]

    assert [Global.USER_GONE.code] * 3 == [reply["status"] for reply in replies]
    assert "Get userid failed for the token" == replies[0]["message"]
