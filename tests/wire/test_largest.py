"""The largest that endpoints take is let through on every face, with room in no limit to spare."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from handlers.model_fields import MOST_POINTS
from protocol.batch import MAX_ITEMS
from protocol.envelope import MAX_BRACKETS, MAX_COMMAS
from services.community.rules import POST_MOST
from status_codes import Global
from tests import largest
from tests.documents import covers
from tests.postcard import Guest, Postcard, picture
from tests.special import batch

INFO = {"images": ["0.jpg"], "size": "360x640", "fps": 10, "seed": 7}
Send = Callable[[Guest, dict[str, Any]], Awaitable[int]]


def rendering(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": 1, "type": "movie", "subtype": "render", "data": data}


async def as_envelope(guest: Guest, data: dict[str, Any]) -> int:
    return int((await guest.post("/api", rendering(data)))["status"])


async def in_a_batch(guest: Guest, data: dict[str, Any]) -> int:
    return int((await batch(guest, [rendering(data)]))[0]["status"])


async def over_a_socket(guest: Guest, data: dict[str, Any]) -> int:
    url = f"{guest.postcard.url}/api/ws?token={guest.token}"
    async with guest.http.ws_connect(url) as ws:
        await ws.send_str(json.dumps(rendering(data)))
        return int((await ws.receive_json())["status"])


async def in_a_form(guest: Guest, data: dict[str, Any]) -> int:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("envelope", json.dumps(rendering(data)))
    url = f"{guest.postcard.url}/api?token={guest.token}"
    async with guest.http.post(url, data=form) as answer:
        return int((await answer.json())["status"])


async def by_rest(guest: Guest, data: dict[str, Any]) -> int:
    body = {"storyboard": data["storyboard"]}
    reply = await guest.rest("POST", f"/movie/{data['work_id']}/render", json=body)
    return 0 if reply["code"] == 200 else int(reply["code"])


FACES = {
    "envelope": as_envelope,
    "batch": in_a_batch,
    "socket": over_a_socket,
    "form": in_a_form,
    "rest": by_rest,
}


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[str, int]]:
    """By the server's address: an owner's token and their finished film."""
    return {}


@pytest.fixture
async def film(
    postcard: Postcard, http: aiohttp.ClientSession, made: dict[str, tuple[str, int]]
) -> AsyncIterator[tuple[Guest, int]]:
    """A finished film; what a test has begun to make of it is given up."""
    guest = Guest(postcard, http)
    if postcard.url not in made:
        await guest.sign_up()
        work_id = await guest.new_movie([picture()], INFO)
        await guest.call("movie", "start", {"work_id": work_id})
        assert 3 == (await guest.finished(work_id))["status"]
        made[postcard.url] = await guest.login(enduring=1), work_id
    guest.token, work_id = made[postcard.url]
    yield guest, work_id
    await guest.call("movie", "cancel", {"work_id": work_id})
    await guest.finished(work_id)


@pytest.mark.parametrize("face", FACES)
async def test_the_largest_storyboard(film: tuple[Guest, int], face: str) -> None:
    """All that its own limits allow, at once: it is queued to be made."""
    owner, work_id = film
    data = {"work_id": work_id, "storyboard": largest.storyboard("0.jpg")}

    assert 0 == await FACES[face](owner, data)


async def test_a_text_of_brackets(guest: Guest) -> None:
    """The longest post, of marks that would be lists elsewhere, with quotes and backslashes."""
    await guest.sign_up()
    texts = ["[" * POST_MOST, '{"\\' * (POST_MOST // 3), '"' + "[" * (POST_MOST - 1)]
    assert POST_MOST >= MAX_BRACKETS

    replies = []
    for text in texts:
        data = {"title": "[", "type": 0, "text": text}
        replies.append(await guest.call("forum", "post_new", data))

    assert [0] * 3 == [reply["status"] for reply in replies]


@covers("global: -413")
async def test_many_lists_of_places(guest: Guest) -> None:
    """As many of the largest as the document says fit into a batch; of one more none is read."""
    item = {
        "id": 1,
        "type": "ai",
        "subtype": "location_list",
        "data": {"longitude": [0.25] * MOST_POINTS, "latitude": [0.25] * MOST_POINTS},
    }
    fit = MAX_COMMAS // (2 * MOST_POINTS + 4)

    replies = await batch(guest, [item] * fit)
    beyond: Any = await guest.post("/api", [item] * (fit + 1))
    few = item | {"data": {"longitude": [0.25] * 100, "latitude": [0.25] * 100}}
    many = await batch(guest, [few] * MAX_ITEMS)

    assert [0] * fit == [reply["status"] for reply in replies]
    assert (-1, Global.TOO_LARGE.code) == (beyond["id"], beyond["status"])
    assert [0] * MAX_ITEMS == [reply["status"] for reply in many]
