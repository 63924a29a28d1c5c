"""block: who is blocked is out of sight and answers no more; nobody else notices."""

from __future__ import annotations

import aiohttp
import pytest

from status_codes import BlockAdd, BlockRemove, Global
from tests.community import Holder, each_holder, new_post, someone, uid_of
from tests.postcard import Guest, Postcard
from tests.special import make_admin

FINE = (200, "操作成功")


async def said(guest: Guest, path: str, method: str = "POST") -> tuple[int, str]:
    reply = await guest.rest(method, path)
    return reply["code"], reply["msg"]


async def block(guest: Guest, other: Guest) -> None:
    assert FINE == await said(guest, f"/block/{await uid_of(other)}/add")


@pytest.fixture
async def other(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    return await someone(postcard, http)


async def test_posts_of_the_blocked_are_out_of_sight(member: Guest, other: Guest) -> None:
    """In lists, numbers and by themselves; for whoever blocked alone, until they block no more."""
    kept = await new_post(member)
    gone = [await new_post(other) for _ in range(3)]
    deleted = await new_post(other)
    await said(other, f"/forum/post/{deleted}/delete")
    before = (await member.rest("GET", "/forum/"))["data"]
    await block(member, other)

    index = (await member.rest("GET", "/forum/"))["data"]
    page = (await member.rest("GET", "/forum/page/1"))["data"]
    single = {await said(member, f"/forum/post/{pid}", "GET") for pid in gone}
    for_other = (await other.rest("GET", "/forum/"))["data"]
    unblocked = await said(member, f"/block/{await uid_of(other)}/remove")
    after = (await member.rest("GET", "/forum/"))["data"]

    assert before["post_num"] - 3 == index["post_num"] == page["post_num"]
    assert kept == index["new_posts"][0]["post_id"]
    assert not set(gone) & {post["post_id"] for post in index["new_posts"]}
    assert index["new_posts"] == page["posts"]
    assert {(403, "找不到文章")} == single
    assert before["post_num"] == for_other["post_num"]
    assert FINE == unblocked
    assert before == after


@each_holder
async def test_comments_of_the_blocked_are_out_of_sight(
    member: Guest, other: Guest, holder: Holder
) -> None:
    """They are not in the list and not in the number, nor can they be liked."""
    target = await holder.new(member)
    seen = await holder.commented(member, target)
    unseen = await holder.commented(other, target)
    await block(member, other)

    mine = (await holder.comments(member, target))["data"]
    theirs = (await holder.comments(other, target))["data"]
    liked = await holder.on_comment(member, unseen, "like")

    assert (1, [seen]) == (mine["comment_num"], [c["comment_id"] for c in mine["comments"]])
    assert (2, [unseen, seen]) == (
        theirs["comment_num"],
        [c["comment_id"] for c in theirs["comments"]],
    )
    assert (403, "找不到评论") == liked


@each_holder
async def test_the_blocked_cannot_answer(member: Guest, other: Guest, holder: Holder) -> None:
    """He reads on, but neither likes nor comments; what he did before he can take back."""
    target = await holder.new(member)
    cid = await holder.commented(member, target)
    own = await holder.commented(other, target)
    await said(other, f"{holder.at(target)}/like")
    await holder.on_comment(other, cid, "like")
    await block(member, other)

    comment = await holder.comment(other, target)
    refused = {
        (comment["code"], comment["msg"]),
        await said(other, f"{holder.at(target)}/like"),
        await holder.on_comment(other, cid, "like"),
    }
    allowed = {
        (await holder.comments(other, target))["msg"],
        (await said(other, f"{holder.at(target)}/unlike"))[1],
        (await holder.on_comment(other, cid, "unlike"))[1],
        (await holder.on_comment(other, own, "edit", text="改"))[1],
        (await holder.on_comment(other, own, "delete"))[1],
    }

    assert {(403, Global.NOT_ALLOWED.msg)} == refused
    assert {"操作成功"} == allowed


@pytest.mark.parametrize("kind", ["movie", "photo"])
async def test_works_of_the_blocked_are_out_of_sight(
    member: Guest, other: Guest, kind: str
) -> None:
    """In all, and by themselves."""
    holder = Holder(kind, {"movie": "找不到影集", "photo": "找不到长图"}[kind])
    work_id = await holder.new(other)
    before = (await member.rest("GET", f"/{kind}/all"))["data"]
    await block(member, other)

    data = (await member.rest("GET", f"/{kind}/all"))["data"]
    comments = await said(member, f"/{kind}/{work_id}/comment", "GET")

    assert work_id in {row["work_id"] for row in before[f"{kind}s"]}
    assert work_id not in {row["work_id"] for row in data[f"{kind}s"]}
    assert before[f"{kind}_num"] - 1 == data[f"{kind}_num"]
    assert (403, holder.missing) == comments


async def test_an_admin_deletes_also_what_he_does_not_see(member: Guest, other: Guest) -> None:
    """Blocking is a matter of taste, not of office."""
    make_admin(member)
    pid = await new_post(other)
    await block(member, other)

    assert FINE == await said(member, f"/forum/post/{pid}/delete")


async def test_the_list_of_the_blocked(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """The last one first, each with name and time; blocking twice is blocking once."""
    others = [await someone(postcard, http) for _ in range(3)]
    uids = [await uid_of(guest) for guest in others]
    for uid in (*uids, uids[2]):
        assert FINE == await said(member, f"/block/{uid}/add")

    data = (await member.rest("GET", "/block/list"))["data"]
    second = (await member.rest("GET", "/block/list?limit=1&page_num=2"))["data"]
    row = data["users"][0]

    assert (3, uids[::-1]) == (data["block_num"], [user["uid"] for user in data["users"]])
    assert {"uid": int, "uname": str, "gender": int, "avatar": str, "time": str} == {
        key: type(value) for key, value in row.items()
    }
    assert (3, data["users"][1:2]) == (second["block_num"], second["users"])


async def test_whom_nobody_can_block(member: Guest, other: Guest) -> None:
    """Oneself, and who is not there; who was not blocked cannot be let go."""
    me, them = await uid_of(member), await uid_of(other)

    answers = [
        await said(member, f"/block/{me}/add"),
        await said(member, "/block/999999999/add"),
        await said(member, f"/block/{them}/remove"),
        await said(Guest(member.postcard, member.http), f"/block/{them}/add"),
    ]

    assert [
        (403, BlockAdd.ONESELF.msg),
        (403, BlockAdd.NO_SUCH_USER.msg),
        (403, BlockRemove.NOT_BLOCKED.msg),
        (403, "未登录或登录超时"),
    ] == answers
