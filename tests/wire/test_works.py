"""movie and photo: the documented replies and texts, in every state that a work can be in."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from status_codes import WorkCancel, WorkFind, WorkStart, WorkStarted, WorkUpload, WorkWatch
from tests.postcard import Guest, picture

KINDS = ("movie", "photo")
STATUS_FIELDS = {
    "work_id": int,
    "uid": int,
    "create_time": str,
    "update_time": str,
    "status": int,
    "image_num": int,
    "image_urls": list,
    "stage": int,
    "progress": int,
    "queue_position": int,
}
LIST_FIELDS = {
    "work_id": int,
    "create_time": str,
    "update_time": str,
    "status": int,
    "status_msg": str,
}
SIZES = ("cover_width", "cover_height", "photo_width", "photo_height")

pytestmark = pytest.mark.parametrize("kind", KINDS)


async def new(guest: Guest, kind: str) -> int:
    return int((await guest.rest("GET", f"/{kind}/new"))["data"]["work_id"])


async def send(guest: Guest, kind: str, work_id: int, name: str, content: bytes) -> dict[str, Any]:
    form = aiohttp.FormData()
    form.add_field("file", content, filename=name)
    return await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form)


async def text(guest: Guest, method: str, path: str) -> tuple[int, str]:
    reply = await guest.rest(method, path)
    return reply["code"], reply["msg"]


async def test_nobody_gets_in_without_a_token(guest: Guest, kind: str) -> None:
    """Every endpoint of works asks for a token, with the documented text."""
    paths = ["new", "list", "myall", "1/start", "1/status", "1/cancel", "1/delete"]

    answers = {path: await text(guest, "GET", f"/{kind}/{path}") for path in paths}

    assert dict.fromkeys(paths, (403, "未登录或登录超时")) == answers


async def test_an_unknown_work_is_not_found(member: Guest, kind: str) -> None:
    """A number that is nobody's answers 找不到作业集, everywhere."""
    paths = ["start", "status", "cancel", "delete"]
    expected = (403, WorkFind.NOT_FOUND.msg)

    answers = {path: await text(member, "GET", f"/{kind}/999999999/{path}") for path in paths}
    sent = await send(member, kind, 999999999, "a.jpg", picture())

    assert dict.fromkeys(paths, expected) == answers
    assert expected == (sent["code"], sent["msg"])


async def test_anothers_work_is_not_found(
    member: Guest, http: aiohttp.ClientSession, kind: str
) -> None:
    """What belongs to somebody else is answered like what is not there; so are its files."""
    work_id = await new(member, kind)
    url = (await send(member, kind, work_id, "a.jpg", picture()))["data"]["url"]
    stranger = Guest(member.postcard, http)
    await stranger.sign_up()

    found = await text(stranger, "GET", f"/{kind}/{work_id}/status")
    seen = {}
    for who, token in {"owner": member.token, "stranger": stranger.token, "nobody": ""}.items():
        async with http.get(member.postcard.url + url, params={"token": token}) as answer:
            seen[who] = answer.status

    assert (403, WorkFind.NOT_FOUND.msg) == found
    assert {"owner": 200, "stranger": 404, "nobody": 404} == seen


async def test_a_number_that_is_none_is_refused(member: Guest, kind: str) -> None:
    """A work_id that is no positive number is that of no work."""
    answers = {
        work_id: await text(member, "GET", f"/{kind}/{work_id}/status")
        for work_id in ("abc", "0", "-1", "1.5", "99999999999999999999")
    }

    assert {(403, WorkFind.NOT_FOUND.msg)} == set(answers.values())


async def test_an_upload_says_where_it_lies(member: Guest, kind: str) -> None:
    """The reply has our name for the file and its address; the picture can be fetched there."""
    work_id = await new(member, kind)

    reply = await send(member, kind, work_id, "IMG_1.jpg", picture())
    data = reply["data"]
    async with member.http.get(
        member.postcard.url + data["url"], params={"token": member.token}
    ) as answer:
        fetched = await answer.read()

    assert (200, "操作成功") == (reply["code"], reply["msg"])
    assert f"/media/{kind}s/{work_id}/{data['filename']}" == data["url"]
    assert data["filename"].removesuffix(".jpg").isdigit()
    assert picture() == fetched


async def test_an_upload_without_a_file_says_so(member: Guest, kind: str) -> None:
    """No part called file: 未获取到file."""
    work_id = await new(member, kind)
    form = aiohttp.FormData({"filename": "x"}, default_to_multipart=True)

    reply = await member.rest("POST", f"/{kind}/{work_id}/upload", data=form)

    assert (403, WorkUpload.NO_FILE.msg) == (reply["code"], reply["msg"])


async def test_status_has_the_documented_fields(member: Guest, kind: str) -> None:
    """Names and types of /status for a new work, with the text of its state."""
    work_id = await new(member, kind)
    await send(member, kind, work_id, "a.jpg", picture())

    reply = await member.rest("GET", f"/{kind}/{work_id}/status")
    data = reply["data"]

    assert STATUS_FIELDS == {k: type(v) for k, v in data.items() if k in STATUS_FIELDS}
    assert (0, 1, None) == (data["status"], data["image_num"], data["info"])
    said = "description" if kind == "movie" else "result_msg"
    assert "等待用户提供信息" == data[said]
    if kind == "photo":
        assert {"photo_title", "photo_description", "photo_cover", *SIZES} <= data.keys()


async def test_lists_have_the_documented_fields(member: Guest, kind: str) -> None:
    """list and myall, newest first; what failed or is gone is in myall alone."""
    first, second, gone = [await new(member, kind) for _ in range(3)]
    await member.rest("GET", f"/{kind}/{gone}/delete")

    well = (await member.rest("GET", f"/{kind}/list"))["data"]
    everything = (await member.rest("GET", f"/{kind}/myall"))["data"]
    rows = well[f"{kind}s"]

    assert [second, first] == [row["work_id"] for row in rows]
    assert [gone, second, first] == [row["work_id"] for row in everything[f"{kind}s"]]
    assert (2, 3) == (well[f"{kind}_num"], everything[f"{kind}_num"])
    assert LIST_FIELDS == {k: type(v) for k, v in rows[0].items() if k in LIST_FIELDS}
    assert {f"{kind}_title", f"{kind}_description", "result_msg"} <= rows[0].keys()
    assert (-2, "已过期") == tuple(everything[f"{kind}s"][0][k] for k in ("status", "status_msg"))


@pytest.mark.parametrize(
    ("info", "outcome"),
    [
        (b"no json", WorkStart.INFO_UNREADABLE.msg),
        (b"[]", WorkStart.INFO_UNREADABLE.msg),
        (b"{}", WorkStart.INFO_NO_IMAGES.msg),
        (b'{"images": []}', WorkStart.INFO_NO_IMAGES.msg),
        (b'{"images": [1]}', WorkStart.INFO_NO_IMAGES.msg),
        (b'{"images": ["b.jpg"]}', "缺少文件：b.jpg"),
    ],
)
async def test_a_bad_info_json_is_answered_at_start(
    member: Guest, kind: str, info: bytes, outcome: str
) -> None:
    """Start says what is wrong; the work waits as before and can be mended."""
    work_id = await new(member, kind)
    await send(member, kind, work_id, "a.jpg", picture())
    await send(member, kind, work_id, "info.json", info)

    answer = await text(member, "GET", f"/{kind}/{work_id}/start")
    status = (await member.rest("GET", f"/{kind}/{work_id}/status"))["data"]["status"]

    assert (403, outcome) == answer
    assert 0 == status


async def test_a_wrong_wish_is_told_and_stops_nothing(member: Guest, kind: str) -> None:
    """From the start on and in the end; what is right in info.json is done."""
    work_id = await new(member, kind)
    await send(member, kind, work_id, "a.jpg", picture())
    info = {"images": ["a.jpg"], "title": "题", "size": "640x360", "fps": 5, "latitude": 91}
    await send(member, kind, work_id, "info.json", json.dumps(info | {"format": "bmp"}).encode())
    path = f"/{kind}/{work_id}"

    started = await text(member, "GET", f"{path}/start")
    first = (await member.rest("GET", f"{path}/status"))["data"]
    while (last := (await member.rest("GET", f"{path}/status"))["data"])["status"] in (1, 2):
        await asyncio.sleep(0.1)

    told = [
        "info.json：fps 应为 10 至 60，已改为 10",
        "info.json：latitude 无效，已略过",
        "info.json：format 无效，已略过",
    ]
    assert (200, WorkStarted.QUEUED.msg) == started
    assert (told, 3, told) == (first["warnings"], last["status"], last["warnings"][:3])
    assert "题" == last[f"{kind}_title"]


async def test_a_work_without_pictures_is_refused(member: Guest, kind: str) -> None:
    """没有图片."""
    work_id = await new(member, kind)

    assert (403, WorkStart.NO_PICTURES.msg) == await text(member, "GET", f"/{kind}/{work_id}/start")


async def test_a_deleted_work_has_expired(member: Guest, kind: str) -> None:
    """After delete /status says -2 已过期, start says so too, and the files are gone."""
    work_id = await new(member, kind)
    url = (await send(member, kind, work_id, "a.jpg", picture()))["data"]["url"]
    deleted = await text(member, "GET", f"/{kind}/{work_id}/delete")
    status = (await member.rest("GET", f"/{kind}/{work_id}/status"))["data"]
    start = await text(member, "GET", f"/{kind}/{work_id}/start")
    async with member.http.get(member.postcard.url + url, params={"token": member.token}) as answer:
        pass

    what = {"movie": "影集", "photo": "任务"}[kind]
    assert (200, "操作成功") == deleted
    assert (-2, 0, []) == (status["status"], status["image_num"], status["image_urls"])
    assert (403, f"{what}已过期，请重新新建") == start
    assert 404 == answer.status
    assert not (member.postcard.folder / "media" / f"{kind}s" / str(work_id)).exists()


async def test_start_follows_the_table_of_states(member: Guest, kind: str) -> None:
    """New, waiting, cancelled, done: each start is answered with its own text."""
    work_id = await new(member, kind)
    for number in range(2):
        await send(member, kind, work_id, f"{number}.jpg", picture(seed=number))
    info = {"images": ["0.jpg", "1.jpg"], "size": "640x360", "title": "题", "fps": 10}
    await send(member, kind, work_id, "info.json", json.dumps(info).encode())
    path = f"/{kind}/{work_id}"

    nothing = await text(member, "GET", f"{path}/cancel")
    first = await text(member, "GET", f"{path}/start")
    again = await text(member, "GET", f"{path}/start")
    late = await send(member, kind, work_id, "2.jpg", picture())
    cancelled = await text(member, "GET", f"{path}/cancel")
    restarted = await text(member, "POST", f"{path}/start")
    while (await member.rest("GET", f"{path}/status"))["data"]["status"] in (1, 2):
        await asyncio.sleep(0.1)
    done = await text(member, "GET", f"{path}/start")
    status = (await member.rest("GET", f"{path}/status"))["data"]
    row = (await member.rest("GET", f"/{kind}/list"))["data"][f"{kind}s"][0]

    assert (403, WorkCancel.NOT_RUNNING.msg) == nothing
    assert (200, WorkStarted.QUEUED.msg) == first
    assert again in [(403, f"已在 {state} 队列中") for state in ("PENDING", "STARTED")]
    assert WorkUpload.STARTED.msg == late["msg"]
    assert (200, "操作成功") == cancelled
    assert (200, WorkStarted.AGAIN_AFTER_CANCEL.msg) == restarted
    assert (403, WorkStart.DONE.msg) == done
    assert (3, "题", 100) == tuple(status[k] for k in ("status", f"{kind}_title", "progress"))
    assert (200, "处理完成") == (row["status"], row["status_msg"])
    assert status["info"] == row["result_msg"]
    assert status["info"].startswith(f"/media/{kind}s/{work_id}/result.")
    async with member.http.get(
        member.postcard.url + status[f"{kind}_cover"], params={"token": member.token}
    ) as answer:
        assert (200, "image/jpeg") == (answer.status, answer.content_type)


async def test_watch_needs_a_socket(member: Guest, kind: str) -> None:
    """Over HTTP watch answers its local status."""
    work_id = await new(member, kind)

    reply = await member.call(kind, "watch", {"work_id": work_id})

    assert WorkWatch.NEEDS_SOCKET.code == reply["status"]


async def test_the_wrong_method_is_named(member: Guest, kind: str) -> None:
    """The wrong method on a path is answered in the REST form."""
    assert (403, "请使用 POST 请求") == await text(member, "GET", f"/{kind}/1/upload")
    assert (403, "请使用 GET 请求") == await text(member, "POST", f"/{kind}/list")
