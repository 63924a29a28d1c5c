"""How many works a guest may make in a day, and how much is kept for one: all at once, too."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from status_codes import Global
from tests.documents import covers
from tests.postcard import WITHOUT_MODELS, Guest, Postcard, picture
from tests.special import batch, execute, guest_of, guests_of, set_up

WORKS = 7
PHOTO = picture(320, 240)
# Room for five and a half of them.
MOST = len(PHOTO) * 11 // 2
SETTINGS = WITHOUT_MODELS | {
    "POSTCARD__LIMITS__WORKS_PER_USER_DAY": str(WORKS),
    "POSTCARD__LIMITS__BYTES_PER_USER": str(MOST),
    "POSTCARD__TOKENS__PER_USER": "3",
    "POSTCARD__SQL__POOL": "16",
}
SUM = "SELECT SUM(upload_bytes), SUM(info_bytes), SUM(result_bytes) FROM works WHERE user_id = ?"


strict = set_up(SETTINGS)


@pytest.fixture
async def member(strict: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(strict) as guest:
        await guest.sign_up()
        yield guest


def new(number: int) -> dict[str, Any]:
    kind = ("movie", "photo")[number % 2]
    return {"id": number, "type": kind, "subtype": "new", "data": {}}


def id_of(guest: Guest) -> int:
    return int(execute(guest.postcard, "SELECT id FROM users WHERE phone = ?", guest.phone)[0][0])


def kept(guest: Guest) -> tuple[int, int, int]:
    """Bytes of uploads, of info.json, of results."""
    row = execute(guest.postcard, SUM, id_of(guest))[0]
    return int(row[0]), int(row[1]), int(row[2])


async def test_parallel_batches_make_no_more_works(member: Guest, strict: Postcard) -> None:
    """Of eight batches of twenty `new` at once, of both kinds, the day's number are made."""
    batches = await asyncio.gather(
        *(batch(member, [new(number) for number in range(20)]) for _ in range(8))
    )
    counted = Counter(reply["status"] for replies in batches for reply in replies)
    made = execute(strict, "SELECT COUNT(*) FROM works WHERE user_id = ?", id_of(member))

    assert {0: WORKS, Global.TOO_MANY.code: 160 - WORKS} == counted
    assert [(WORKS,)] == made


async def test_parallel_sign_ins_leave_ten_tokens(member: Guest, strict: Postcard) -> None:
    """However many come at once, no more than tokens.per_user stay."""
    async with guests_of(strict, [""] * 12) as guests:
        for guest in guests:
            guest.phone = member.phone
        await asyncio.gather(*(guest.login(enduring=1) for guest in guests))

    assert (
        3 >= execute(strict, "SELECT COUNT(*) FROM tokens WHERE user_id = ?", id_of(member))[0][0]
    )


async def test_what_is_kept_is_bounded(member: Guest) -> None:
    """Beyond the limit a picture is refused, with what is used, on both faces; and kept is none."""
    work_id = await member.new_movie([PHOTO] * 5)
    files = member.postcard.media()

    refused = await member.upload(work_id, "6.jpg", PHOTO)
    data = {"work_id": work_id, "filename": "6.jpg", "file": base64.b64encode(PHOTO).decode()}
    envelope = await member.call("movie", "upload", data)
    account = (await member.call("user", "info"))["data"]
    small = await member.upload(work_id, "small.jpg", picture(16, 16))

    figures = {"used": 5 * len(PHOTO), "limit": MOST}
    assert (413, figures) == (refused["code"], refused["data"])
    assert refused["msg"] == Global.STORAGE_FULL.msg.format_map(figures)
    assert (-413, figures) == (envelope["status"], envelope["data"])
    assert (figures["used"], MOST) == (account["bytes_used"], account["bytes_limit"])
    assert 200 == small["code"]
    assert 1 == len(member.postcard.media()) - len(files)
    assert [] == member.postcard.scratch()


async def test_uploads_at_once_stay_within(member: Guest) -> None:
    """Twelve pictures that come together to as many works: five fit, the others are refused."""
    works = [await member.new_movie([]) for _ in range(WORKS)]

    replies = await asyncio.gather(
        *(member.upload(work_id, "0.jpg", PHOTO) for work_id in (works * 2)[:12])
    )
    there = [name for name in member.postcard.media() if int(name.split("/")[1]) in works]

    assert {200: 5, 413: 7} == Counter(reply["code"] for reply in replies)
    assert (5 * len(PHOTO), 0, 0) == kept(member)
    assert 5 == len(there)


async def test_what_is_deleted_is_free_again(member: Guest) -> None:
    """Another guest's room is their own, and a deleted work's is there at once."""
    first, second = [await member.new_movie([PHOTO] * count) for count in (4, 1)]
    async with guest_of(member.postcard) as other:
        await other.sign_up()
        await other.new_movie([PHOTO] * 5)
    full = await member.upload(second, "6.jpg", PHOTO)
    await member.call("movie", "delete", {"work_id": first})
    more = [await member.upload(second, f"{n}.jpg", PHOTO) for n in range(4)]

    assert 413 == full["code"]
    assert [200] * 4 == [reply["code"] for reply in more]
    assert (5 * len(PHOTO), 0, 0) == kept(member)


async def test_an_account_tells_what_it_keeps(member: Guest) -> None:
    """Its owner, before anything is refused, over both faces; nobody else."""
    uid = id_of(member)
    work_id = await member.new_movie([PHOTO] * 2)
    async with guest_of(member.postcard) as other:
        await other.sign_up()
        seen = (await other.call("user", "info", {"uid": uid}))["data"]
        empty = (await other.call("user", "info"))["data"]
    told = [
        (await member.rest("GET", path))["data"] for path in ("/user/info", f"/user/info?uid={uid}")
    ]
    await member.call("movie", "delete", {"work_id": work_id})
    told.append((await member.call("user", "info"))["data"])

    assert [2 * len(PHOTO)] * 2 + [0] == [data["bytes_used"] for data in told]
    assert (0, MOST) == (empty["bytes_used"], empty["bytes_limit"])
    assert not {"bytes_used", "bytes_limit"} & set(seen)


async def test_info_json_counts_once(member: Guest) -> None:
    """The one that lies there, not those before it; one too large for the room is refused."""
    work_id = await member.new_movie([PHOTO] * 5)
    for size in (300, 200):
        reply = await member.upload(work_id, "info.json", b"{}".ljust(size))
        assert 200 == reply["code"]
    refused = await member.upload(work_id, "info.json", b"{}".ljust(len(PHOTO)))

    assert 413 == refused["code"]
    assert 200 == kept(member)[1]


@covers("global: -413")
async def test_results_count(member: Guest) -> None:
    """A film is made and kept, though it is more than the limit; then nothing more is begun."""
    info = {"images": ["0.jpg", "1.jpg"], "size": "640x360", "fps": 10, "seed": 7}
    first, second = [await member.new_movie([PHOTO] * 2, info) for _ in range(2)]
    await member.call("movie", "start", {"work_id": first})
    end = await member.finished(first)
    folder = member.postcard.folder / "media" / "movies" / str(first)
    all_bytes = sum(path.stat().st_size for path in folder.iterdir())
    _, info_bytes, result_bytes = kept(member)
    board = (await member.call("movie", "storyboard", {"work_id": first}))["data"]
    refused = [
        await member.call("movie", "start", {"work_id": second}),
        await member.call("movie", "render", {"work_id": first, **board}),
        await member.call("movie", "upload", {"work_id": second, "filename": "a", "file": "/9j/"}),
    ]
    await member.call("movie", "delete", {"work_id": first})
    started = await member.call("movie", "start", {"work_id": second})

    assert 3 == end["status"]
    assert all_bytes == result_bytes + 2 * len(PHOTO) + info_bytes // 2
    assert [Global.STORAGE_FULL.code] * 3 == [reply["status"] for reply in refused]
    assert [{"used", "limit"}] * 3 == [set(reply["data"]) for reply in refused]
    assert 0 == started["status"]
