"""Motion photos and live photos over the wire: taken as they are, cut in, and wished otherwise."""

from __future__ import annotations

import base64
import json
from typing import Any

import aiohttp
import pytest

from status_codes import WorkUpload
from tests.files import SECRET, colour, get, photo, traces
from tests.postcard import Guest
from tests.replies import client_session
from tests.special import eventually, execute
from tests.studio.moving import APPLE, apple_note, jpeg, motion_photos, recorded

MOVIE = recorded(1.6, sounds=[("aac", "stereo")])
# Of the movie in a photo: what its phone says of the guest.
TOLD = {"com.apple.quicktime.location.ISO6709": "+31.2340+121.4900/", "comment": SECRET.decode()}
# What an MP4 has, and the notes that tell of one.
LEFT = (SECRET, b"ftyp", b"moov", b"+31.2", b"MotionPhoto", b"MicroVideo", b"http://ns.", b"Exif")
TURNED = motion_photos(recorded(0.4, metadata=TOLD), photo(640, 480, turn=6))
# pillow-heif turns what it is given, so those stand as they are.
STILLS = {name: content for name, content in TURNED.items() if "heic" not in name}
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


async def upright_and_bare(http: aiohttp.ClientSession, address: str) -> tuple[int, int]:
    """The size of what is served to whoever asks: the still, red above blue, and nothing else."""
    got = await get(http, address)
    image = got.image()
    top, bottom = colour(image, 40, 20), colour(image, 40, image.height - 20)

    assert (200, "image/jpeg") == (got.status, got.kind)
    assert top[0] > 150 > top[2] and bottom[2] > 150 > bottom[0]
    assert [{}, None, None] == traces(image)
    assert not [word for word in LEFT if word in got.body]
    return image.size


@pytest.mark.parametrize("maker", list(STILLS))
async def test_an_avatar_of_a_motion_photo(member: Guest, maker: str) -> None:
    """The middle of the still, upright; the movie and what both say of the guest stay behind."""
    content = STILLS[maker]
    file = base64.b64encode(content).decode()
    by_envelope = await member.call("user", "avatar", {"avatar": file})
    by_portrait = await member.call("portrait", "upload", {"base64": file})

    assert SECRET in content and b"ftyp" in content
    for reply, key in ((by_envelope, "avatar"), (by_portrait, "url")):
        assert 0 == reply["status"], reply
        async with client_session() as stranger:
            address = member.postcard.url + reply["data"][key]
            assert (480, 480) == await upright_and_bare(stranger, address)


@pytest.mark.slow
async def test_motion_photos_of_a_shared_work(member: Guest, http: aiohttp.ClientSession) -> None:
    """Their owner has each as it came; others the still, upright, and nothing of the movie."""
    work_id = (await member.call("photo", "new"))["data"]["work_id"]
    links = []
    note = json.dumps({"images": ["google.jpg"], "share": True}).encode()
    files = {f"{maker}.jpg": content for maker, content in STILLS.items()} | {"info.json": note}
    for name, content in files.items():
        sent = {"work_id": work_id, "filename": name, "file": base64.b64encode(content).decode()}
        reply = await member.call("photo", "upload", sent)
        links.append(reply["data"]["url"])
    await member.call("photo", "start", {"work_id": work_id})
    await eventually(lambda: ended(member, work_id))

    for link, content in zip(links, STILLS.values(), strict=False):
        address = member.postcard.url + link
        own = await get(http, f"{address}?token={member.token}")
        assert content == own.body
        assert (480, 640) == await upright_and_bare(http, address)


async def ended(guest: Guest, work_id: int) -> bool:
    status = await guest.call("photo", "status", {"work_id": work_id})
    return bool(status["data"]["status"] == 3)
