"""Shared works: all, tag, and who sees what; and the lists of one's own."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from status_codes import Global
from tests.community import finished, share, shared, someone, uid_of
from tests.documents import covers
from tests.postcard import Guest, Postcard, picture
from tests.special import execute, make_admin
from tests.wire.test_works import new, send, text

FINE = (200, "操作成功")
SIZES = ("cover_width", "cover_height", "photo_width", "photo_height")
each_kind = pytest.mark.parametrize("kind", ["movie", "photo"])


def fields(kind: str) -> dict[str, type]:
    """The documented ones of an item of list."""
    common = {
        "work_id": int,
        f"{kind}_title": str,
        f"{kind}_description": str,
        "create_time": str,
        "update_time": str,
        "status": int,
        "status_msg": str,
        "result_msg": str,
        "like_num": int,
        "comment_num": int,
    }
    if kind == "movie":
        return common | {"tag": int}
    return common | {"photo_cover": str} | dict.fromkeys(SIZES, int)


def types(item: dict[str, Any], known: dict[str, type]) -> dict[str, type]:
    return {key: type(value) for key, value in item.items() if key in known}


async def every(guest: Guest, path: str, **asked: Any) -> Any:
    reply = await guest.rest("GET", path, params=asked)
    assert 200 == reply["code"], reply
    return reply["data"]


def ids(data: dict[str, Any], kind: str) -> list[int]:
    return [row["work_id"] for row in data[f"{kind}s"]]


@covers("movie/all: *", "photo/all: *")
@each_kind
async def test_a_shared_work_is_in_all(member: Guest, kind: str) -> None:
    """With the documented fields, its owner's name and where its files are."""
    work_id = await shared(member, kind)
    more = {"uid": int, "uname": str, "avatar": str, f"{kind}_cover": str}

    reply = await member.rest("GET", f"/{kind}/all")
    data = reply["data"]
    row = data[f"{kind}s"][0]

    assert (200, "获取成功" if kind == "movie" else "操作成功") == (reply["code"], reply["msg"])
    assert {f"{kind}_num", f"{kind}s"} == data.keys()
    assert fields(kind) | more == types(row, fields(kind) | more)
    assert (work_id, await uid_of(member), "山水", 200, "处理完成", 0, 0, False) == tuple(
        row[key]
        for key in (
            *("work_id", "uid", f"{kind}_title", "status", "status_msg"),
            *("like_num", "comment_num", "liked"),
        )
    )
    assert row["result_msg"].startswith(f"/media/{kind}s/{work_id}/result.")


@each_kind
async def test_only_finished_and_shared_works_are_in_all(member: Guest, kind: str) -> None:
    """Neither a private one, nor one that is not done, nor one that is taken back or gone."""
    before = (await every(member, f"/{kind}/all"))[f"{kind}_num"]
    private = await finished(member, kind)
    early = await new(member, kind)
    taken_back, gone = await shared(member, kind), await shared(member, kind)

    answers = [
        await share(member, kind, early),
        await share(member, kind, taken_back, 0),
        await member.rest("GET", f"/{kind}/{gone}/delete"),
    ]
    data = await every(member, f"/{kind}/all")
    execute(member.postcard, "UPDATE works SET state = 3, stage = 200 WHERE id = ?", early)
    after = await every(member, f"/{kind}/all")

    assert [FINE] * 3 == [(reply["code"], reply["msg"]) for reply in answers]
    assert before == data[f"{kind}_num"]
    assert not {private, early, taken_back, gone} & set(ids(data, kind))
    assert (before + 1, early) == (after[f"{kind}_num"], ids(after, kind)[0])


@each_kind
async def test_all_comes_by_page_and_by_cursor(member: Guest, kind: str) -> None:
    """Newest first; the number is of all of them."""
    newest = [await shared(member, kind) for _ in range(5)][::-1]

    parts = [
        await every(member, f"/{kind}/all", **asked)
        for asked in (
            {"limit": 2},
            {"limit": 2, "page_num": 2},
            {"limit": 2, "before": newest[1]},
            {"page_num": 10_000},
        )
    ]

    assert [newest[:2], newest[2:4], newest[2:4], []] == [ids(part, kind) for part in parts]
    assert 1 == len({part[f"{kind}_num"] for part in parts})
    assert parts[0][f"{kind}_num"] >= 5


async def test_strangers_see_films_alone(guest: Guest) -> None:
    """As documented: movie/all and movie/tag ask for no token, photo/all does."""
    answers = {
        path: (await guest.rest("GET", path))["code"]
        for path in ("/movie/all", "/movie/tag/1", "/photo/all")
    }

    assert {"/movie/all": 200, "/movie/tag/1": 200, "/photo/all": 403} == answers


@covers("movie/tag: *")
async def test_films_of_a_tag(member: Guest) -> None:
    """Shared films of that tag and of no other, newest first, counted by themselves."""
    first, other, second = [await shared(member, "movie", tag) for tag in (77_001, 77_002, 77_001)]
    await finished(member, "movie", 77_001)

    data = await every(member, "/movie/tag/77001")
    short = await every(member, "/movie/tag/77001", limit=1, page_num=2)
    none = await every(member, "/movie/tag/77003")

    assert (2, [second, first]) == (data["movie_num"], ids(data, "movie"))
    assert {77_001} == {row["tag"] for row in data["movies"]}
    assert (2, [first]) == (short["movie_num"], ids(short, "movie"))
    assert {"movie_num": 0, "movies": []} == none
    assert [other] == ids(await every(member, "/movie/tag/77002"), "movie")


@each_kind
async def test_only_its_owner_shares_a_work(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, kind: str
) -> None:
    """To others, an admin too, and under another kind, it is not there; nor is a deleted one."""
    work_id, gone = await finished(member, kind), await new(member, kind)
    await member.rest("GET", f"/{kind}/{gone}/delete")
    stranger, admin = await someone(postcard, http), await someone(postcard, http)
    make_admin(admin)
    other = {"movie": "photo", "photo": "movie"}[kind]

    replies = [
        await share(stranger, kind, work_id),
        await share(admin, kind, work_id),
        await share(member, other, work_id),
        await share(member, kind, 999_999_999),
        await share(member, kind, gone),
    ]
    nobody = await Guest(postcard, http).rest("GET", f"/{kind}/{work_id}/share?share=1")

    assert [(403, "找不到作业集")] * 5 == [(reply["code"], reply["msg"]) for reply in replies]
    assert (403, "未登录或登录超时") == (nobody["code"], nobody["msg"])


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (True, 0),
        (1, 0),
        (0, 0),
        (2, Global.ARG_TYPE.code),
        ("yes", Global.ARG_TYPE.code),
        (None, Global.ARG_EMPTY.code),
    ],
)
async def test_what_share_can_be(member: Guest, value: object, status: int) -> None:
    """A truth value, or 0 and 1; over REST also as text in the address."""
    work_id = await new(member, "movie")

    reply = await member.call("movie", "share", {"work_id": work_id, "share": value})

    assert status == reply["status"]
    assert FINE == await text(member, "GET", f"/movie/{work_id}/share?share=1")


@each_kind
async def test_a_work_may_be_shared_before_it_is_made(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, kind: str
) -> None:
    """It comes to the others when it is done, to be fetched by all; taken back, by none."""
    work_id = await new(member, kind)
    await send(member, kind, work_id, "a.jpg", picture())
    info = json.dumps({"images": ["a.jpg"], "size": "640x360", "fps": 10}).encode()
    await send(member, kind, work_id, "info.json", info)
    early = await share(member, kind, work_id)
    await member.rest("GET", f"/{kind}/{work_id}/start")
    while (status := (await every(member, f"/{kind}/{work_id}/status")))["status"] in (1, 2):
        await asyncio.sleep(0.1)

    async def fetched() -> int:
        async with http.get(postcard.url + status["info"]) as answer:
            return answer.status

    while_shared, in_all = await fetched(), ids(await every(member, f"/{kind}/all"), kind)
    await share(member, kind, work_id, False)
    taken_back = await fetched()

    assert 200 == early["code"]
    assert work_id in in_all
    assert (200, 404) == (while_shared, taken_back)


@each_kind
async def test_info_json_decides_over_sharing_when_it_says_so(member: Guest, kind: str) -> None:
    """Said in info.json it is written at start; left out, what the owner said before stays."""
    seen = {}
    for told in (True, False, None):
        work_id = await new(member, kind)
        await send(member, kind, work_id, "a.jpg", picture())
        info = {"images": ["a.jpg"], "tag": 5} | ({} if told is None else {"share": told})
        await send(member, kind, work_id, "info.json", json.dumps(info).encode())
        await share(member, kind, work_id, told is not True)
        await member.rest("GET", f"/{kind}/{work_id}/start")
        row = (await every(member, f"/{kind}/list"))[f"{kind}s"][0]
        seen[told] = (row["share"], row["tag"])
        await member.rest("GET", f"/{kind}/{work_id}/delete")

    assert {True: (True, 5), False: (False, 5), None: (True, 5)} == seen


@covers("movie/list: gives *", "photo/list: gives *", "movie/myall: *", "photo/myall: *")
@each_kind
async def test_own_lists_have_the_documented_fields(member: Guest, kind: str) -> None:
    """Of one's own works, with likes and comments counted."""
    work_id = await shared(member, kind)
    await member.rest("POST", f"/{kind}/{work_id}/like")
    await member.rest("POST", f"/{kind}/{work_id}/comment/new", json={"text": "好"})

    lists = [await every(member, f"/{kind}/{name}") for name in ("list", "myall")]
    row = lists[0][f"{kind}s"][0]

    assert lists[0] == lists[1]
    assert {"uid", f"{kind}_num", f"{kind}s"} == lists[0].keys()
    assert fields(kind) == types(row, fields(kind))
    assert (1, 1, True) == (row["like_num"], row["comment_num"], row["liked"])


@covers("movie/list: state *", "photo/list: state *")
@each_kind
async def test_lists_say_each_state_in_its_words(member: Guest, kind: str) -> None:
    """By stage while it is being made; a work whose job is not there is told so."""
    work_id = await new(member, kind)
    job = "INSERT INTO jobs (actor, queue, args, state, created_ms, updated_ms) "
    execute(member.postcard, job + "VALUES ('none', 'none', ?, 'running', 1, 1)", f"[{work_id}]")
    [(job_id,)] = execute(
        member.postcard, "SELECT id FROM jobs WHERE actor = 'none' AND args = ?", f"[{work_id}]"
    )
    states = [
        *((state, 0, job_id) for state in (0, -1, -2)),
        *((1 if stage == 100 else 2, stage, job_id) for stage in range(100, 106)),
        (2, 105, None),
        (3, 200, job_id),
    ]

    said = []
    for state, stage, job_of in states:
        execute(
            member.postcard,
            "UPDATE works SET state = ?, stage = ?, job_id = ? WHERE id = ?",
            *(state, stage, job_of, work_id),
        )
        row = (await every(member, f"/{kind}/myall"))[f"{kind}s"][0]
        said.append((row["status"], row["status_msg"]))

    assert [
        (0, "等待用户提供信息"),
        (-1, "生成失败"),
        (-2, "已过期"),
        (100, "排队等待中"),
        (101, "正在分析命令参数"),
        (102, "正在分析图片"),
        (103, "正在生成诗词"),
        (104, "正在匹配模板"),
        (105, "正在生成影集"),
        (105, "找不到任务，请重新启动"),
        (200, "处理完成"),
    ] == said


@each_kind
async def test_a_private_work_is_its_owners_and_admins_to_answer(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, kind: str
) -> None:
    """They like it and comment on it while nobody else finds it."""
    work_id = await finished(member, kind)
    admin, stranger = await someone(postcard, http), await someone(postcard, http)
    make_admin(admin)
    missing = {"movie": "找不到影集", "photo": "找不到长图"}[kind]

    answers = {}
    for name, who in {"owner": member, "admin": admin, "stranger": stranger}.items():
        liked = await text(who, "POST", f"/{kind}/{work_id}/like")
        reply = await who.rest("POST", f"/{kind}/{work_id}/comment/new", json={"text": "好"})
        read = await text(who, "GET", f"/{kind}/{work_id}/comment")
        answers[name] = {liked, (reply["code"], reply["msg"]), read}

    assert {"owner": {FINE}, "admin": {FINE}, "stranger": {(403, missing)}} == answers
