"""Who asks: one caller for each envelope, whatever else comes in the same batch or socket."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import aiohttp
import pytest

from status_codes import Global
from tests.community import new_post, someone, uid_of
from tests.postcard import Guest, Postcard
from tests.special import eventually, make_admin

# So often each kind of item; together they are as many as a batch may hold.
TIMES = 10
ITEMS = 10 * TIMES


@pytest.fixture
async def admin(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    guest = await someone(postcard, http)
    make_admin(guest)
    return guest


def item(id_: int, name: str, **data: Any) -> dict[str, Any]:
    type_, _, subtype = name.partition("/")
    return {"id": id_, "type": type_, "subtype": subtype, "data": data}


async def batch(guest: Guest, name: str, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Many of a kind, all of which succeed; what each is answered."""
    body = [item(number, name, **data) for number, data in enumerate(wanted)]
    return fine(await guest.post("/api", body))


def fine(replies: Any) -> list[dict[str, Any]]:
    assert {0} == {reply["status"] for reply in replies}, Counter(r["message"] for r in replies)
    return [reply["data"] for reply in replies]


async def reported(member: Guest, times: int) -> tuple[int, list[int], list[int]]:
    """A post, so many comments on it, and a report of each."""
    pid = await new_post(member)
    made = await batch(member, "forum/comment_new", [{"pid": pid, "text": "好"}] * times)
    cids = [row["comment_id"] for row in made]
    about = [{"target": "comment", "target_id": cid, "reason": "广告"} for cid in cids]
    return pid, cids, [row["report_id"] for row in await batch(member, "report/new", about)]


def mixed(pid: int, cids: list[int], reports: list[int]) -> list[dict[str, Any]]:
    """Items of every access, neighbours always of another: who may be anybody, a guest, a user."""
    items: list[dict[str, Any]] = []
    for cid, report_id in zip(cids, reports, strict=True):
        for name, data in (
            ("report/review", {"report_id": report_id, "action": "dismiss"}),
            ("forum/index", {"limit": 1}),
            ("forum/comment_new", {"pid": pid, "text": "读过"}),
            ("forum/index", {"limit": 1}),
            ("forum/comment_like", {"cid": cid}),
            ("ping/ping", {}),
            ("report/new", {"target": "comment", "target_id": cid, "reason": "真的"}),
            ("forum/page", {"page_num": 1, "limit": 1}),
            ("forum/post_new", {"title": "题", "type": 1, "text": "混"}),
            ("movie/all", {"limit": 1}),
        ):
            items.append(item(len(items), name, **data))
    return items


def written(guest: Guest, pid: int, cids: list[int], reports: list[int]) -> dict[str, Counter[Any]]:
    """By whom each kind of row was written."""
    these = ", ".join(map(str, cids))
    asked = {
        "review": f"SELECT reviewed_by FROM reports WHERE id IN ({', '.join(map(str, reports))})",
        "comment": f"SELECT user_id FROM comments WHERE target_id = {pid} AND text = '读过'",
        "like": f"SELECT user_id FROM likes WHERE target = 'comment' AND target_id IN ({these})",
        "report": f"SELECT user_id FROM reports WHERE reason = '真的' AND target_id IN ({these})",
    }
    return {
        kind: Counter(row[0] for row in guest.postcard.rows(sql)) for kind, sql in asked.items()
    }


async def test_a_batch_of_every_access_writes_one_name(member: Guest, admin: Guest) -> None:
    """An admin's reviews beside what anybody may read: every row says that the admin wrote it."""
    pid, cids, reports = await reported(member, TIMES)
    items = mixed(pid, cids, reports)

    data = fine(await admin.post("/api", items))

    by = await uid_of(admin)
    posts = [row["post_id"] for row in data if "post_id" in row]
    authors = Counter(
        row[0]
        for row in admin.postcard.rows(
            f"SELECT user_id FROM posts WHERE id IN ({', '.join(map(str, posts))})"
        )
    )
    assert ITEMS == len(data)
    assert {kind: {by: TIMES} for kind in ("review", "comment", "like", "report")} == written(
        admin, pid, cids, reports
    )
    assert {by: TIMES} == authors


async def test_frames_of_every_access_write_one_name(member: Guest, admin: Guest) -> None:
    """The same over one WebSocket, whose frames are answered side by side."""
    pid, cids, reports = await reported(member, TIMES)
    items = mixed(pid, cids, reports)
    url = f"{admin.postcard.url}/api/ws?token={admin.token}"

    async with admin.http.ws_connect(url) as socket:
        for one in items:
            await socket.send_str(json.dumps(one))
        replies = [await socket.receive_json(timeout=60) for _ in items]

    by = await uid_of(admin)
    fine(replies)
    assert {kind: {by: TIMES} for kind in ("review", "comment", "like", "report")} == written(
        admin, pid, cids, reports
    )


async def test_what_a_guest_reads_is_read_as_theirs(member: Guest, admin: Guest) -> None:
    """Beside reviews and pings, every list tells the reader what they like themselves."""
    pid, cids, reports = await reported(member, TIMES)
    await batch(admin, "forum/comment_like", [{"cid": cid} for cid in cids])
    items: list[dict[str, Any]] = []
    for report_id in reports:
        for name, data in (
            ("report/review", {"report_id": report_id, "action": "dismiss"}),
            ("forum/post", {"pid": pid}),
            ("ping/ping", {}),
            ("token/doki", {}),
            ("forum/post", {"pid": pid}),
            ("info/get", {}),
        ):
            items.append(item(len(items), name, **data))

    replies = fine(await admin.post("/api", items))

    liked = [all(c["liked"] for c in row["comments"]) for row in replies if "comments" in row]
    phones = {row["username"] for row in replies if "username" in row}
    assert [True] * 2 * TIMES == liked
    assert {admin.phone} == phones


@pytest.mark.one_machine("another process may write the line")
async def test_a_batch_is_logged_under_its_user(member: Guest) -> None:
    """One line tells who asked, also where the last item to be answered asked for nobody."""
    items = [item(0, "token/doki"), *(item(n, "ping/ping") for n in range(1, 9))]

    fine(await member.post("/api", items))

    by = await uid_of(member)
    answers = {"token/doki 0": 1, "ping/ping 0": 8}
    assert await eventually(
        lambda: [
            line
            for line in member.postcard.log("web.log")
            if (line.get("answers"), line.get("user")) == (answers, by)
        ]
    )


@pytest.mark.one_machine("another process may write the line")
async def test_who_was_refused_is_logged(member: Guest) -> None:
    """By their number, whether they are no admin or sent a form that is cut short."""
    path = "/movie/1/upload"
    cut = {"Content-Type": "multipart/form-data; boundary=x"}
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="1.jpg"\r\n\r\nhalf'

    refused = await member.rest("GET", "/report/list")
    url = f"{member.postcard.url}{path}?token={member.token}"
    async with member.http.post(url, data=part, headers=cut) as answer:
        broken = await answer.json()

    by = await uid_of(member)
    wanted = {("report/list", Global.NOT_ALLOWED.code), ("movie/upload", Global.JSON_KEY.code)}
    assert [403, 403] == [refused["code"], broken["code"]]
    assert await eventually(
        lambda: (
            wanted
            <= {
                (f"{line['type']}/{line['subtype']}", line["status"])
                for line in member.postcard.log("web.log")
                if (line.get("event"), line.get("user")) == ("request", by)
            }
        )
    )
