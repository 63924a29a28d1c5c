"""Motion photos and live photos over the wire: taken as they are, cut in, and wished otherwise."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from status_codes import WorkUpload
from tests.postcard import Guest
from tests.special import execute
from tests.studio.moving import APPLE, apple_note, jpeg, motion_photos, recorded

MOVIE = recorded(1.6, sounds=[("aac", "stereo")])
SMALL = {"size": "640x360", "fps": 10, "seed": 7}


async def board_of(guest: Guest, work_id: int) -> tuple[dict[str, Any], list[str]]:
    """The storyboard of a film that is made now, and what its owner is told."""
    await guest.rest("GET", f"/movie/{work_id}/start")
    status = await guest.finished(work_id)
    assert 3 == status["status"], status
    reply = await guest.rest("GET", f"/movie/{work_id}/storyboard")
    board: dict[str, Any] = reply["data"]["storyboard"]
    return board, status["warnings"]


def moving(board: dict[str, Any]) -> set[tuple[str, str, str]]:
    """(photo, what of it, its clip) of all that moves."""
    return {
        (shown["photo"], shown["motion"], shown.get("clip", ""))
        for scene in board["scenes"]
        for shown in scene["photos"]
        if "motion" in shown
    }


async def test_a_motion_photo_is_taken_as_it_is(member: Guest) -> None:
    """It counts as one picture of its whole size."""
    content = motion_photos(MOVIE)["samsung"]
    work_id = await member.new_movie([])
    reply = await member.upload(work_id, "20240606_100000.jpg", content)
    name = reply["data"]["filename"]

    assert 200 == reply["code"]
    assert [(len(content), 640, 480)] == execute(
        member.postcard, f"select bytes, width, height from uploads where work_id = {work_id}"
    )
    path = f"{member.postcard.url}{reply['data']['url']}"
    async with member.http.get(path, params={"token": member.token}) as answer:
        assert name.endswith(".jpg") and content == await answer.read()


@pytest.mark.parametrize("wish", ["", "still", "motion"])
async def test_a_film_with_photos_that_move(member: Guest, wish: str) -> None:
    """Both kinds are cut in, as info.json says; a live photo is shown once."""
    work_id = await member.new_movie([])
    files = {
        "PXL.MP.jpg": motion_photos(MOVIE)["google"],
        "IMG_1.jpg": jpeg("navy", note=apple_note()),
        "IMG_1.MOV": recorded(1.6, metadata={"com.apple.quicktime.content.identifier": APPLE}),
    }
    for name, content in files.items():
        assert 200 == (await member.upload(work_id, name, content))["code"]
    note = SMALL | {"images": ["PXL.MP.jpg", "IMG_1.jpg"]} | ({"motion": wish} if wish else {})
    await member.upload(work_id, "info.json", json.dumps(note).encode())
    board, warnings = await board_of(member, work_id)

    assert [] == warnings
    assert moving(board) == (
        set()
        if wish == "still"
        else {("PXL.MP.jpg", wish or "both", ""), ("IMG_1.jpg", wish or "both", "IMG_1.MOV")}
    )
    again = await member.rest("POST", f"/movie/{work_id}/render", json={"storyboard": board})
    assert 200 == again["code"], again
    assert [] == (await member.finished(work_id))["warnings"]


async def test_a_clip_that_only_shares_a_name(member: Guest) -> None:
    """It is no part of the photo: it is shown for itself."""
    work_id = await member.new_movie([])
    for name, content in (("beach.jpg", jpeg("navy")), ("beach.mp4", recorded(1.6))):
        assert 200 == (await member.upload(work_id, name, content))["code"]
    note = SMALL | {"images": ["beach.jpg", "beach.mp4"]}
    await member.upload(work_id, "info.json", json.dumps(note).encode())
    board, warnings = await board_of(member, work_id)

    assert [] == warnings
    assert {"beach.jpg", "beach.mp4"} == {
        shown["photo"] for scene in board["scenes"] for shown in scene["photos"]
    }
    assert set() == moving(board)


async def test_a_clip_of_another_codec_is_refused_by_name(member: Guest) -> None:
    """The library would decode it; it comes no further than its header."""
    work_id = await member.new_movie([])
    clip = recorded(0.4, codec="cinepak", pixels="rgb24")
    reply = await member.upload(work_id, "old.mov", clip)
    sent = {"work_id": work_id, "filename": "old.mov", "file": base64.b64encode(clip).decode()}
    told = await member.call("movie", "upload", sent)

    assert WorkUpload.CODEC.http == reply["code"]
    assert "cinepak" in reply["msg"]
    assert WorkUpload.CODEC.code == told["status"]
