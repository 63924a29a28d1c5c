"""Likes of posts, films, long pictures and of comments on them: one each, and true counts."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from status_codes import Like, Unlike
from tests.community import HOLDERS, Holder, each_holder, someone
from tests.documents import covers
from tests.postcard import Guest, Postcard

FINE = (200, "操作成功")
each_method = pytest.mark.parametrize("method", ["GET", "POST"])


async def said(guest: Guest, method: str, path: str) -> tuple[int, str]:
    reply = await guest.rest(method, path)
    return reply["code"], reply["msg"]


async def seen(guest: Guest, holder: Holder, target: int) -> dict[str, Any]:
    """The target's row in a list that this guest sees."""
    lists = {"post": ("/forum/", "new_posts", "post_id")}
    path, rows, key = lists.get(holder.name, (f"/{holder.name}/all", f"{holder.name}s", "work_id"))
    data = (await guest.rest("GET", path))["data"]
    return next(row for row in data[rows] if row[key] == target)


@covers("*/post_like: *", "movie/like: *", "photo/like: *")
@each_method
@each_holder
async def test_a_like_counts_once(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder, method: str
) -> None:
    """A second one is told so; who likes it sees that, others see the number alone."""
    target = await holder.new(member)
    fan = await someone(postcard, http)

    first = await said(fan, method, f"{holder.at(target)}/like")
    again = await said(fan, method, f"{holder.at(target)}/like")
    by_owner = await said(member, method, f"{holder.at(target)}/like")
    taken_back = await said(member, method, f"{holder.at(target)}/unlike")
    for_fan, for_owner = [await seen(who, holder, target) for who in (fan, member)]

    assert [FINE, (403, "已经点过赞啦~"), FINE, FINE] == [first, again, by_owner, taken_back]
    assert (1, True) == (for_fan["like_num"], for_fan["liked"])
    assert (1, False) == (for_owner["like_num"], for_owner["liked"])


@each_method
@each_holder
async def test_a_like_is_taken_back_once(member: Guest, holder: Holder, method: str) -> None:
    """What was not liked cannot be unliked; after it, it can be liked anew."""
    target = await holder.new(member)
    path = holder.at(target)

    answers = [
        await said(member, method, f"{path}/{does}")
        for does in ("unlike", "like", "unlike", "unlike", "like")
    ]

    assert [(403, Unlike.NOT_LIKED.msg), FINE, FINE, (403, Unlike.NOT_LIKED.msg), FINE] == answers
    assert 1 == (await seen(member, holder, target))["like_num"]


@covers("forum/comment_like: *", "movie/comment_like: *", "photo/comment_like: *")
@each_method
@each_holder
async def test_comments_are_liked_alike(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder, method: str
) -> None:
    """Once each, with the same texts, counted at the comment alone."""
    target = await holder.new(member)
    cid = await holder.commented(member, target)
    fan = await someone(postcard, http)

    answers = [
        await holder.on_comment(fan, cid, does, method)
        for does in ("unlike", "like", "like", "unlike", "like")
    ]
    lost = await holder.on_comment(fan, 999_999_999, "like", method)
    for_fan, for_owner = [
        (await holder.comments(who, target))["data"]["comments"][0] for who in (fan, member)
    ]

    assert [
        (403, Unlike.NOT_LIKED.msg),
        FINE,
        (403, Like.ALREADY.msg),
        FINE,
        FINE,
    ] == answers
    assert (403, "找不到评论") == lost
    assert (1, True) == (for_fan["like_num"], for_fan["liked"])
    assert (1, False) == (for_owner["like_num"], for_owner["liked"])
    assert 0 == (await seen(fan, holder, target))["like_num"]


@each_holder
async def test_nothing_to_like(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder
) -> None:
    """What is not there, and what its owner took away, is not found."""
    target = await holder.new(member)
    stranger = await someone(postcard, http)
    await said(stranger, "POST", f"{holder.at(target)}/like")
    await holder.hide(member, target)

    answers = {
        await said(stranger, "POST", f"{holder.at(id_)}/{does}")
        for id_ in (target, 999_999_999)
        for does in ("like", "unlike")
    }

    assert {(403, holder.missing)} == answers


async def test_a_work_is_liked_under_its_own_kind(member: Guest) -> None:
    """A film's number is no long picture's, and an envelope may call it wid or work_id."""
    _, movie, photo = HOLDERS
    work_id = await movie.new(member)

    as_photo = await member.call("photo", "like", {"wid": work_id})
    by_wid = await member.call("movie", "like", {"wid": work_id})
    by_work_id = await member.call("movie", "unlike", {"work_id": work_id})

    assert [100, 0, 0] == [reply["status"] for reply in (as_photo, by_wid, by_work_id)]
    assert "No such long picture" == as_photo["message"]
