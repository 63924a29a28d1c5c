"""What an operator allows of clips holds for works that are made later, in either way to run."""

from __future__ import annotations

import io
import json

import aiohttp

from tests.postcard import WITHOUT_MODELS, Guest, picture
from tests.special import eventually, set_up
from tests.wire.test_clip_uploads import clip

INFO = {"images": ["a.jpg", "sea.mp4"], "size": "360x640", "fps": 10, "seed": 7}
LEFT_OUT = "视频超过 1 秒，已略过：sea.mp4"

postcard = set_up(WITHOUT_MODELS)


async def album(guest: Guest, kind: str) -> str:
    """A work with a photo and a clip of two seconds, not yet started; its address."""
    work_id = (await guest.call(kind, "new"))["data"]["work_id"]
    files = {"a.jpg": picture(), "sea.mp4": clip(2), "info.json": json.dumps(INFO).encode()}
    for name, content in files.items():
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", io.BytesIO(content), filename=name)
        reply = await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form)
        assert 200 == reply["code"], reply
    return f"/{kind}/{work_id}"


async def told(guest: Guest, work: str) -> list[str]:
    """What the owner of a work is told of it when it is done."""

    async def done() -> list[str] | None:
        status = (await guest.rest("GET", f"{work}/status"))["data"]
        assert status["status"] > 0, status
        return [*status["warnings"], "done"] if 3 == status["status"] else None

    # As long as `Guest.finished` waits for a film.
    found: list[str] = await eventually(done, 300)
    return found


async def test_a_clip_that_was_taken_before(member: Guest) -> None:
    """A new film, the film of a storyboard and a long picture leave it out, and name it."""
    again, film, long = [await album(member, kind) for kind in ("movie", "movie", "photo")]
    await member.rest("GET", f"{again}/start")
    before = await told(member, again)
    board = (await member.rest("GET", f"{again}/storyboard"))["data"]["storyboard"]

    member.postcard.stop()
    member.postcard.env["POSTCARD__WORKS__CLIP_SECONDS"] = "1"
    member.postcard.start()
    started = [
        await member.rest("GET", f"{film}/start"),
        await member.rest("GET", f"{long}/start"),
        await member.rest("POST", f"{again}/render", json={"storyboard": board}),
    ]

    assert [200] * 3 == [reply["code"] for reply in started]
    assert LEFT_OUT not in before
    assert [1] * 3 == [(await told(member, work)).count(LEFT_OUT) for work in (again, film, long)]
