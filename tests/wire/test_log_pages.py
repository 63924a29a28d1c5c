"""The pages of the logs: for admins alone; the last lines, chosen ones, and new ones too."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import orjson
import pytest

from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.special import guest_of, serving

ADMIN = aiohttp.encode_basic_auth("travel", "travel123")


@pytest.fixture(scope="module")
def embedded(request: Any) -> Any:
    with serving("embedded", request, {}) as postcard:
        yield postcard


@pytest.fixture
async def guest(embedded: Postcard) -> Any:
    async with guest_of(embedded) as guest:
        yield guest


async def read(
    guest: Guest, path: str, auth: str | None = ADMIN
) -> tuple[int, list[dict[str, Any]]]:
    """The HTTP status, and the lines where there are some."""
    headers = {"Authorization": auth} if auth else {}
    async with guest.http.get(guest.postcard.url + path, headers=headers) as answer:
        body = await answer.read()
    return answer.status, [orjson.loads(line) for line in body.splitlines() if line[:1] == b"{"]


@covers("travel: page /media/log.txt", "travel: page /media/celery.txt")
@pytest.mark.parametrize("name", ["log", "celery", "worker"])
async def test_a_log_is_for_admins(guest: Guest, name: str) -> None:
    """Nobody, a wrong password and an ordinary guest get 401; the admin gets the lines."""
    await guest.sign_up()
    others = [
        None,
        aiohttp.encode_basic_auth("travel", "wrong"),
        aiohttp.encode_basic_auth(guest.phone, "wrong"),
    ]

    refused = [(await read(guest, f"/media/{name}.txt", auth))[0] for auth in others]
    status, _ = await read(guest, f"/media/{name}.txt")

    assert [401] * 3 == refused
    assert 200 == status


async def test_an_ordinary_guest_has_no_way_in(guest: Guest) -> None:
    """Who knows a password of an account without the right is told what a stranger is."""
    await guest.sign_up()

    status, lines = await read(
        guest, "/media/log.txt", aiohttp.encode_basic_auth(guest.phone, guest.password)
    )

    assert (401, []) == (status, lines)


async def test_lines_are_chosen(guest: Guest) -> None:
    """The last ones, of one request; what is not understood is named."""
    for _ in range(3):
        await guest.call("ping", "ping")
    await asyncio.sleep(1.5)

    _, last = await read(guest, "/media/log.txt?lines=2")
    _, one = await read(guest, f"/media/log.txt?trace={last[-1]['trace']}")
    _, none = await read(guest, "/media/log.txt?level=error&work_id=987654321")
    status, _ = await read(guest, "/media/log.txt?lines=0&level=loud")

    assert 2 == len(last)
    assert {last[-1]["trace"]} == {line["trace"] for line in one}
    assert [] == none
    assert 400 == status


async def test_a_follower_hears_what_comes(guest: Guest) -> None:
    """A new line comes within seconds; the server stops while somebody follows."""
    url = guest.postcard.url + "/media/log.txt?follow=1&lines=1"
    async with guest.http.get(url, headers={"Authorization": ADMIN}) as answer, asyncio.timeout(60):
        await answer.content.readline()
        await guest.call("forum", "index")
        while b'"subtype":"index"' not in await answer.content.readline():
            pass

    assert 200 == answer.status
