"""Short clips among the pictures: taken, named, limited and shown to their owner alone."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import aiohttp
import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from status_codes import WorkUpload
from tests.community import share
from tests.postcard import Guest, picture
from tests.special import execute
from tests.studio.moving import APPLE, apple_note, jpeg, recorded

FPS = 5


@cache
def clip(seconds: float = 1.0, form: str = "mp4") -> bytes:
    """A small clip that gets brighter."""
    with tempfile.NamedTemporaryFile(suffix=f".{form}") as file:
        with av.open(file.name, "w", format=form, options={"movflags": "faststart"}) as container:
            video = container.add_stream("libx264", rate=FPS)
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
            for number in range(round(seconds * FPS)):
                pixels = np.full((48, 64, 3), 40 + number, np.uint8)
                container.mux(video.encode(VideoFrame.from_ndarray(pixels, format="rgb24")))
            container.mux(video.encode(None))
        return Path(file.name).read_bytes()


async def fetch(guest: Guest, url: str) -> tuple[int, str, bytes]:
    async with guest.http.get(guest.postcard.url + url, params={"token": guest.token}) as answer:
        return answer.status, answer.content_type, await answer.read()


@pytest.mark.parametrize(("form", "type_"), [("mp4", "video/mp4"), ("mov", "video/quicktime")])
async def test_a_clip_is_taken(member: Guest, form: str, type_: str) -> None:
    """Its name says what its bytes are, whatever the client calls it; it can be fetched."""
    work_id = await member.new_movie([])

    reply = await member.upload(work_id, "IMG_7.jpg", clip(form=form))
    status = (await member.rest("GET", f"/movie/{work_id}/status"))["data"]

    assert 200 == reply["code"], reply
    assert reply["data"]["filename"].endswith(f".{form}")
    assert (200, type_, clip(form=form)) == await fetch(member, reply["data"]["url"])
    assert (1, [reply["data"]["url"]]) == (status["image_num"], status["image_urls"])


async def test_a_long_clip_is_too_large(member: Guest) -> None:
    """More than fifteen seconds: 413, and what the limit is."""
    work_id = await member.new_movie([])

    reply = await member.upload(work_id, "long.mp4", clip(17))

    assert 413 == reply["code"]
    assert "15" in reply["msg"]


@pytest.mark.parametrize(
    "content",
    [
        clip()[: len(clip()) // 2],
        clip()[:64],
        b"\0\0\0\x20ftypisom" + bytes(1000),
        b"\0\0\0\x14ftypavif" + bytes(1000),
    ],
    ids=["half", "head", "empty", "other"],
)
async def test_what_is_no_clip_is_refused(member: Guest, content: bytes) -> None:
    """Cut off, or of that family only by its first bytes: 403 and no trace."""
    work_id = await member.new_movie([])

    reply = await member.upload(work_id, "a.mp4", content)
    status = (await member.rest("GET", f"/movie/{work_id}/status"))["data"]

    assert 403 == reply["code"]
    assert reply["msg"] in (WorkUpload.FORMAT.msg, WorkUpload.BROKEN.msg)
    assert 0 == status["image_num"]


async def test_clips_are_their_owners_alone(member: Guest, http: aiohttp.ClientSession) -> None:
    """A clip tells where and with what it was taken: of a shared film others see pictures."""
    work_id = await member.new_movie([picture()])
    url = (await member.upload(work_id, "b.mov", clip(form="mov")))["data"]["url"]
    done = "UPDATE works SET state = 3, stage = 200, progress = 100, result = 'result.mp4'"
    execute(member.postcard, f"{done} WHERE id = ?", work_id)
    shared = await share(member, "movie", work_id)
    status = (await member.rest("GET", f"/movie/{work_id}/status"))["data"]
    other = Guest(member.postcard, http)
    await other.sign_up()

    assert (200, 3) == (shared["code"], status["status"])
    assert 200 == (await fetch(member, url))[0]
    assert 404 == (await fetch(other, url))[0]
    assert 200 == (await fetch(other, status["image_urls"][0]))[0]


async def test_a_film_has_clips_and_a_live_photo(member: Guest) -> None:
    """A clip, and a picture that moves: the film is made, and nothing had to be left out."""
    work_id = await member.new_movie([picture(seed=1)], None)
    for name, content in {
        "IMG_2.JPG": jpeg(note=apple_note()),
        "IMG_2.MOV": recorded(1.0, metadata={"com.apple.quicktime.content.identifier": APPLE}),
        "beach.mp4": clip(2),
        "info.json": b'{"images": ["0.jpg", "IMG_2.JPG", "beach.mp4"],'
        b' "size": "360x640", "fps": 10}',
    }.items():
        reply = await member.upload(work_id, name, content)
        assert 200 == reply["code"], reply

    await member.rest("GET", f"/movie/{work_id}/start")
    status = await member.finished(work_id)
    board = (await member.rest("GET", f"/movie/{work_id}/storyboard"))["data"]["storyboard"]

    assert (3, []) == (status["status"], status["warnings"])
    shown = {photo["photo"] for scene in board["scenes"] for photo in scene["photos"]}
    assert {"0.jpg", "IMG_2.JPG", "beach.mp4"} == shown
