"""Redis forgets everything in the middle: no work, no enduring token and no like is lost."""

from __future__ import annotations

import asyncio
import io
import json

import aiohttp
import pytest
import redis

from status_codes import Global
from tests.community import new_post, someone
from tests.postcard import Guest, Postcard, picture, until
from tests.replies import client_session
from tests.special import eventually, execute, serving

PATIENCE = {
    "POSTCARD__WORKER__RECONCILE_SECONDS": "0.5",
    "POSTCARD__WORKER__RESEND_SECONDS": "1",
}
INFO = {"images": ["0.jpg", "1.jpg"], "seed": 7}
WORKS, GUESTS = 3, 6


async def new_long_picture(guest: Guest) -> int:
    """One with two pictures, not yet started."""
    work_id = (await guest.call("photo", "new"))["data"]["work_id"]
    files = {f"{n}.jpg": picture(seed=n) for n in range(2)} | {"info.json": json.dumps(INFO)}
    for name, content in files.items():
        form = aiohttp.FormData()
        body = content if isinstance(content, bytes) else content.encode()
        form.add_field("file", io.BytesIO(body), filename=name)
        assert 200 == (await guest.rest("POST", f"/photo/{work_id}/upload", data=form))["code"]
    return int(work_id)


async def ended(guest: Guest, work_id: int) -> tuple[int, int]:
    """(status, stage) at its end."""
    last: dict[str, int] = {}

    async def over() -> bool:
        last.update((await guest.call("photo", "status", {"work_id": work_id}))["data"])
        return last["status"] not in (1, 2)

    await eventually(over, 120)
    return last["status"], last["stage"]


def made(postcard: Postcard) -> list[int]:
    """The works that a worker says it has made, each as often as it says so."""
    lines = postcard.log("worker.log")
    return [line["work_id"] for line in lines if line["event"] == "render done"]


async def test_a_flush_in_the_middle(request: pytest.FixtureRequest) -> None:
    """Of works that wait and run each is made once; tokens and likes are what the rows say."""
    async with client_session() as http:
        with serving("production", request, PATIENCE) as postcard:
            postcard.start()
            guest = Guest(postcard, http)
            await guest.sign_up()
            enduring, short = await guest.login(enduring=1), await guest.login()
            crowd = [await someone(postcard, http) for _ in range(GUESTS)]
            for each in crowd:
                await each.login(enduring=1)
            pid = await new_post(guest)
            like = f"/forum/post/{pid}/like"
            before = [await each.rest("POST", like) for each in crowd[: GUESTS // 2]]
            works = [await new_long_picture(guest) for _ in range(WORKS)]
            for work_id in works:
                await guest.rest("GET", f"/photo/{work_id}/start")
            await until(postcard.renderers, what="one is being made")

            liking = [asyncio.create_task(each.rest("POST", like)) for each in crowd]
            with redis.Redis.from_url(postcard.env["POSTCARD__REDIS__URL"]) as link:
                link.flushall()
            after = await asyncio.gather(*liking)

            lost = await guest.call("token", "doki", token=short)
            kept = await guest.call("token", "doki", token=enduring)
            guest.token = enduring
            ends = [await ended(guest, work_id) for work_id in works]
            # A line is written a moment after its row.
            await until(lambda: len(made(postcard)) >= WORKS, what="all lines are written")
            done = made(postcard)
            states = execute(postcard, "SELECT state, count(*) FROM jobs GROUP BY state")
            rows = execute(postcard, "SELECT count(*) FROM likes WHERE target = 'post'")
            shown = (await guest.rest("GET", f"/forum/post/{pid}"))["data"]["like_num"]

    assert Global.TOKEN_WRONG.code == lost["status"]
    assert 0 == kept["status"]
    assert [(3, 200)] * WORKS == ends
    assert sorted(works) == sorted(done)
    assert [("done", WORKS)] == [tuple(row) for row in states]
    assert {200} == {reply["code"] for reply in before}
    assert {200, 403} >= {reply["code"] for reply in after}
    assert [(GUESTS,)] == [tuple(row) for row in rows]
    assert GUESTS == shown
