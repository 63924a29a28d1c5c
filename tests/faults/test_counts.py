"""Many at once in the community: every count is the number of its rows, whatever comes together."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from status_codes import Like, PostEdit, PostFind, Unlike
from tests.community import Holder, each_holder, new_post, someone
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import each_way, execute, make_admin, serving

# All that a count can be held against.
UNTRUE = {
    "likes of posts": "SELECT p.id FROM posts p WHERE p.like_num <> (SELECT count(*) FROM likes l "
    "WHERE l.target = 'post' AND l.target_id = p.id)",
    "likes of works": "SELECT w.id FROM works w WHERE w.like_num <> (SELECT count(*) FROM likes l "
    "WHERE l.target = w.kind AND l.target_id = w.id)",
    "likes of comments": "SELECT c.id FROM comments c WHERE c.like_num <> (SELECT count(*) "
    "FROM likes l WHERE l.target = 'comment' AND l.target_id = c.id)",
    "comments of posts": "SELECT p.id FROM posts p WHERE p.comment_num <> (SELECT count(*) "
    "FROM comments c WHERE c.target = 'post' AND c.target_id = p.id AND c.shown = 1)",
    "comments of works": "SELECT w.id FROM works w WHERE w.comment_num <> (SELECT count(*) "
    "FROM comments c WHERE c.target = w.kind AND c.target_id = w.id AND c.shown = 1)",
    "posts": "SELECT t.value FROM totals t WHERE t.name = 'posts' AND t.value <> "
    "(SELECT count(*) FROM posts WHERE shown = 1)",
}


def untrue(postcard: Postcard) -> dict[str, list[tuple[object, ...]]]:
    """The counts that are not the number of their rows."""
    found = {name: execute(postcard, sql) for name, sql in UNTRUE.items()}
    return {name: rows for name, rows in found.items() if rows}


@pytest.fixture
async def crowd(postcard: Postcard) -> AsyncIterator[list[Guest]]:
    """Ten members."""
    async with client_session() as http:
        yield [await someone(postcard, http) for _ in range(10)]


async def said(guest: Guest, path: str) -> str:
    reply = await guest.rest("POST", path)
    assert reply["code"] in (200, 403), reply
    return str(reply["msg"])


@each_holder
async def test_fifty_likes_by_ten_users_are_ten(
    crowd: list[Guest], postcard: Postcard, holder: Holder
) -> None:
    """Of five likes of each user one counts, the others are told so."""
    target = await holder.new(crowd[0])
    cid = await holder.commented(crowd[0], target)

    answers = await asyncio.gather(
        *(said(guest, f"{holder.at(target)}/like") for _ in range(5) for guest in crowd)
    )
    on_comment = await asyncio.gather(
        *(said(guest, f"/{holder.type}/comment/{cid}/like") for _ in range(5) for guest in crowd)
    )
    comment = (await holder.comments(crowd[0], target))["data"]["comments"][0]

    expected = {"操作成功": 10, Like.ALREADY.msg: 40}
    assert expected == Counter(answers) == Counter(on_comment)
    assert 10 == comment["like_num"]
    assert {} == untrue(postcard)


async def test_likes_come_and_go(crowd: list[Guest], postcard: Postcard) -> None:
    """Likes and their withdrawals in a heap: nobody hears of a failed database."""
    pids = [await new_post(crowd[0]) for _ in range(3)]

    answers: Counter[str] = Counter()
    for _ in range(5):
        answers += Counter(
            await asyncio.gather(
                *(
                    said(guest, f"/forum/post/{pid}/{does}")
                    for guest in crowd
                    for pid in pids
                    for does in ("like", "unlike")
                )
            )
        )

    assert {"操作成功", Like.ALREADY.msg, Unlike.NOT_LIKED.msg} >= answers.keys()
    assert 300 == answers.total()
    assert {} == untrue(postcard)


@each_holder
async def test_comments_come_and_go(crowd: list[Guest], postcard: Postcard, holder: Holder) -> None:
    """Written, liked, deleted, restored by an admin, all together: the numbers stay true."""
    target = await holder.new(crowd[0])
    admin = crowd[1]
    make_admin(admin)
    old = [await holder.commented(guest, target) for guest in crowd]

    async def one(number: int, guest: Guest) -> None:
        at = f"/{holder.type}/comment/{old[number]}"
        await asyncio.gather(
            holder.commented(guest, target),
            said(guest, f"{at}/delete"),
            said(admin, f"{at}/delete"),
            said(admin, f"{at}/restore"),
            said(admin, f"{at}/restore"),
            said(crowd[0], f"{at}/like"),
            said(crowd[2], f"{at}/like"),
            said(guest, f"{holder.at(target)}/like"),
        )

    for _ in range(3):
        await asyncio.gather(*(one(number, guest) for number, guest in enumerate(crowd)))

    assert {} == untrue(postcard)


async def test_a_post_is_deleted_once(crowd: list[Guest], postcard: Postcard) -> None:
    """By twenty at once: one does it, and it is counted once; while others comment and like."""
    author, *others = crowd
    pid = await new_post(author)
    before = (await author.rest("GET", "/forum/"))["data"]["post_num"]

    deleted, *_ = await asyncio.gather(
        asyncio.gather(*(said(author, f"/forum/post/{pid}/delete") for _ in range(20))),
        *(said(guest, f"/forum/post/{pid}/like") for guest in others),
        *(Holder("post", "").comment(guest, pid) for guest in others),
    )
    after = (await author.rest("GET", "/forum/"))["data"]["post_num"]

    assert {"操作成功": 1, PostFind.NOT_FOUND.msg: 19} == Counter(deleted)
    assert before - 1 == after
    assert {} == untrue(postcard)


async def test_two_edits_at_once_lose_neither_silently(crowd: list[Guest]) -> None:
    """Of twenty edits of one version one is written, and every other one is told."""
    author = crowd[0]
    pid = await new_post(author)

    replies = await asyncio.gather(
        *(
            author.rest(
                "POST",
                f"/forum/post/{pid}/edit",
                json={"title": "题", "text": str(number), "version": 1},
            )
            for number in range(20)
        )
    )
    found = (await author.rest("GET", f"/forum/post/{pid}"))["data"]
    [winner] = [number for number, reply in enumerate(replies) if reply["code"] == 200]

    assert {PostEdit.CHANGED.msg: 19, "操作成功": 1} == Counter(r["msg"] for r in replies)
    assert (str(winner), 2) == (found["text"], found["version"])


async def test_hiding_and_deleting_at_once(crowd: list[Guest], postcard: Postcard) -> None:
    """An admin hides and shows again what its author deletes and others restore: true numbers."""
    author, admin, *_ = crowd
    make_admin(admin)
    pid = await new_post(author)
    data = {"target": "post", "target_id": pid, "reason": "广告"}
    report_id = (await author.rest("POST", "/report/new", json=data))["data"]["report_id"]

    async def review(action: str) -> int:
        reply = await admin.rest("POST", f"/report/{report_id}/review", json={"action": action})
        return int(reply["code"])

    for _ in range(10):
        codes = await asyncio.gather(
            review("hide"), review("restore"), review("hide"), review("dismiss")
        )
        assert {200} == set(codes)
        await asyncio.gather(
            said(author, f"/forum/post/{pid}/delete"),
            said(admin, f"/forum/post/{pid}/restore"),
            review("hide"),
            review("restore"),
        )
        assert {} == untrue(postcard)


@each_way
async def test_the_first_posts_of_all_come_together(
    way: str, request: pytest.FixtureRequest
) -> None:
    """Into an empty forum, by twenty at once: all are there, and all are counted."""
    with serving(way, request, {}) as postcard:
        async with client_session() as http:
            guests = [await someone(postcard, http) for _ in range(5)]
            pids = await asyncio.gather(*(new_post(guest) for guest in guests * 4))
            post_num = (await guests[0].rest("GET", "/forum/"))["data"]["post_num"]
        false = untrue(postcard)

    assert 20 == len(set(pids)) == post_num
    assert {} == false
