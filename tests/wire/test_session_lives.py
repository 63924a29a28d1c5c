"""How long a session in a cookie lives, and what dates the cookie; where minutes are seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime

import pytest

from status_codes import Global
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import guest_of, set_up
from tests.traveller import Traveller, travelling

IDLE, SESSION = 1, 6
# A cookie is dated anew after a 64th of its life: here, after five seconds.
DATED = 320
TIMED_OUT = (403, "未登录或登录超时")

brief = set_up(
    {
        "POSTCARD__TOKENS__IDLE_SECONDS": str(IDLE),
        "POSTCARD__REST__SESSION_SECONDS": str(SESSION),
    },
    whole=False,
)
dating = set_up({"POSTCARD__REST__SESSION_SECONDS": str(DATED)}, whole=False)


@pytest.fixture
async def dated(dating: Postcard) -> AsyncIterator[Traveller]:
    async with travelling(dating) as found:
        await found.sign_up()
        yield found


async def test_a_session_lives_longer_than_a_token(brief: Postcard) -> None:
    """Unused it outlives the tokens of envelopes, of the same account and at the same door."""
    async with travelling(brief) as visitor, guest_of(brief) as guest:
        await visitor.sign_up()
        kept = visitor.session()
        session = {"Authorization": f"Bearer {kept}"}
        guest.phone = visitor.phone
        password = {"username": guest.phone, "pass": visitor.password}
        token = (await guest.call("login", "pass", password))["data"]["token"]
        await asyncio.sleep(1.5 * IDLE)
        here = await visitor.say("GET", "/user/info", headers={"Cookie": ""} | session)
        dead = await guest.call("token", "doki", token=token)
        # A token keeps its life, whatever face it is shown to.
        await asyncio.sleep(1.5 * IDLE)
        there = await guest.call("token", "doki", token=kept)

    assert 200 == here[0]
    assert [Global.TOKEN_WRONG.code, 0] == [dead["status"], there["status"]]


async def test_a_session_slides_and_ends(brief: Postcard) -> None:
    """Every use starts its life again, and without one it ends, whatever its cookie says."""
    async with travelling(brief) as visitor:
        await visitor.sign_up()
        token = visitor.session()
        used = []
        for _ in range(4):
            await asyncio.sleep(SESSION / 3)
            used.append(await visitor.is_signed_in())
        await asyncio.sleep(SESSION + 0.5)
        bearer = {"Authorization": f"Bearer {token}"}
        said = await visitor.say("GET", "/user/info", headers=bearer)

    assert [True] * 4 == used
    assert TIMED_OUT == said


async def told(traveller: Traveller, path: str = "/user/info", **headers: str) -> str | None:
    """What the answer says of the cookie of the session: its value, None where nothing."""
    url = traveller.postcard.url + path
    async with traveller.http.get(url, headers=headers) as answer:
        await answer.read()
        cookie = answer.cookies.get("session")
    if cookie is None or not cookie.value:
        return None if cookie is None else ""
    assert (str(DATED), "Lax", "/") == (cookie["max-age"], cookie["samesite"], cookie["path"])
    assert cookie["httponly"] and parsedate_to_datetime(cookie["expires"])
    return cookie.value


async def test_the_cookie_is_dated_anew_now_and_then(dated: Traveller) -> None:
    """Not with each answer: after the login, and after each part of its life, once."""
    token = dated.session()
    at_once = [await told(dated) for _ in range(3)]
    later = []
    for _ in range(2):
        await asyncio.sleep(DATED / 64 + 0.1)
        later.append([await told(dated), await told(dated)])

    assert [None] * 3 == at_once
    assert [[token, None]] * 2 == later
    assert token == dated.session()


async def test_a_refusal_and_a_form_date_it_as_well(dated: Traveller) -> None:
    """Whatever is answered to who was found to be signed in."""
    await asyncio.sleep(DATED / 64 + 0.1)
    refused = await told(dated, "/movie/999999/status")
    async with dated.http.post(f"{dated.postcard.url}/user/info", data={"intro": "x"}) as answer:
        soon = answer.cookies.get("session")

    assert dated.session() == refused
    assert soon is None


async def test_only_a_living_session_of_a_cookie_is_dated(dated: Traveller) -> None:
    """Not a token of the header or the address, none that is unknown, none of envelopes."""
    token, unknown = dated.session(), "0" * 40
    async with client_session() as http:
        guest = Guest(dated.postcard, http)
        await guest.sign_up()
    async with travelling(dated.postcard) as stranger:
        said = [
            await told(stranger, Authorization=f"Bearer {token}"),
            await told(stranger, f"/user/info?token={token}"),
            await told(stranger, Cookie=f"session={unknown}"),
            await told(stranger, "/movie/all", Cookie=f"session={unknown}"),
            await told(stranger, Cookie=f"session={guest.token}"),
            await told(stranger, "/user/logout", Cookie=f"session={unknown}"),
        ]

    assert [None] * 5 + [""] == said


async def test_a_session_that_ended_is_not_dated(dated: Traveller) -> None:
    """Signing out and a new password clear the cookie, and what was kept of it opens nothing."""
    first = dated.session()
    data = {"old_password": dated.password, "new_password": "another"}
    await dated.ask("POST", "/user/password", data=data)
    dated.password = "another"
    await dated.sign_in()
    second = dated.session()
    await asyncio.sleep(DATED / 64 + 0.1)
    out = await told(dated, "/user/logout")
    after = [await told(dated, Cookie=f"session={token}") for token in (first, second)]
    dead = [
        await dated.say("GET", "/user/info", headers={"Cookie": f"session={token}"})
        for token in (first, second)
    ]

    assert "" == out and "" == dated.session()
    assert [None, None] == after
    assert [TIMED_OUT] * 2 == dead
