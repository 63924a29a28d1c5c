"""report: what is reported, who hears of it, and what an admin can do."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from status_codes import Global, ReportNew, ReportReview
from tests.community import HOLDERS, Holder, each_holder, new_post, someone, uid_of
from tests.postcard import Guest, Postcard
from tests.special import make_admin

FINE = (200, "操作成功")
FIELDS = {
    "report_id": int,
    "uid": int,
    "uname": str,
    "target": str,
    "target_id": int,
    "target_uid": int,
    "reason": str,
    "state": str,
    "time": str,
    "update_time": str,
    "title": str,
    "text": str,
    "hidden": bool,
}


async def report(guest: Guest, target: str, target_id: int, reason: Any = "广告") -> Any:
    data = {"target": target, "target_id": target_id, "reason": reason}
    return await guest.rest("POST", "/report/new", json=data)


async def reported(guest: Guest, target: str, target_id: int) -> int:
    reply = await report(guest, target, target_id)
    assert FINE == (reply["code"], reply["msg"]), reply
    return int(reply["data"]["report_id"])


async def review(guest: Guest, report_id: int, action: str) -> tuple[int, str]:
    path = f"/report/{report_id}/review"
    reply = await guest.rest("POST", path, json={"action": action})
    return reply["code"], reply["msg"]


async def in_state(admin: Guest, state: str) -> dict[int, dict[str, Any]]:
    data = (await admin.rest("GET", "/report/list", params={"state": state}))["data"]
    return {row["report_id"]: row for row in data["reports"]}


async def post_num(guest: Guest) -> int:
    return int((await guest.rest("GET", "/forum/"))["data"]["post_num"])


@pytest.fixture
async def admin(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    guest = await someone(postcard, http)
    make_admin(guest)
    return guest


@each_holder
async def test_an_admin_hides_what_was_reported_and_shows_it_again(
    member: Guest, admin: Guest, holder: Holder
) -> None:
    """Hidden, nobody else finds it; shown again, it is as it was."""
    target = await holder.new(member)
    await holder.commented(member, target)
    stranger = await someone(member.postcard, member.http)
    report_id = await reported(stranger, holder.name, target)
    before = await holder.comments(stranger, target)

    listed = (await in_state(admin, "open"))[report_id]
    hidden = await review(admin, report_id, "hide")
    lost = await holder.comments(stranger, target)
    kept = (await in_state(admin, "hidden"))[report_id]
    restored = await review(admin, report_id, "restore")
    after = await holder.comments(stranger, target)

    assert FIELDS == {key: type(value) for key, value in listed.items() if key in FIELDS}
    assert ("open", await uid_of(stranger), await uid_of(member), "广告", False) == tuple(
        listed[key] for key in ("state", "uid", "target_uid", "reason", "hidden")
    )
    assert [FINE, FINE] == [hidden, restored]
    assert (403, holder.missing) == (lost["code"], lost["msg"])
    assert (True, await uid_of(admin)) == (kept["hidden"], kept["reviewed_by"])
    assert before == after


@each_holder
async def test_a_hidden_comment_counts_no_longer(
    member: Guest, admin: Guest, holder: Holder
) -> None:
    """Neither in the list nor in the number; shown again, in both."""
    target = await holder.new(member)
    cid = await holder.commented(member, target, "坏话")
    report_id = await reported(member, "comment", cid)

    listed = (await in_state(admin, "open"))[report_id]
    nums = [(await holder.comments(member, target))["data"]["comment_num"]]
    for action in ("hide", "hide", "restore", "restore"):
        assert FINE == await review(admin, report_id, action)
        nums.append((await holder.comments(member, target))["data"]["comment_num"])

    assert ("坏话", "comment", cid) == (listed["text"], listed["target"], listed["target_id"])
    assert [1, 0, 0, 1, 1] == nums


async def test_hiding_a_post_is_counted_once(member: Guest, admin: Guest) -> None:
    """The number of posts falls and rises by one, however often it is said."""
    pid = await new_post(member)
    report_id = await reported(member, "post", pid)

    nums = [await post_num(member)]
    for action in ("hide", "hide", "restore", "restore"):
        await review(admin, report_id, action)
        nums.append(await post_num(member))

    assert [0, -1, -1, 0, 0] == [num - nums[0] for num in nums]


async def test_what_its_author_deleted_stays_deleted(member: Guest, admin: Guest) -> None:
    """Reviewing the report of it neither counts it again nor brings it back."""
    pid = await new_post(member)
    report_id = await reported(member, "post", pid)
    await member.rest("POST", f"/forum/post/{pid}/delete")
    before = await post_num(member)

    answers = {await review(admin, report_id, action) for action in ("hide", "restore")}
    found = await member.rest("GET", f"/forum/post/{pid}")

    assert {FINE} == answers
    assert before == await post_num(member)
    assert (403, "找不到文章") == (found["code"], found["msg"])


async def test_one_decision_ends_every_open_report(
    member: Guest, admin: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """Of the same thing; that of another thing stays open."""
    pid, other = await new_post(member), await new_post(member)
    second = await someone(postcard, http)
    both = {await reported(member, "post", pid), await reported(second, "post", pid)}
    left = await reported(second, "post", other)

    dismissed = await review(admin, min(both), "dismiss")
    found = await member.rest("GET", f"/forum/post/{pid}")

    assert FINE == dismissed
    assert both <= (await in_state(admin, "dismissed")).keys()
    assert not both & (await in_state(admin, "open")).keys()
    assert left in await in_state(admin, "open")
    assert 200 == found["code"]


async def test_a_report_is_made_once(member: Guest) -> None:
    """The same person cannot report the same thing again."""
    pid = await new_post(member)
    await reported(member, "post", pid)

    again = await report(member, "post", pid)

    assert (403, ReportNew.ALREADY.msg) == (again["code"], again["msg"])


@pytest.mark.parametrize("target", ["post", "movie", "photo", "comment"])
async def test_nothing_there_to_report(member: Guest, target: str) -> None:
    """What nobody sees cannot be reported."""
    reply = await report(member, target, 999_999_999)

    assert (403, ReportNew.NOT_FOUND.msg) == (reply["code"], reply["msg"])


async def test_a_private_work_cannot_be_reported(member: Guest) -> None:
    """Whoever does not see it learns nothing of it; nor of the comments on it."""
    _, movie, _ = HOLDERS
    work_id = await movie.new(member)
    cid = await movie.commented(member, work_id)
    await movie.hide(member, work_id)
    stranger = await someone(member.postcard, member.http)

    replies = [await report(stranger, "movie", work_id), await report(stranger, "comment", cid)]

    assert {(403, ReportNew.NOT_FOUND.msg)} == {(r["code"], r["msg"]) for r in replies}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"target": "user"}, Global.ARG_VALUE),
        ({"reason": " "}, Global.ARG_EMPTY),
        ({"reason": "长" * 501}, Global.ARG_VALUE),
        ({"target_id": 0}, Global.ARG_VALUE),
    ],
)
async def test_what_a_report_may_not_be(
    member: Guest, change: dict[str, Any], status: Global
) -> None:
    """Each field is held to what it can be."""
    data = {"target": "post", "target_id": 1, "reason": "广告"} | change

    reply = await member.call("report", "new", data)

    assert status.code == reply["status"]


async def test_only_admins_review(member: Guest, admin: Guest) -> None:
    """Others neither read reports nor decide them; an unknown one is not found."""
    report_id = await reported(member, "post", await new_post(member))

    listed = await member.rest("GET", "/report/list")
    decided = await review(member, report_id, "hide")
    unknown = await review(admin, 999_999_999, "hide")
    odd = await review(admin, report_id, "burn")

    assert (403, Global.NOT_ALLOWED.msg) == (listed["code"], listed["msg"])
    assert (403, Global.NOT_ALLOWED.msg) == decided
    assert (403, ReportReview.NOT_FOUND.msg) == unknown
    assert 403 == odd[0]


async def test_reports_come_by_page_and_by_cursor(member: Guest, admin: Guest) -> None:
    """Newest first; the number is of all in that state."""
    newest = [await reported(member, "post", await new_post(member)) for _ in range(4)][::-1]

    parts = [
        (await admin.rest("GET", "/report/list", params=asked))["data"]
        for asked in ({"limit": 2}, {"limit": 2, "page_num": 2}, {"limit": 2, "before": newest[1]})
    ]

    assert [newest[:2], newest[2:], newest[2:]] == [
        [row["report_id"] for row in part["reports"]] for part in parts
    ]
    assert 1 == len({part["report_num"] for part in parts})
