"""login: tokens, how many, how long."""

from __future__ import annotations

from typing import Any

import pytest

from status_codes import Global, LoginPass
from tests.documents import covers
from tests.postcard import Guest
from tests.special import execute

URL = "/api/user/login/"


def envelope(guest: Guest, **data: Any) -> dict[str, Any]:
    given = {"username": guest.phone, "pass": guest.password} | data
    return {"id": 1234, "type": "login", "subtype": "pass", "data": given}


async def alive(guest: Guest, token: str) -> bool:
    reply = await guest.post("/api/user/doki", b"", token=token)
    return bool(reply["status"] == 0)


@covers("login/pass: answer token", "login/pass: notice 3", "login/pass: notice 4")
async def test_each_login_gives_a_token(member: Guest) -> None:
    """A token is 32 hex digits, another one at each login, and names its user."""
    replies = [await member.post(URL, envelope(member)) for _ in range(2)]
    tokens = [reply["data"]["token"] for reply in replies]
    info = await member.call("info", "get", token=tokens[1])

    assert {"id": 1234, "status": 0, "message": "successful", "data": {"token": tokens[0]}} == (
        replies[0]
    )
    assert tokens[0] != tokens[1]
    assert all(len(token) == 32 and int(token, 16) for token in tokens)
    assert member.phone == info["data"]["username"]


async def test_no_token_is_kept(member: Guest) -> None:
    """Whoever reads the database finds no token in it."""
    rows = execute(member.postcard, "SELECT hash FROM tokens")

    assert rows
    assert (member.token,) not in rows


@covers("login/pass: local 100")
async def test_unknown_name_and_wrong_password(member: Guest) -> None:
    """Both get the same answer, which does not say which it was."""
    nobody = await member.post(URL, envelope(member, username=member.new_phone()))
    no_phone = await member.post(URL, envelope(member, username="王小明小明小明小明小明"))
    wrong = await member.post(URL, envelope(member, **{"pass": member.password + "x"}))

    assert nobody == no_phone == wrong
    assert {
        "id": 1234,
        "status": LoginPass.INCORRECT.code,
        "message": "Error username or password",
        "data": {},
    } == wrong


@covers("login/pass: notice 5", "info/get: notice 5")
async def test_the_eleventh_login(member: Guest) -> None:
    """Ten tokens live at once; the next login ends the oldest."""
    tokens = [member.token] + [await member.login() for _ in range(9)]
    before = [await alive(member, token) for token in tokens]
    tokens.append(await member.login())

    after = [await alive(member, token) for token in tokens]

    assert [True] * 10 == before
    assert [False] + [True] * 10 == after


async def test_ended_tokens_do_not_count(member: Guest) -> None:
    """The oldest living token is dropped, not one that would have lived but for a logout."""
    first = member.token
    for _ in range(9):
        await member.call("logout", "token", token=await member.login())
    tokens = [await member.login() for _ in range(9)]

    states = [await alive(member, token) for token in [first, *tokens]]

    assert [True] * 10 == states


async def test_enduring_tokens_count_too(member: Guest) -> None:
    """The eleventh login ends the oldest token, enduring or not."""
    tokens = [await member.login(enduring=1)] + [await member.login() for _ in range(10)]

    states = [await alive(member, token) for token in tokens]

    assert [False] + [True] * 10 == states


@covers("login/pass: field enduring", "login/pass: notice 7")
@pytest.mark.parametrize(
    ("enduring", "kept"),
    [(1, 1), (0, 0), ("1", 0), (True, 0), (1.0, 0), (2, 0), (None, 0), ([], 0), ("", 0)],
)
async def test_only_the_int_one_is_enduring(member: Guest, enduring: Any, kept: int) -> None:
    """Whatever is not the int 1 is taken as 0, never refused."""
    reply = await member.post(URL, envelope(member, enduring=enduring))
    rows = execute(
        member.postcard,
        "SELECT enduring FROM tokens ORDER BY id DESC LIMIT 1",
    )

    assert Global.SUCCESS.code == reply["status"]
    assert [(kept,)] == rows


async def test_enduring_left_out_is_not_enduring(member: Guest) -> None:
    """The default of enduring is 0."""
    await member.post(URL, envelope(member))
    rows = execute(member.postcard, "SELECT enduring FROM tokens ORDER BY id DESC LIMIT 1")

    assert [(0,)] == rows
